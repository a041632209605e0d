"""The letter about a correction: who proposed what, why, and what happens next."""

from datetime import datetime

from sqlmodel import Session, select

from tests.signing.corrections import amending
from workers import correction_letters, letters
from workers.words import Subject
from workflow.drafting.models import Edition, Mou
from workflow.history.models import Event
from workflow.parties.models import Person


def about(session: Session, world: amending.World, kind: str, now: datetime) -> Subject:
    event = session.exec(select(Event).where(Event.kind == kind).order_by(Event.id.desc())).first()
    edition = session.get_one(Edition, world.edition)
    person = session.get_one(Person, world.people["chief"])
    return Subject(
        session, event, person, "https://mou.example.gov", now, session.get_one(Mou, edition.mou_id), edition
    )


def test_everybody_reads_what_is_proposed_and_why(session: Session, now: datetime) -> None:
    world = amending.build(session)
    event = amending.propose(session, world, amending.adopted(session, world, now), now)
    words = correction_letters.proposed(about(session, world, "edition:correction:proposed", now))
    assert words is not None
    assert (
        words.first_line
        == "Counsel Example proposed, to mend errors of writing, a correction of the text that was adopted."
    )
    assert words.lines[0] == "The reason given: “p.m.” was missing."
    assert words.link == f"https://mou.example.gov/signing-events/{event.id}"


def test_no_second_letter_says_that_the_text_was_reopened(session: Session, now: datetime) -> None:
    world = amending.build(session)
    amending.propose(session, world, amending.adopted(session, world, now), now)
    assert letters.LETTERS["reopened"](about(session, world, "edition:voided", now)) is None


def test_an_event_without_a_correction_says_nothing(session: Session, now: datetime) -> None:
    world = amending.build(session)
    world.freeze(session, now)
    assert correction_letters.proposed(about(session, world, "edition:frozen", now)) is None
