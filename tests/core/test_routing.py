"""Routes as data, and whose turn it is."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from workflow.core.approvals import Seat, Standing
from workflow.core.calendar import Calendar
from workflow.core.lifecycle import Status
from workflow.core.people import Office, PartyKind
from workflow.core.routing import (
    Lane,
    Place,
    Route,
    Stage,
    Step,
    Turn,
    Whom,
    due_at,
    from_json,
    needs_an_editor,
    place,
    status_sentence,
    step,
)  # fmt: skip
from workflow.core.separation import OwnText

OPENED = datetime(2026, 5, 12, 17, tzinfo=UTC)
STAGE = Stage("s", "Counsel", (Lane("l", "Counsel", (place("role:district:counsel"),), "all"),), 7)

PINNED_IN_MAY = {
    "id": "default", "version": 1,
    "stages": [{
        "id": "schools", "title": "Schools", "due_days": 14,
        "lanes": [{"id": "school", "title": "School", "kinds": ["school", "agency"], "offices": ["principal", "sro"], "quorum": "any"}],
    }],
}  # fmt: skip
"""A route as the first version of this service pinned it."""


def seat(standing: Standing, since: datetime | None = None) -> Seat:
    return Seat("l", standing.value, standing.value.title(), "party", "counsel", standing, since)


def test_a_route_survives_storage() -> None:
    lane = Lane(
        "l",
        "Lane",
        (place("post:p:counsel"), place("person:x"), place("role:school:principal")),
        "75%",
        True,
        "asks",
    )
    route = Route(
        "r",
        3,
        (Stage("s", "S", (lane,), 5),),
        (step("due-3 self"), step("due signers")),
        "T",
        "source",
        "why",
    )
    assert from_json(route.to_json()) == route


def test_a_route_pinned_before_there_were_posts_and_business_days_means_what_it_meant() -> None:
    route = from_json(PINNED_IN_MAY)
    (stage,) = route.stages
    assert {str(one) for one in stage.lanes[0].seats} == {
        "role:school:principal", "role:school:sro", "role:agency:principal", "role:agency:sro",
    }  # fmt: skip
    assert due_at(OPENED, stage) == datetime(2026, 5, 26, 17, tzinfo=UTC) and not stage.business
    assert route.ladder == () and from_json(route.to_json()) == route


@pytest.mark.parametrize("text", ["person:x", "post:p:counsel", "role:school:principal"])
def test_a_place_is_written_as_it_is_read(text: str) -> None:
    assert str(place(text)) == text


def test_the_kinds_of_places() -> None:
    assert place("post:p:counsel") == Place(Office.COUNSEL, party_id="p")
    assert place("role:agency:sro") == Place(Office.SRO, PartyKind.AGENCY)


@pytest.mark.parametrize(
    "text", ["", "person:", "post::counsel", "role:school", "role:town:sro", "post:p:king", "x:y:z"]
)
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(ValueError):
        place(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("due-3 self", Step(-3, Whom.SELF)), ("due signers", Step(0, Whom.SIGNERS)), ("due+7 supervisor", Step(7, Whom.SUPERVISOR))],
)  # fmt: skip
def test_steps_are_written_as_they_are_read(text: str, expected: Step) -> None:
    assert step(text) == expected and str(expected) == text


@pytest.mark.parametrize("text", ["", "3 self", "due+x self", "due self please", "due-1 nobody"])
def test_what_is_no_step(text: str) -> None:
    with pytest.raises(ValueError):
        step(text)


def test_stages_follow_each_other() -> None:
    other = Stage("t", "T", STAGE.lanes)
    route = Route("r", 1, (STAGE, other))
    assert route.after("s") is other and route.after("t") is None and route.stage("t") is other


def test_due_by_the_partys_own_days() -> None:
    closed = Calendar("America/Los_Angeles", ((date(2026, 5, 14), date(2026, 5, 15)),))
    assert due_at(OPENED, STAGE) == datetime(2026, 5, 21, 17, tzinfo=UTC)
    assert due_at(OPENED, STAGE, closed) == datetime(2026, 5, 25, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("standings", "needed"),
    [
        ([Standing.OBJECTING], True),
        ([Standing.OBJECTING, Standing.AWAITED], True),
        ([Standing.AWAITED], False),
        ([Standing.APPROVED], False),
    ],
)
def test_an_objection_hands_the_turn_to_those_who_run_it(standings: list[Standing], needed: bool) -> None:
    assert needs_an_editor(STAGE, [seat(s) for s in standings]) is needed


def test_the_sentence_at_the_head_of_every_page() -> None:
    turns = [Turn("p", "Awaited", "party", "counsel", "Review", OPENED, None)] * 5
    assert status_sentence(Status.DRAFTING, []) == "This edition is being drafted."
    assert status_sentence(Status.IN_REVIEW, turns[:1]) == "This edition is in review. Waiting for Awaited."
    assert status_sentence(Status.IN_REVIEW, turns).endswith("Awaited, Awaited, Awaited and 2 more.")


def test_a_route_as_it_is_stored() -> None:
    lane = Lane("l", "Lane", (place("post:p:counsel"),), "75%", True, "It is lawful.")
    route = Route(
        "r",
        3,
        (Stage("s", "Stage", (lane,), 9, True),),
        (step("due-3 self"),),
        "Ours",
        "A rule",
        "Quick",
        OwnText.OFF,
    )
    assert route.to_json() == {
        "id": "r", "version": 3, "title": "Ours", "source": "A rule", "why": "Quick", "own_text": "off",
        "ladder": ["due-3 self"],
        "stages": [{
            "id": "s", "title": "Stage", "due_days": 9, "business": True,
            "lanes": [{
                "id": "l", "title": "Lane", "quorum": "75%", "each": True, "asks": "It is lawful.", "seats": ["post:p:counsel"],
            }],
        }],
    }  # fmt: skip
    assert from_json(route.to_json()) == route


def test_what_an_early_route_does_not_say_has_its_first_meaning() -> None:
    route = from_json(PINNED_IN_MAY)
    (stage,) = route.stages
    (lane,) = stage.lanes
    assert (route.title, route.source, route.why, route.own_text, route.ladder) == (
        "",
        "",
        "",
        OwnText.WARN,
        (),
    )
    assert (stage.business, lane.each, lane.asks) == (False, False, "")


@pytest.mark.parametrize(
    ("read", "text", "words"),
    [
        (place, "nobody", "'nobody' is no person, post or role"),
        (step, "on monday self", "'on monday self' is no step"),
    ],
)
def test_what_cannot_be_read_is_said(read: Any, text: str, words: str) -> None:
    with pytest.raises(ValueError) as no:
        read(text)
    assert str(no.value) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [("Ana", "Ana"), ("Ana Bo Cy", "Ana, Bo, Cy"), ("Ana Bo Cy Di", "Ana, Bo, Cy and 1 more"), ("Ana Bo Cy Di Ed", "Ana, Bo, Cy and 2 more")],
)  # fmt: skip
def test_three_are_named_and_the_rest_is_counted(names: str, words: str) -> None:
    turns = [Turn(name, name, "p", "counsel", "why", OPENED, None) for name in names.split()]
    assert status_sentence(Status.IN_REVIEW, turns) == f"This edition is in review. Waiting for {words}."
