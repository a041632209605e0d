"""Whose turn it is before the draft: each turn comes with what makes it possible and goes with the act that ends it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.parties.kit import Town, answered, post, town
from tests.review.test_pages import statements
from workflow.core.people import NOBODY, Office
from workflow.parties.founding import actions as founding
from workflow.parties.keys import loss
from workflow.parties.turns.queries import PartyTurn, turns_of, waiting_keys

pytestmark = pytest.mark.both_databases
EVERYBODY = ("Dana", "Dora", "Sam", "Ada", "Arlo", "Anna", "Carl", "Abe")
HOUR = timedelta(hours=1)


@pytest.fixture
def here(session: Session, now: datetime) -> Town:
    return town(session, now)


def turns(here: Town, name: str) -> list[PartyTurn]:
    return turns_of(here.session, here.actor(name), here.at)


def kinds(here: Town) -> dict[str, list[str]]:
    """Who has which turns; those without any are left out."""
    found = {name: [one.kind for one in turns(here, name)] for name in EVERYBODY}
    return {name: mine for name, mine in found.items() if mine}


def begin_founding(here: Town) -> None:
    first = founding.offer_founding(
        here.session, here.actor("Dana"), here.parties["district"].id, authority="The board.", resolution="It resolved.",
        contact="records@example.org", at=here.at,
    )  # fmt: skip
    founding.sign_founding(
        here.session, here.actor("Dana"), here.parties["district"].id, at=here.at,
        credential=answered(first.options, here.keys["Dana"]),
    )  # fmt: skip


def test_before_anything_the_registrars_make_their_keys(here: Town) -> None:
    assert kinds(here) == {name: ["make"] for name in ("Dana", "Dora", "Arlo", "Anna")}
    (turn,) = turns(here, "Dana")
    assert (turn.reason, turn.link) == ("Make your signing key as Registrar", "/account#offices")
    assert (turn.party, turn.since) == ("Springfield Unified School District", here.at)


def test_with_two_keys_either_begins_and_then_it_is_the_others_turn_until_it_expires(here: Town) -> None:
    here.make_key("Dana")
    assert "Dana" not in kinds(here)
    here.at += HOUR
    here.make_key("Dora")
    assert kinds(here)["Dana"] == kinds(here)["Dora"] == ["found"]
    assert turns(here, "Dana")[0].since == here.at
    begin_founding(here)
    assert "Dana" not in kinds(here)
    (turn,) = turns(here, "Dora")
    assert (turn.kind, turn.due) == ("countersign", here.at + founding.WAITS)
    assert turn.link == f"/parties/{here.parties['district'].id}#record"
    here.at += founding.WAITS
    assert kinds(here)["Dana"] == kinds(here)["Dora"] == ["found"]


def test_an_acting_registrar_founds_nothing(here: Town) -> None:
    district = here.parties["district"]
    here.people["Ann"], here.posts["Ann"] = (
        here.people["Ada"],
        post(here.session, here.people["Ada"], district, Office.REGISTRAR, here.at, "acting"),
    )
    here.make_key("Dana")
    assert [one.kind for one in turns(here, "Ann")] == []
    assert "Dana" not in kinds(here)


def test_a_founded_party_calls_who_signs_for_it_and_a_registrar_across_the_line(here: Town) -> None:
    here.found("district")
    assert kinds(here) == {"Sam": ["make"], "Arlo": ["make"], "Anna": ["make"]}
    here.at += HOUR
    here.found("agency")
    across = {name: ["accept"] for name in ("Dana", "Dora", "Arlo", "Anna")}
    assert kinds(here) == {"Sam": ["make"], "Carl": ["make"], **across}
    (turn,) = turns(here, "Arlo")
    assert (turn.party, turn.since) == ("Springfield Unified School District", here.at)
    here.accept("district", by="Arlo")
    here.accept("agency", by="Dana")
    assert kinds(here) == {"Sam": ["make"], "Carl": ["make"]}


def test_a_key_is_made_claimed_and_vouched_for_and_then_waits(here: Town) -> None:
    here.found("district")
    here.make_key("Sam")
    (turn,) = turns(here, "Sam")
    assert (turn.kind, turn.link) == ("claim", f"/signing-keys/{here.rows['Sam'].id}")
    here.claim("Sam")
    assert {name: mine for name, mine in kinds(here).items() if name in ("Sam", "Dana", "Dora")} == {
        "Dana": ["vouch"], "Dora": ["vouch"],
    }  # fmt: skip
    assert turns(here, "Dora")[0].reason == "Vouch for the signing key of Sam, Superintendent"
    here.vouch("Sam", by="Dana")
    assert set(kinds(here)) == {"Arlo", "Anna"}
    (waits,) = waiting_keys(here.session, here.actor("Sam"), 72, here.at)
    assert (waits["title"], waits["ready"]) == ("Superintendent", here.at + timedelta(hours=72))
    assert waiting_keys(here.session, here.actor("Sam"), 72, here.at + timedelta(hours=72)) == []
    assert waiting_keys(here.session, here.actor("Sam"), 0, here.at) == []
    assert waiting_keys(here.session, NOBODY, 72, here.at) == []


def test_nobody_vouches_for_a_lost_key_and_its_holder_makes_another(here: Town) -> None:
    here.found("district")
    here.make_key("Sam")
    here.claim("Sam")
    loss.report(here.session, here.actor("Sam"), here.rows["Sam"].id, at=here.at)
    assert (kinds(here)["Sam"], kinds(here)["Dana"]) == (["make"], ["revoke"])


def test_who_left_the_office_has_no_turn_and_his_key_waits_for_nobody(here: Town) -> None:
    here.found("district")
    here.make_key("Sam")
    here.claim("Sam")
    here.posts["Sam"].until_date = here.at.date()
    here.session.add(here.posts["Sam"])
    here.session.flush()
    here.at += timedelta(days=2)
    assert not {"Sam", "Dana", "Dora"} & set(kinds(here))


def test_who_accepted_a_party_is_not_told_to_make_a_key_of_it(here: Town) -> None:
    here.found("district")
    here.found("agency")
    here.accept("district", by="Arlo")
    here.posts["Arlo, too"] = post(
        here.session, here.people["Arlo"], here.parties["district"], Office.SUPERINTENDENT, here.at
    )
    assert [one.kind for one in turns(here, "Arlo")] == []


def test_it_is_one_statement_and_none_for_who_signs_nothing(here: Town) -> None:
    here.found("district")
    dana, ada = here.actor("Dana"), here.actor("Ada")
    with statements(here.session) as sent:
        turns_of(here.session, dana, here.at)
    assert len(sent) == 1
    with statements(here.session) as sent:
        assert turns_of(here.session, ada, here.at) == []
        assert turns_of(here.session, NOBODY, here.at) == []
        assert turns_of(here.session, replace(ada, holds=(), guest_of="e"), here.at) == []
    assert sent == []
