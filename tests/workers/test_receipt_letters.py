"""Who signed something is told at once what it was, on which text, and where the receipt is."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from tests.signing.corrections import amending
from workers import receipt_letters
from workers.words import Subject, Words
from workflow.drafting.models import Edition, Mou
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.history.models import Event
from workflow.parties.models import Person


def letter(
    session: Session, world: amending.World, event_id: int | None, now: datetime, **more: tuple[str, ...]
) -> Words | None:
    event = session.get_one(Event, event_id)
    edition = session.get_one(Edition, world.edition)
    mou, person = session.get_one(Mou, edition.mou_id), session.get_one(Person, event.actor_id)
    return receipt_letters.receipt(
        Subject(session, event, person, "https://mou.example.gov", now, mou, edition, **more)
    )


def test_a_vote_and_an_answer_are_told_in_their_own_words(session: Session, now: datetime) -> None:
    world = amending.build(session)
    adopted = amending.adopted(session, world, now)
    event = amending.propose(session, world, adopted, now)
    answer = amending.answer(session, world, "counsel", event, now)
    vote = session.exec(select(Event).where(Event.kind == "edition:adopted")).first()
    assert vote is not None
    for row, did, frozen, place in (
        (vote.id, "You recorded the vote", adopted, "body-1"),
        (answer.event_id, "You answered for the correction", event, answer.id),
    ):
        words = letter(session, world, row, now)
        assert words is not None and words.subject.startswith(f"{did}: ")
        assert f"Fingerprint of the text: {fingerprint(unb64u(frozen.head))}" in words.lines
        assert (
            f"Your receipt, a file to keep: https://mou.example.gov/signing-events/{frozen.id}/receipts/{place}"
            in words.lines
        )
        assert words.details == [("Head of the text (SHA-256)", frozen.head)]
        assert not any(frozen.head in line for line in words.lines)


def test_where_a_witness_is_asked_the_letter_promises_no_time(session: Session, now: datetime) -> None:
    world = amending.build(session)
    amending.adopted(session, world, now)
    vote = session.exec(select(Event).where(Event.kind == "edition:adopted")).one()
    plain = letter(session, world, vote.id, now)
    words = letter(session, world, vote.id, now, witnesses=("library.example+1+x",))
    assert plain and words
    (more,) = set(words.lines) - set(plain.lines)
    assert more.startswith(
        "It is there as soon as the witness library.example has signed the log; until then it is pending"
    )


@pytest.mark.parametrize("kind", ["edition:frozen"])
def test_what_nobody_signed_has_no_such_letter(session: Session, now: datetime, kind: str) -> None:
    world = amending.build(session)
    amending.adopted(session, world, now)
    event = session.exec(select(Event).where(Event.kind == kind)).first()
    assert event is not None and letter(session, world, event.id, now) is None
