"""Business days: weekends, closed days, ends of years, changed clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.calendar import DAY, LONGEST, Calendar, begun_day, midnight, shared

PACIFIC = "America/Los_Angeles"
BREAK = (date(2026, 12, 21), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("closed", "start", "days", "expected"),
    [
        ((), date(2026, 5, 12), 10, date(2026, 5, 26)),
        ((), date(2026, 5, 15), 1, date(2026, 5, 18)),
        ((), date(2026, 5, 16), 1, date(2026, 5, 18)),
        ((), date(2026, 5, 16), 0, date(2026, 5, 16)),
        ((), date(2026, 5, 18), -1, date(2026, 5, 15)),
        (((date(2026, 5, 25), date(2026, 5, 25)),), date(2026, 5, 12), 10, date(2026, 5, 27)),
        ((), date(2026, 12, 30), 2, date(2027, 1, 1)),
        ((BREAK,), date(2026, 12, 18), 1, date(2027, 1, 4)),
        ((BREAK,), date(2027, 1, 5), -3, date(2026, 12, 17)),
        ((BREAK, (date(2027, 1, 4), date(2027, 1, 8))), date(2026, 12, 18), 2, date(2027, 1, 12)),
        ((), date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_business_days(closed: tuple, start: date, days: int, expected: date) -> None:
    assert Calendar(PACIFIC, closed).after(start, days) == expected


@given(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.integers(1, 60))
def test_every_day_that_is_counted_is_worked_and_none_is_left_out(start: date, days: int) -> None:
    calendar = Calendar(PACIFIC, (BREAK, (date(2030, 7, 1), date(2030, 7, 31))))
    end = calendar.after(start, days)
    between = [start + DAY * n for n in range(1, (end - start).days + 1)]
    assert sum(calendar.works(day) for day in between) == days and calendar.works(end)
    if calendar.works(start):
        assert calendar.after(end, -days) == start


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        # 17:30 in March before the clocks change is 17:30 after it
        (datetime(2026, 3, 6, 17, 30), 1, datetime(2026, 3, 9, 17, 30)),
        (datetime(2026, 10, 30, 17, 30), 1, datetime(2026, 11, 2, 17, 30)),
        (datetime(2026, 12, 31, 23, 59), 1, datetime(2027, 1, 1, 23, 59)),
    ],
)
def test_the_hour_on_the_wall_stays(start: datetime, days: int, expected: datetime) -> None:
    zone = ZoneInfo(PACIFIC)
    found = Calendar(PACIFIC).add(start.replace(tzinfo=zone), days)
    assert found.tzinfo is UTC and found.astimezone(zone) == expected.replace(tzinfo=zone)


def test_an_hour_that_the_clocks_left_out_is_the_hour_after_it() -> None:
    cairo = ZoneInfo("Africa/Cairo")  # clocks go forward at midnight before a Friday
    start = datetime(2026, 4, 23, 0, 30, tzinfo=cairo)
    assert Calendar("Africa/Cairo").add(start, 1).astimezone(cairo).replace(tzinfo=None) == datetime(
        2026, 4, 24, 1, 30
    )


def test_the_day_is_the_partys_own() -> None:
    friday_evening = datetime(2026, 5, 16, 3, 0, tzinfo=UTC)  # Friday 20:00 Pacific, Saturday in UTC
    assert Calendar(PACIFIC).add(friday_evening, 1) == datetime(2026, 5, 19, 3, 0, tzinfo=UTC)
    assert Calendar("UTC").add(friday_evening, 1) == datetime(2026, 5, 18, 3, 0, tzinfo=UTC)


def test_the_next_morning() -> None:
    evening = datetime(2026, 5, 13, 6, 30, tzinfo=UTC)  # Tuesday 23:30 Pacific
    assert Calendar(PACIFIC).morning(evening) == datetime(2026, 5, 13, 14, 0, tzinfo=UTC)
    assert midnight(date(2026, 5, 13), PACIFIC) == datetime(2026, 5, 13, 7, 0, tzinfo=UTC)
    assert Calendar(PACIFIC).morning(evening).tzinfo is midnight(date(2026, 5, 13), PACIFIC).tzinfo is UTC


def test_a_party_that_closes_for_ever_still_has_due_dates() -> None:
    calendar = Calendar(PACIFIC, ((date(2026, 1, 1), date(9998, 1, 1)),))
    assert calendar.after(date(2026, 5, 12), 2) == date(2026, 5, 12) + 2 * timedelta(days=LONGEST + 2)


def test_a_shared_calendar_is_closed_when_one_of_them_is() -> None:
    school = Calendar(PACIFIC, ((date(2026, 5, 13), date(2026, 5, 13)),))
    both = shared(PACIFIC, [school, Calendar(PACIFIC, (BREAK,))])
    assert (
        not both.works(date(2026, 5, 13))
        and not both.works(date(2026, 12, 24))
        and both.works(date(2026, 5, 14))
        and both.zone == PACIFIC
    )


def test_a_day_begins_at_eight_on_the_wall_on_both_changes_of_clocks() -> None:
    for zone, offset, day in (
        ("America/Los_Angeles", 7, date(2027, 3, 14)), ("America/Los_Angeles", 8, date(2027, 11, 7)), ("America/Phoenix", 7, date(2027, 3, 14)),
    ):  # fmt: skip
        eight = datetime(day.year, day.month, day.day, 8 + offset, tzinfo=UTC)
        assert begun_day(zone, eight) == day
        assert begun_day(zone, eight - timedelta(minutes=1)) == day - timedelta(days=1)
