"""Whoever has to read gets "Your turn" in the day's letter; a guest's letter opens the edition; who has confirmed gets none."""

import re
from collections.abc import Iterator

import pytest

from tests.review.acknowledgements.test_actions import make, read
from tests.workers.village import Village
from workers import reading_letters
from workers.reactions import consequences
from workers.words import Subject
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.history.models import Event
from workflow.parties.links.actions import use_link
from workflow.parties.models import Person
from workflow.review import actions as review
from workflow.review.acknowledgements.actions import remind


@pytest.fixture
def asked(village: Village) -> Iterator[Village]:
    with village.acting() as session:
        world = village.world
        review.circulate(session, village.actor("dana"), world.edition.id, at=world.now)
        yield village


def told(village: Village, event: Event, person_id: str):
    world = village.world
    person = world.session.get_one(Person, person_id)
    return reading_letters.acknowledge(
        Subject(world.session, event, person, "https://x", world.now, world.mou, world.edition)
    )


def people(village: Village, event: Event) -> set[str]:
    name_of = {person: name for name, person in village.world.who.items()}
    return {
        name_of[work.payload["person"]]
        for work in consequences(village.world.session, event)
        if work.payload.get("letter") == "acknowledge" and work.task == "notice"
    }


def test_those_asked_are_told_and_reminded_until_they_confirm(asked: Village) -> None:
    world = asked.world
    row = make(world, world.now)
    (event,) = world.events(EventKind.READING_ASKED)
    assert people(asked, event) == {"officer", "principal"}
    words = told(asked, event, world.who["officer"])
    assert words.first_line.startswith("Your turn: ") and words.due == row.due
    assert words.link == f"https://x/editions/{world.edition.id}/acknowledgements"
    read(world, row, "officer", world.now)
    assert told(asked, event, world.who["officer"]) is None
    remind(world.session, row.id, at=row.nudge)
    (again,) = world.events(EventKind.READING_REMINDED)
    assert people(asked, again) == {"principal"}
    assert told(asked, again, world.who["principal"]).subject.startswith("Reminder: ")


def test_who_takes_the_office_later_is_asked_too(asked: Village) -> None:
    world = asked.world
    make(world, world.now)
    world.appoint("rookie", "agency", Office.SRO)
    event = asked.event(
        EventKind.APPOINTMENT_RECORDED, party_id=world.parties["agency"].id, subject_id=world.who["rookie"],
        detail={"office": "sro"}, edition_id=None,
    )  # fmt: skip
    assert "rookie" in people(asked, event)


def test_a_guests_letter_opens_the_edition(asked: Village) -> None:
    world = asked.world
    guest = review.invite_guest(
        world.session, asked.actor("dana"), world.edition.id, name="Gus", email="g@x.org", at=world.now
    )
    make(world, world.now, places=[f"person:{guest.person_id}"])
    words = told(asked, world.events(EventKind.READING_ASKED)[0], guest.person_id)
    secret = re.fullmatch(r"https://x/links/(\S+)", words.link)[1]
    assert use_link(world.session, secret, world.now).location == f"/editions/{world.edition.id}"
