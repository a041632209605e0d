"""What the lists look like to those who keep them, to those on them, and to everybody else."""

import csv
import io
from datetime import datetime

import pytest

from tests.review.acknowledgements.test_actions import make, read
from tests.review.notes.chamber import seat_the_board
from tests.review.test_pages import statements
from tests.review.world import World
from workflow.core.errors import Forbidden
from workflow.core.people import Office
from workflow.review import queries as pages
from workflow.review.acknowledgements.actions import end_list
from workflow.review.acknowledgements.queries import (
    acknowledgements_page,
    lists_file,
    text_digest,
    to_remind,
    unread,
)
from workflow.review.ground import load
from workflow.review.turns.inbox import inbox, waiting_for


def page(world: World, name: str, now: datetime):
    return acknowledgements_page(world.session, world.actor(name), world.edition.id, at=now)


def test_who_keeps_it_sees_who_has_and_who_has_not(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now)
    read(reviewed, row, "officer", now)
    (shown,) = page(reviewed, "chief", now)["lists"]
    assert [(one["name"], one["words"], one["revision"]) for one in shown["people"]] == [
        ("Officer", "confirmed", 1), ("Principal", "not confirmed", None),
    ]  # fmt: skip
    assert (shown["confirmed"], shown["waiting"]) == (1, 1)


def test_who_is_on_it_gets_the_text_and_the_button_and_not_the_others(reviewed: World, now: datetime) -> None:
    make(reviewed, now)
    told = page(reviewed, "principal", now)
    assert [one["title"] for one in told["asks"]] == ["Officers and principals"] and not told["lists"]
    assert [one["key"] for one in told["clauses"]] == ["purpose", "duties", "term"]
    assert told["digest"] == text_digest(reviewed.session, reviewed.edition.revision_id or "")
    for name in ("lawyer", "counsel"):
        assert page(reviewed, name, now)["asks"] == []


def test_members_of_a_body_see_no_list(reviewed: World, now: datetime) -> None:
    seat_the_board(reviewed)
    make(reviewed, now)
    for name in ("mel", "cleo", "rex"):
        told = page(reviewed, name, now)
        assert not told["lists"] and not told["asks"] and not told["choices"]
        assert "reading" not in str(
            pages.history_page(reviewed.session, reviewed.actor(name), reviewed.edition.id)
        )


def test_it_stands_in_the_inbox_and_on_the_edition_until_it_is_done(reviewed: World, now: datetime) -> None:
    session, officer = reviewed.session, reviewed.actor("officer")
    before = waiting_for(session, officer, now)
    row = make(reviewed, now)
    assert waiting_for(session, officer, now) == before + 1
    (told,) = (one for one in inbox(session, officer, now=now)["yours"] if "confirm" in one["reason"])
    assert told["link"] == f"/editions/{reviewed.edition.id}/acknowledgements" and told["due"] == row.due
    assert pages.edition_page(session, officer, reviewed.edition.id, at=now)["asked_to_read"] == [row.title]
    assert (
        pages.edition_page(session, reviewed.actor("chief"), reviewed.edition.id, at=now)["asked_to_read"]
        == []
    )
    read(reviewed, row, "officer", now)
    assert waiting_for(session, officer, now) == before
    assert pages.edition_page(session, officer, reviewed.edition.id, at=now)["asked_to_read"] == []


@pytest.mark.parametrize("step", ["none", "freeze", "signing"])
def test_a_step_waits_for_the_list_that_says_so(reviewed: World, step: str, now: datetime) -> None:
    row, ground = make(reviewed, now, before_step=step), load(reviewed.session, reviewed.edition.id)
    for asked in ("freeze", "signing"):
        told = unread(reviewed.session, ground, asked, now)
        assert told == ([(row.title, 2)] if asked == step else [])
    for name in ("officer", "principal"):
        read(reviewed, row, name, now)
    assert unread(reviewed.session, ground, step, now) == []
    reviewed.revise(now, term="3. Term\n\nOther.")
    changed = load(reviewed.session, reviewed.edition.id)
    assert unread(reviewed.session, changed, "freeze", now) == ([(row.title, 2)] if step == "freeze" else [])
    end_list(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, row.id, at=now)
    assert unread(reviewed.session, changed, step, now) == []


def test_the_file_is_for_those_who_keep_lists_and_holds_no_formula(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now, title="=Readers")
    read(reviewed, row, "officer", now)
    content = lists_file(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, at=now).decode()
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [(one["List"], one["Name"], one["State"], one["Confirmed revision"]) for one in rows] == [
        ("'=Readers", "Officer", "confirmed", "1"), ("'=Readers", "Principal", "not confirmed", ""),
    ]  # fmt: skip
    with pytest.raises(Forbidden):
        lists_file(reviewed.session, reviewed.actor("officer"), reviewed.edition.id, at=now)


def test_the_sweep_finds_lists_whose_time_has_come(reviewed: World, now: datetime) -> None:
    row = make(reviewed, now)
    assert to_remind(reviewed.session, now) == [] and row.nudge
    assert to_remind(reviewed.session, row.nudge) == [(row.id, row.nudge)]


def test_it_costs_as_much_with_twenty_officers(reviewed: World, now: datetime) -> None:
    make(reviewed, now)
    dana, edition = reviewed.actor("dana"), reviewed.edition.id
    with statements(reviewed.session) as few:
        acknowledgements_page(reviewed.session, dana, edition, at=now)
    for n in range(20):
        reviewed.appoint(f"officer{n}", "agency", Office.SRO)
    with statements(reviewed.session) as many:
        value = acknowledgements_page(reviewed.session, dana, edition, at=now)
    assert len(many) <= len(few) <= 16 and len(value["lists"][0]["people"]) == 22
