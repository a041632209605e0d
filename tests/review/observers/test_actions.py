"""Observers read what is open to all parties, and do nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.review.world import World
from workflow.core.errors import CountersignError, Forbidden, Invalid, NotFound, Refused
from workflow.core.lifecycle import OPEN, Status
from workflow.core.people import Actor, Office
from workflow.parties.models import Person
from workflow.parties.observers.models import Observer
from workflow.review import actions, queries
from workflow.review.observers.actions import add_observer, ask_letters, remove_observer


def add(world: World, now: datetime, by: str = "dana", **more: str) -> Observer:
    told = {"name": "Oda Odell", "email": "oda@state.example", "speaks_for": "The State", **more}
    return add_observer(world.session, world.actor(by), world.edition.id, at=now, **told)


def oda(world: World, row: Observer) -> Actor:
    return Actor(
        row.person_id, "Oda Odell", guest_of=world.edition.id, office_title="Observer", observes=True
    )


def test_who_runs_it_lets_somebody_in_and_the_history_has_it(reviewed: World, now: datetime) -> None:
    row = add(reviewed, now)
    (event,) = reviewed.events("edition:observer:added")
    assert (event.subject_id, event.detail) == (row.person_id, {"observer": row.id})
    assert (row.speaks_for, row.added_by, row.removed) == ("The State", "Dana", None)


@pytest.mark.parametrize("name", ["principal", "officer"])
def test_nobody_else_does(reviewed: World, name: str, now: datetime) -> None:
    with pytest.raises(Forbidden):
        add(reviewed, now, name)
    row = add(reviewed, now)
    with pytest.raises(Forbidden):
        remove_observer(reviewed.session, reviewed.actor(name), reviewed.edition.id, row.id, at=now)


@pytest.mark.parametrize("status", Status)
def test_while_the_edition_is_not_public_yet(reviewed: World, status: Status, now: datetime) -> None:
    reviewed.edition.status = status
    reviewed.session.flush()
    if status in OPEN:
        assert add(reviewed, now).edition_id == reviewed.edition.id
        return
    with pytest.raises(Refused):
        add(reviewed, now)


def test_for_whom_is_said_and_an_address_is_needed(reviewed: World, now: datetime) -> None:
    for wrong in ({"speaks_for": " "}, {"email": "nobody"}, {"name": ""}):
        with pytest.raises(Invalid):
            add(reviewed, now, **wrong)


def test_adding_again_sends_a_new_link_to_the_same_observer(reviewed: World, now: datetime) -> None:
    assert add(reviewed, now).id == add(reviewed, now).id
    assert len(reviewed.events("edition:observer:added")) == 2
    assert len(reviewed.session.exec(select(Observer)).all()) == 1


def test_who_speaks_here_does_not_observe_and_who_observes_is_no_guest(
    reviewed: World, now: datetime
) -> None:
    session, edition, dana = reviewed.session, reviewed.edition.id, reviewed.actor("dana")
    chief = session.get_one(Person, reviewed.who["chief"])
    with pytest.raises(Refused):
        add(reviewed, now, email=chief.email)
    actions.invite_guest(session, dana, edition, name="Gus", email="gus@example.org", at=now)
    with pytest.raises(Refused):
        add(reviewed, now, email="gus@example.org")
    add(reviewed, now)
    with pytest.raises(Refused):
        actions.invite_guest(session, dana, edition, name="Oda", email="oda@state.example", at=now)


def test_an_observer_reads_the_text_and_open_comments_and_is_named_on_the_page(
    reviewed: World, now: datetime
) -> None:
    session, edition = reviewed.session, reviewed.edition.id
    actions.open_thread(session, reviewed.actor("chief"), edition, words="FOR ALL", at=now)
    actions.open_thread(
        session, reviewed.actor("counsel"), edition, words="FOR US", visibility="party", at=now
    )
    row = add(reviewed, now)
    page = queries.edition_page(session, oda(reviewed, row), edition, at=now)
    assert [one["comments"][0]["words"] for one in page["general"]] == ["FOR ALL"]
    assert not any(page["may"].values())
    for name in ("officer", "dana"):
        value = queries.edition_page(session, reviewed.actor(name), edition, at=now)
        assert value["observers"] == ["Oda Odell, The State"]
        assert "Oda" not in str(value["turns"]) + str(value["stages"])


def test_an_observer_does_nothing(reviewed: World, now: datetime) -> None:
    session, edition, row = reviewed.session, reviewed.edition.id, add(reviewed, now)
    actions.open_thread(session, reviewed.actor("chief"), edition, words="FOR ALL", at=now)
    actor, revision = oda(reviewed, row), reviewed.edition.revision_id or ""
    before = len(reviewed.events())
    for act in (
        lambda: actions.open_thread(session, actor, edition, words="I say.", at=now),
        lambda: actions.reply(session, actor, edition, 1, words="I say.", at=now),
        lambda: actions.reopen(session, actor, edition, 1, words="I say.", at=now),
        lambda: actions.withdraw(session, actor, edition, 1, words="I say.", at=now),
        lambda: actions.dispose(session, actor, edition, 1, value="noted", words="", at=now),
        lambda: actions.give_verdict(session, actor, edition, value="approve", revision=revision, at=now),
        lambda: actions.circulate(session, actor, edition, at=now),
        lambda: add_observer(session, actor, edition, name="X", email="x@x.org", speaks_for="X", at=now),
    ):
        with pytest.raises(CountersignError):
            act()
    assert len(reviewed.events()) == before


def test_the_end_is_recorded_once(reviewed: World, now: datetime) -> None:
    row, later = add(reviewed, now), now + timedelta(hours=1)
    for _ in range(2):
        remove_observer(reviewed.session, reviewed.actor("chief"), reviewed.edition.id, row.id, at=later)
    assert (row.removed, row.removed_by) == (later, "Chief")
    assert len(reviewed.events("edition:observer:removed")) == 1
    page = queries.edition_page(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, at=later)
    assert page["observers"] == []
    with pytest.raises(NotFound):
        remove_observer(reviewed.session, reviewed.actor("chief"), reviewed.edition.id, "x", at=later)


def test_letters_are_what_an_observer_asks_for(reviewed: World, now: datetime) -> None:
    row = add(reviewed, now)
    assert not row.tells
    ask_letters(reviewed.session, oda(reviewed, row), reviewed.edition.id, tells=True, at=now)
    assert row.tells
    for actor in (reviewed.actor("dana"), replace(oda(reviewed, row), observes=False)):
        with pytest.raises(Forbidden):
            ask_letters(reviewed.session, actor, reviewed.edition.id, tells=True, at=now)
    reviewed.appoint("outsider", "stranger", Office.COUNSEL)
    with pytest.raises(NotFound):
        ask_letters(reviewed.session, reviewed.actor("outsider"), reviewed.edition.id, tells=True, at=now)
