"""Routes as data, and whose turn it is."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.core.approvals import Seat, Standing
from workflow.core.errors import Invalid
from workflow.core.lifecycle import Status
from workflow.core.people import Office, PartyKind
from workflow.core.routing import (
    DEFAULT_ROUTE,
    Lane,
    Route,
    Stage,
    due_at,
    from_json,
    needs_an_editor,
    reviewers_turns,
    status_sentence,
    validate,
)  # fmt: skip

OPENED = datetime(2026, 5, 12, 17, tzinfo=UTC)
STAGE = Stage("s", "Counsel", (Lane("l", "Counsel", (PartyKind.DISTRICT,), (Office.COUNSEL,), "all"),), 7)


def seat(standing: Standing, since: datetime | None = None) -> Seat:
    return Seat("l", standing.value, standing.value.title(), "party", "counsel", standing, since)


def test_the_default_route_is_valid_and_survives_storage() -> None:
    validate(DEFAULT_ROUTE)
    assert from_json(DEFAULT_ROUTE.to_json()) == DEFAULT_ROUTE


def test_stages_follow_each_other() -> None:
    first, second = DEFAULT_ROUTE.stages
    assert DEFAULT_ROUTE.after(first.id) is second
    assert DEFAULT_ROUTE.after(second.id) is None
    assert DEFAULT_ROUTE.stage(second.id) is second


def test_those_who_have_not_spoken_have_the_turn() -> None:
    turns = reviewers_turns(STAGE, [seat(s) for s in Standing], OPENED)
    assert [turn.person_id for turn in turns] == ["awaited", "outdated"]
    assert {turn.due for turn in turns} == {OPENED + timedelta(days=7)} == {due_at(OPENED, STAGE)}
    assert all(turn.reason == "Review: Counsel" and turn.since == OPENED for turn in turns)


def test_a_seat_filled_later_has_waited_less() -> None:
    later = OPENED + timedelta(days=2)
    assert reviewers_turns(STAGE, [seat(Standing.AWAITED, later)], OPENED)[0].since == later


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


@pytest.mark.parametrize(
    ("route", "code"),
    [
        (Route("r", 1, ()), "route.empty"),
        (Route("r", 1, (STAGE, STAGE)), "route.stage.twice"),
        (Route("r", 1, (Stage("a", "A", (), 3),)), "route.stage.empty"),
        (Route("r", 1, (Stage("a", "A", STAGE.lanes, 0),)), "route.due"),
        (Route("r", 1, (Stage("a", "A", (Lane("l", "L", (), (Office.SRO,), "some"),)),)), "route.quorum"),
        (Route("r", 1, (Stage("a", "A", (Lane("l", "L", (), (Office.SRO,), "0"),)),)), "route.quorum"),
        (Route("r", 1, (Stage("a", "A", (Lane("l", "L", (), (), "all"),)),)), "route.lane.empty"),
    ],
)
def test_a_route_without_a_way_out_is_refused(route: Route, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        validate(route)
    assert code in [issue.code for issue in refused.value.issues]


def test_the_sentence_at_the_head_of_every_page() -> None:
    turns = reviewers_turns(STAGE, [seat(Standing.AWAITED)] * 5, OPENED)
    assert status_sentence(Status.DRAFTING, []) == "This edition is being drafted."
    assert status_sentence(Status.IN_REVIEW, turns[:1]) == "This edition is in review. Waiting for Awaited."
    assert status_sentence(Status.IN_REVIEW, turns).endswith("Awaited, Awaited, Awaited and 2 more.")
