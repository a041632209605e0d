"""Adding a party, and how it is reached."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.parties.kit import Town, town
from workflow.core.errors import Forbidden, Invalid, SignInNeeded
from workflow.core.events import EventKind
from workflow.core.people import NOBODY
from workflow.history.models import Event
from workflow.parties import actions, queries
from workflow.parties.models import Party

pytestmark = pytest.mark.both_databases
NEW = {"kind": "school", "legal_name": "Lincoln Middle School", "timezone": "America/Los_Angeles"}


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return town(session, now)


def test_a_school_is_added_with_an_administrator_of_its_own(here: Town) -> None:
    school = actions.create_party(
        here.session, here.actor("Ada"), **NEW, parent_id=here.parties["district"].id, administrator="Pia Post",
        email="pia@example.org", at=here.at,
    )  # fmt: skip
    assert school.parent_id == here.parties["district"].id
    assert [h.name for h in queries.holders(here.session, [school.id], here.at)] == ["Pia Post"]
    invited = here.session.exec(select(Event).where(Event.kind == EventKind.PERSON_INVITED)).one()
    assert invited.party_id == school.id


def test_without_an_administrator_named_whoever_adds_it_administers_it(here: Town) -> None:
    school = actions.create_party(here.session, here.actor("Ada"), **NEW, at=here.at)
    assert [h.name for h in queries.holders(here.session, [school.id], here.at)] == ["Ada"]
    assert here.session.exec(select(Event).where(Event.kind == EventKind.PERSON_INVITED)).first() is None


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"kind": "church"}, ["kind"]),
        ({"legal_name": " "}, ["legal_name"]),
        ({"legal_name": "Springfield Police Department"}, ["legal_name"]),
        ({"timezone": "Mars/Olympus"}, ["timezone"]),
        ({"parent_id": "nothing"}, ["parent_id"]),
        ({"administrator": "Pia"}, ["email"]),
        ({"email": "pia@example.org"}, ["administrator"]),
        ({"legal_name": "Li\u202encoln"}, ["legal_name"]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_added(
    here: Town, wrong: dict[str, str], fields: list[str]
) -> None:
    with pytest.raises(Invalid) as no:
        actions.create_party(here.session, here.actor("Ada"), **(NEW | wrong), at=here.at)
    assert [issue.field for issue in no.value.issues] == fields
    assert len(here.session.exec(select(Party)).all()) == 2


def test_only_administrators_add_parties(here: Town) -> None:
    with pytest.raises(Forbidden):
        actions.create_party(here.session, here.actor("Carl"), **NEW, at=here.at)
    with pytest.raises(SignInNeeded):
        actions.create_party(here.session, NOBODY, **NEW, at=here.at)


def test_only_who_administers_the_district_puts_a_school_below_it(here: Town) -> None:
    with pytest.raises(Forbidden) as no:
        actions.create_party(
            here.session, here.actor("Abe"), **NEW, parent_id=here.parties["district"].id, at=here.at
        )
    assert no.value.reason.startswith("Only an administrator of Springfield Unified School District")
    assert len(here.session.exec(select(Party)).all()) == 2


def test_how_a_party_is_reached_can_change_and_its_name_cannot(here: Town) -> None:
    said = {
        "short_name": "Springfield PD",
        "place": "Springfield",
        "contact": "records@example.org",
        "timezone": "UTC",
    }
    agency = here.parties["agency"]
    actions.edit_party(here.session, here.actor("Abe"), agency.id, **said, at=here.at)
    assert (agency.short_name, agency.timezone, agency.legal_name) == (
        "Springfield PD", "UTC", "Springfield Police Department",
    )  # fmt: skip
    with pytest.raises(Forbidden):
        actions.edit_party(here.session, here.actor("Ada"), agency.id, **said, at=here.at)
