"""Observers get the letter with their link, a new one when they ask for it on the sign-in page, and no other unasked."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.workers.village import Village
from workers import letters, recipients
from workers.reactions import consequences
from workflow.core.events import EventKind
from workflow.history import actions as history
from workflow.history.models import Event
from workflow.parties.links.actions import request_link, use_link
from workflow.parties.observers.models import Observer
from workflow.parties.queries import actor_for
from workflow.parties.sessions import token_hash
from workflow.review import actions as review
from workflow.review.observers.actions import add_observer, ask_letters, remove_observer


@pytest.fixture
def watched(village: Village) -> Iterator[Village]:
    with village.acting() as session:
        world = village.world
        review.circulate(session, village.actor("dana"), world.edition.id, at=world.now)
        add_observer(
            session, village.actor("dana"), world.edition.id, name="Oda", email="oda@state.example", speaks_for="The State",
            at=world.now,
        )  # fmt: skip
        yield village


def row(village: Village) -> Observer:
    return village.world.session.exec(select(Observer)).one()


def write(village: Village, event: Event, at: datetime):
    """The letters an event leads to for the observer, written."""
    world, who = village.world, row(village).person_id
    return [
        letters.write(
            world.session, village.kit.templates, one.payload["letter"], event.id or 0, who, key=one.key, at=at,
            edition_id=one.payload.get("edition", ""),
        )
        for one in consequences(world.session, event)
        if one.payload.get("person") == who
    ]  # fmt: skip


def test_the_link_opens_the_one_edition_for_reading(watched: Village) -> None:
    world = watched.world
    (letter,) = write(watched, world.events(EventKind.OBSERVER_ADDED)[0], world.now)
    secret = re.search(r"/links/(\S+)", letter.text)[1]
    entered = use_link(world.session, secret, world.now)
    actor = actor_for(world.session, token_hash(entered.token), world.now)
    assert actor.observes and actor.guest_of == world.edition.id


def test_a_new_link_comes_by_the_sign_in_page_while_it_lasts(watched: Village) -> None:
    world, asked = watched.world, []
    for end in (False, True):
        if end:
            remove_observer(
                world.session, watched.actor("dana"), world.edition.id, row(watched).id, at=world.now
            )
        request_link(world.session, email="oda@state.example", at=world.now)
        asked.append(
            len(world.session.exec(select(Event).where(Event.kind == EventKind.LINK_REQUESTED)).all())
        )
    assert asked == [1, 1]
    event = world.session.exec(select(Event).where(Event.kind == EventKind.LINK_REQUESTED)).one()
    assert (event.edition_id, event.mou_id) == (None, "")
    assert write(watched, event, world.now) == [None]  # ended meanwhile: no link is made


def test_what_happens_in_the_review_is_told_who_asked_and_nobody_unasked(watched: Village) -> None:
    world, who, later = watched.world, row(watched).person_id, watched.world.now + timedelta(hours=1)
    review.open_thread(world.session, watched.actor("chief"), world.edition.id, words="Hm.", at=later)
    for kind in EventKind:
        event = watched.event(kind, actor_id=world.who["dana"]) if kind == EventKind.REVISION_MADE else None
        for one in [event] if event else world.events(kind):
            if kind != EventKind.OBSERVER_ADDED:
                assert who not in {work.payload.get("person") for work in consequences(world.session, one)}
    from workflow.core.people import Actor

    observer = Actor(who, "Oda", guest_of=world.edition.id, observes=True)
    ask_letters(world.session, observer, world.edition.id, tells=True, at=later)
    made = history.record(
        world.session, EventKind.REVISION_MADE, actor=watched.actor("dana"), at=later, mou_id=world.mou.id,
        edition_id=world.edition.id,
    )  # fmt: skip
    (letter,) = write(watched, made, later)
    assert "new revision" in letter.text and f"/editions/{world.edition.id}/observers" in letter.text
    assert recipients.still_concerned(world.session, world.events()[-1], world.edition.id, who, later)
