"""By which day a text is expected to be signed, and when a warning is due."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from workflow.core.enrolment import Standing, Why
from workflow.core.signing_day import Expected, expected, in_time, reminder_due, review_through, warning_due
from workflow.guidance import itineraries

TODAY = date(2026, 5, 12)
OPENED = datetime(2026, 5, 1, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ([], None),
        ([(None, "a"), (None, "b")], None),
        ([(date(2026, 5, 11), "a")], None),
        ([(TODAY, "a")], Expected(TODAY, "a")),
        ([(date(2026, 5, 11), "a"), (date(2026, 7, 1), "b"), (None, "c")], Expected(date(2026, 7, 1), "b")),
        ([(date(2026, 7, 1), "a"), (date(2026, 6, 1), "b")], Expected(date(2026, 6, 1), "b")),
    ],
)
def test_the_earliest_day_ahead_counts_and_without_one_none_is_named(known, found) -> None:
    assert expected(known, TODAY) == found


def test_the_review_is_through_when_every_stage_still_to_come_has_taken_its_days() -> None:
    """Two stages of ten business days each, from a Friday on."""
    route = itineraries.default()
    assert review_through(route, "schools", OPENED) == OPENED + timedelta(days=28)
    assert review_through(route, "sides", OPENED) == OPENED + timedelta(days=14)
    longer = replace(
        route, stages=(*route.stages, *(replace(route.stages[-1], id=name) for name in ("a", "b")))
    )
    assert review_through(longer, "schools", OPENED) == OPENED + timedelta(days=56)


@pytest.mark.parametrize(
    ("left", "due"),
    [(31, None), (30, 30), (15, 30), (14, 14), (8, 14), (7, 7), (1, 7), (0, 7), (-1, None), (400, None)],
)
def test_a_warning_is_due_30_14_and_7_days_before_and_only_the_latest(left: int, due: int | None) -> None:
    assert warning_due(TODAY + timedelta(days=left), TODAY) == due


@pytest.mark.parametrize(("hours", "so"), [(-1, True), (0, True), (1, False)])
def test_a_key_is_in_time_when_it_counts_as_the_day_begins(hours: int, so: bool) -> None:
    begins = datetime(2026, 6, 1, 7, 0, tzinfo=UTC)
    assert in_time(Standing(Why.WAITING, begins + timedelta(hours=hours)), begins) is so
    assert not in_time(Standing(Why.MISSING), begins)


@pytest.mark.parametrize(
    ("days", "left", "due"),
    [
        (30, 7.01, None), (30, 7, 7), (30, 2.01, 7), (30, 2, 2), (30, 0, 2), (30, -0.01, None),
        (7, 7, None), (7, 6, None), (7.01, 7, 7), (7, 2, 2), (2, 1, None), (2.01, 1, 2),
    ],
)  # fmt: skip
def test_a_reminder_is_due_7_and_2_days_before_the_end_of_a_window_that_was_open_by_then(
    days: float, left: float, due: int | None
) -> None:
    closes = OPENED + timedelta(days=days)
    assert reminder_due(OPENED, closes, closes - timedelta(days=left)) == due
