"""A key reported lost stops here at once, and only its registrars can stop it for everybody."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, answered, town
from workflow.core.errors import Forbidden, NotFound, Refused, SignInNeeded
from workflow.core.people import NOBODY
from workflow.history.queries import timeline
from workflow.parties.keys import actions, endings, loss, queries

pytestmark = pytest.mark.both_databases


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    made = town(session, now)
    made.found("agency")
    made.enrol("Carl", "Arlo")
    return made


def lose(here: Town, name: str) -> None:
    loss.report(here.session, here.actor(name), here.rows[name].id, at=here.at)


def test_only_the_holder_reports_and_only_once(here: Town) -> None:
    for name in ("Arlo", "Abe", "Dana"):
        with pytest.raises(NotFound):
            loss.report(here.session, here.actor(name), here.rows["Carl"].id, at=here.at)
    with pytest.raises(SignInNeeded):
        loss.report(here.session, NOBODY, here.rows["Carl"].id, at=here.at)
    lose(here, "Carl")
    with pytest.raises(Refused, match="already reported"):
        lose(here, "Carl")
    assert queries.words_of(here.rows["Carl"]) == "reported lost"
    found = timeline(here.session, party_id=here.parties["agency"].id)[0]
    assert (found.kind, found.public, found.actor) == ("key:lost", False, "Carl")


def test_a_lost_key_answers_nothing_even_to_what_it_was_asked_before(here: Town) -> None:
    who, row = here.actor("Carl"), here.rows["Carl"].id
    sheet = endings.offer_revocation(here.session, who, row, reason="Stolen.", at=here.at)
    lose(here, "Carl")
    assert queries.benches(here.session, who, here.parties["agency"]) == []
    with pytest.raises(Forbidden):
        endings.offer_revocation(here.session, who, row, reason="Stolen.", at=here.at)
    with pytest.raises(Forbidden):
        endings.revoke(
            here.session, who, row, credential=answered(sheet.options, here.keys["Carl"]), at=here.at
        )


def test_a_registrar_with_a_lost_key_signs_nothing_with_it(here: Town) -> None:
    here.make_key("Carl")
    here.claim("Carl")
    row = here.rows["Carl"].id
    words = {"kind": "minute", "date": "2026-01-05", "reference": "Item 3"}
    sheet = actions.offer_vouch(here.session, here.actor("Anna"), row, **words, at=here.at)
    lose(here, "Anna")
    with pytest.raises(Refused, match="no registrar's key"):
        actions.vouch(
            here.session, here.actor("Anna"), row, credential=answered(sheet.options, here.keys["Anna"]),
            at=here.at,
        )  # fmt: skip


@pytest.mark.parametrize("claimed", [False, True])
def test_a_key_lost_before_its_vouch_is_neither_claimed_nor_vouched_for(here: Town, claimed: bool) -> None:
    row = here.make_key("Carl")
    if claimed:
        here.claim("Carl")
    lose(here, "Carl")
    page = queries.key_page(here.session, here.actor("Arlo"), row.id)
    assert not page["can_vouch"] and page["key"]["words"] == "reported lost"
    assert not queries.key_page(here.session, here.actor("Carl"), row.id)["can_claim"]
    act = here.vouch if claimed else here.claim
    with pytest.raises(Refused, match="reported this key lost"):
        act("Carl", "Arlo") if claimed else act("Carl")


def test_a_registrar_revokes_what_was_lost_and_then_it_is_revoked(here: Town) -> None:
    lose(here, "Carl")
    row, who = here.rows["Carl"].id, here.actor("Anna")
    assert queries.key_page(here.session, who, row)["can_revoke"]
    sheet = endings.offer_revocation(here.session, who, row, reason="Lost.", at=here.at)
    endings.revoke(here.session, who, row, credential=answered(sheet.options, here.keys["Anna"]), at=here.at)
    assert queries.words_of(here.rows["Carl"]) == "revoked"
    with pytest.raises(Refused, match="already revoked"):
        lose(here, "Carl")
