"""The list of parties and one party's page, as different people see them."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.parties.kit import town
from workflow.core.errors import Forbidden, NotFound
from workflow.core.people import NOBODY, Actor
from workflow.parties import directory

pytestmark = pytest.mark.both_databases


def test_the_list_shows_every_party_and_how_far_its_record_is(session: Session, now: datetime) -> None:
    here = town(session, now)
    here.found("district")
    here.found("agency")
    here.accept("district", "Arlo")
    shown = directory.party_list(session, here.actor("Sam"), now)
    assert [(p["legal_name"], p["people"], p["record"], p["mine"]) for p in shown["parties"]] == [
        ("Springfield Police Department", 4, "founded", False),
        ("Springfield Unified School District", 4, "accepted", True),
    ]
    assert not shown["can_create"] and directory.party_list(session, here.actor("Ada"), now)["can_create"]


def test_addresses_are_for_the_partys_own_administrators(session: Session, now: datetime) -> None:
    here = town(session, now)
    agency = here.parties["agency"].id
    assert "carl@example.org" in str(directory.party_page(session, here.actor("Abe"), agency, now))
    for name in ("Ada", "Sam", "Carl"):
        assert "@example.org" not in str(directory.party_page(session, here.actor(name), agency, now))


def test_guests_and_strangers_do_not_find_parties(session: Session, now: datetime) -> None:
    here = town(session, now)
    for actor in (NOBODY, Actor("p", "Gina", guest_of="e")):
        with pytest.raises(NotFound):
            directory.party_list(session, actor, now)
        with pytest.raises(NotFound):
            directory.party_page(session, actor, here.parties["agency"].id, now)
    with pytest.raises(NotFound):
        directory.party_page(session, here.actor("Carl"), "nothing", now)


def test_each_person_is_offered_what_he_can_do(session: Session, now: datetime) -> None:
    here = town(session, now)
    agency = here.parties["agency"].id
    assert directory.party_page(session, here.actor("Arlo"), agency, now)["founding"] == {
        "have_key": False,
        "others": [],
    }
    assert directory.party_page(session, here.actor("Carl"), agency, now)["founding"] is None
    here.found("agency")
    here.found("district")
    page = directory.party_page(session, here.actor("Dana"), agency, now)
    assert page["can_accept"] and not page["registers"] and not page["administers"] and page["choices"] == {}
    assert page["keys"] and all("credential_id" not in key for key in page["keys"])


def test_the_form_for_a_party_is_for_administrators(session: Session, now: datetime) -> None:
    here = town(session, now)
    with pytest.raises(Forbidden):
        directory.new_party(session, here.actor("Carl"))
    ours = ("", "None"), (here.parties["district"].id, "Springfield Unified School District")
    assert directory.new_party(session, here.actor("Ada"))["districts"] == [*ours]
    assert directory.new_party(session, here.actor("Abe"))["districts"] == [ours[0]]
