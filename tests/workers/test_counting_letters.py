"""A key that waits: what its holder's turn says meanwhile, and who is told when the wait is over."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from tests.parties.kit import Town as Parties
from tests.workers.test_closing_letters import Town
from tests.workers.test_key_letters import agreed, write
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.core.events import EventKind
from workflow.parties.models import SigningKey
from workflow.parties.objections import actions as objecting
from workflow.review.models import Turns
from workflow.web.mailbox import letters

pytestmark = pytest.mark.both_databases
WAIT = timedelta(hours=72)
SIGN = "Sign for Springfield Police Department"


def key_of(session: Session, town: Town, name: str) -> SigningKey:
    return session.exec(select(SigningKey).where(SigningKey.key_id == town.world.keys[name].id)).one()


def reason(town: Town, name: str) -> str:
    with town.kit.database.reading() as session:
        return session.exec(select(Turns.reason).where(Turns.person_id == town.world.people[name])).one()


def object_to_the_chief(town: Town) -> str:
    made = []

    def deed(session, at):
        actor = town.world.actor(session, "d1", at)
        key = key_of(session, town, "chief")
        row = objecting.raise_objection(session, actor, key.party_id, words="Who is he?", key=key.id, at=at)
        made.append(row.id)

    town.act(deed)
    return made[0]


def test_a_turn_that_an_objection_holds_up_says_so_until_the_wait_after_the_answer_is_over(
    kit: Kit, clock: FixedClock
) -> None:
    town = Town(kit, clock)
    turn = "Your turn: School Resource Officers"
    assert reason(town, "chief") == SIGN and len(town.letters("chief", turn)) == 1
    clock.move(timedelta(days=1))
    row = object_to_the_chief(town)
    assert reason(town, "chief") == (
        f"{SIGN}, once a registrar of your party has answered the objection to your signing key or to your party's record"
    )
    assert reason(town, "superintendent") == "Sign for Springfield Unified School District"
    town.act(
        lambda session, at: objecting.answer(
            session, town.world.actor(session, "a1", at), row, words="He is.", at=at
        )
    )
    first = "Saturday 16 May 2026, 10:00 Pacific"
    assert (
        reason(town, "chief")
        == f"{SIGN}, from {first} on: the objection is answered, and its waiting time ends then"
    )
    (answered,) = [one for one in _all(town, "d1") if one["subject"].startswith("Answered")]
    assert f"It holds nothing up any more from {first} on." in answered["text"]
    assert len(town.letters("chief", turn)) == 1
    clock.move(WAIT - timedelta(minutes=1))
    town.act(lambda session, at: None)
    assert reason(town, "chief") != SIGN
    clock.move(timedelta(minutes=1))
    town.act(lambda session, at: None)
    assert reason(town, "chief") == SIGN
    told = town.letters("chief", turn)
    assert len(told) == 2 and f"Your turn: {SIGN}." in told[0]["text"]
    assert "Your signing key counts now." in told[0]["text"]
    for name in ("a1", "d1", "d2"):
        (over,) = [one for one in _all(town, name) if one["subject"].startswith("Over: ")]
        assert over["subject"] == (
            "Over: the objection to the signing key of Chief Example, Chief of Police of Springfield Police Department"
        )
        assert "holds nothing up any more. What it held up can be signed now." in " ".join(
            over["text"].split()
        )
    assert not [one for one in _all(town, "chief") if one["subject"].startswith("Over: ")]
    assert len(town.letters("superintendent", turn)) == 1


def test_a_withdrawal_gives_the_turn_back_at_once(kit: Kit, clock: FixedClock) -> None:
    town = Town(kit, clock)
    row = object_to_the_chief(town)
    clock.move(timedelta(days=1))
    town.act(lambda session, at: objecting.withdraw(session, town.world.actor(session, "d1", at), row, at=at))
    assert reason(town, "chief") == SIGN
    (withdrawn,) = [one for one in _all(town, "a2") if one["subject"].startswith("Withdrawn")]
    assert "It holds nothing up any more." in withdrawn["text"]
    assert (
        "Your signing key counts now."
        in town.letters("chief", "Your turn: School Resource Officers")[0]["text"]
    )
    clock.move(WAIT)
    town.act(lambda session, at: None)
    assert not [one for one in _all(town, "a1") if one["subject"].startswith("Over: ")]


def _all(town: Town, name: str) -> list[dict]:
    return letters(town.kit.settings.data / "mailbox", f"{name}@example.org")


@pytest.fixture
def here(session: Session, now) -> Parties:
    return agreed(session, now)


def test_the_holder_hears_when_the_wait_after_the_vouch_is_over_and_not_before(
    here: Parties, kit: Kit
) -> None:
    here.enrol("Carl", "Arlo")
    assert write(here, kit, "key_counts", EventKind.KEY_VOUCHED, "Carl", hours=72) is None
    here.at += WAIT
    letter = write(here, kit, "key_counts", EventKind.KEY_VOUCHED, "Carl", hours=72)
    assert letter.subject == "Your signing key counts now"
    assert (
        "the signing key of Carl, Chief of Police of Springfield Police Department, counts now."
        in letter.text
    )
    objecting.raise_objection(
        here.session,
        here.actor("Dora"),
        here.parties["agency"].id,
        words="Who is he?",
        key=here.rows["Carl"].id,
        at=here.at,
    )
    assert write(here, kit, "key_counts", EventKind.KEY_VOUCHED, "Carl", hours=72) is None


def test_another_objection_that_stands_is_named(here: Parties, kit: Kit) -> None:
    agency = here.parties["agency"].id
    row = objecting.raise_objection(
        here.session, here.actor("Dora"), agency, words="Who are they?", at=here.at
    )
    objecting.answer(here.session, here.actor("Arlo"), row.id, words="We are.", at=here.at)
    objecting.raise_objection(here.session, here.actor("Dora"), agency, words="Still: who?", at=here.at)
    assert write(here, kit, "objection_over", EventKind.OBJECTION_ANSWERED, "Anna", hours=72) is None
    here.at += WAIT
    letter = write(here, kit, "objection_over", EventKind.OBJECTION_ANSWERED, "Anna", hours=72)
    assert letter.subject == "Over: the objection to the record of Springfield Police Department"
    assert "Another objection still stands." in letter.text
