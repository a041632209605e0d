"""A clerk hears that a member wrote: without the name, without the words, and nobody else hears of it."""

import pytest
from sqlmodel import select

from tests.review.notes.chamber import WORDS, seat_the_board, write
from tests.workers.village import Village
from workers import note_letters, reactions
from workers.words import Subject
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.history.models import Event
from workflow.parties.models import Person
from workflow.review import actions as review


@pytest.fixture
def event(village: Village) -> Event:
    with village.acting() as session:
        world = seat_the_board(village.world)
        review.circulate(session, village.actor("dana"), world.edition.id, at=world.now)
        write(world, world.now)
        yield session.exec(select(Event).where(Event.kind == EventKind.NOTE_WRITTEN)).one()


def told(village: Village, event: Event, name: str):
    world = village.world
    person = world.session.get_one(Person, world.who[name])
    return note_letters.note(
        Subject(world.session, event, person, "https://x", world.now, world.mou, world.edition)
    )


def test_the_clerk_alone_is_told_in_the_days_letter(village: Village, event: Event) -> None:
    (work,) = reactions.consequences(village.world.session, event)
    assert work.task == "notice" and work.payload == {
        "letter": "note", "event": str(event.id), "person": village.world.who["cleo"], "edition": village.world.edition.id,
    }  # fmt: skip


def test_the_letter_names_nobody_and_repeats_nothing(village: Village, event: Event) -> None:
    said = str(told(village, event, "cleo"))
    assert "A member of your body wrote to you." in said and "Mel" not in said and WORDS not in said


def test_who_reads_no_longer_for_the_body_hears_nothing(village: Village, event: Event) -> None:
    assert told(village, event, "max") is None and told(village, event, "dana") is None
    village.world.appoint("cleo", "body", Office.MEMBER)
    assert told(village, event, "cleo") is None
