"""When the steps of a ladder come."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from workflow.core.calendar import Calendar
from workflow.core.ladder import SUPERIORS, moment, next_look, reached
from workflow.core.people import Office
from workflow.core.routing import step

DUE = datetime(2026, 5, 26, 17, tzinfo=UTC)  # a Tuesday
LADDER = tuple(
    step(one) for one in ("due-3 self", "due self", "due facilitators", "due+3 supervisor", "due+7 signers")
)
CLOSED = Calendar("America/Los_Angeles", ((date(2026, 5, 25), date(2026, 5, 25)),))


def test_steps_come_by_the_partys_calendar() -> None:
    assert moment(step("due-3 self"), DUE, CLOSED) == datetime(2026, 5, 20, 17, tzinfo=UTC)
    assert moment(step("due+3 supervisor"), DUE, CLOSED) == datetime(2026, 5, 29, 17, tzinfo=UTC)


def test_after_a_silence_everything_new_comes_at_once_and_in_order() -> None:
    first = moment(LADDER[0], DUE, CLOSED)
    assert [str(one) for one in reached(LADDER[::-1], DUE, CLOSED, first, DUE)] == [
        "due-3 self",
        "due facilitators",
        "due self",
    ]


@given(st.lists(st.integers(1, 300), min_size=1, max_size=40))
def test_however_often_the_clock_looks_each_step_is_done_once(waits: list[int]) -> None:
    now = datetime(2026, 5, 12, 17, tzinfo=UTC)
    look, done = next_look(LADDER, DUE, CLOSED, now), []
    for hours in [*waits, 10_000]:
        now += timedelta(hours=hours)
        if look and look <= now:
            done += reached(LADDER, DUE, CLOSED, look, now)
            look = next_look(LADDER, DUE, CLOSED, now)
    assert sorted(map(str, done)) == sorted(map(str, LADDER)) and look is None


def test_nobody_is_his_own_superior() -> None:
    assert all(office not in above for office, above in SUPERIORS.items())
    assert Office.CHIEF not in SUPERIORS and Office.SHERIFF not in SUPERIORS
