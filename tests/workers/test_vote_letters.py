"""Everybody is told that a body did not adopt a text, by whom that was recorded, and what can be done."""

from datetime import datetime

from sqlmodel import Session

from tests.signing import world as worlds
from tests.signing.votes.test_actions import fail
from workers import vote_letters
from workers.words import Subject, Words
from workflow.drafting.models import Edition, Mou
from workflow.history.models import Event
from workflow.parties.models import Person
from workflow.signing import actions


def letter(session: Session, world: worlds.World, event: Event, now: datetime) -> Words | None:
    edition = session.get_one(Edition, world.edition)
    mou, person = session.get_one(Mou, edition.mou_id), session.get_one(Person, world.people["chief"])
    return vote_letters.not_adopted(
        Subject(session, event, person, "https://mou.example.gov", now, mou, edition)
    )


def test_the_letter_says_what_was_decided_and_that_no_key_signed_it(session: Session, now: datetime) -> None:
    world = worlds.build(session, body=True)
    event = world.freeze(session, now)
    words = letter(session, world, fail(session, world, event, now), now)
    assert words is not None
    assert (
        words.subject
        == f"Not adopted: {session.get_one(Mou, session.get_one(Edition, world.edition).mou_id).title}"
    )
    assert words.first_line == "Springfield School Board did not adopt this text on Tuesday 12 May 2026."
    assert words.lines == [
        "As the minutes say: Resolution 2026-14 (Item 7.2), vote 2 to 5, 0 abstaining. Recorded by Clerk Example, Clerk; no key signed this.",
        "Nothing can be signed on this text now. Those who run the agreement reopen the text with a reason, or withdraw the edition.",
    ]
    assert words.link == f"https://mou.example.gov/signing-events/{event.id}"


def test_there_is_nothing_to_tell_of_a_text_that_was_reopened_since(session: Session, now: datetime) -> None:
    world = worlds.build(session, body=True)
    event = world.freeze(session, now)
    row = fail(session, world, event, now)
    actions.reopen(session, world.actor(session, "counsel", now), world.edition, reason="More.", at=now)
    assert letter(session, world, row, now) is None
