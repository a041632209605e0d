from datetime import UTC, datetime, timedelta

import pytest

from workflow.adapters.clock import FixedClock, MovableClock, SystemClock


@pytest.mark.parametrize("clock", [SystemClock(), MovableClock()])
def test_the_machines_clock_is_aware_and_in_utc(clock: SystemClock | MovableClock) -> None:
    before = datetime.now(UTC)
    told = clock.now()
    assert before <= told <= datetime.now(UTC) and told.tzinfo is UTC


def test_years_can_pass(now: datetime) -> None:
    moving, fixed = MovableClock(), FixedClock(now)
    moving.move(timedelta(days=280))
    assert abs(moving.now() - datetime.now(UTC) - timedelta(days=280)) < timedelta(seconds=5)
    fixed.move(timedelta(days=-1))
    assert fixed.now() == fixed.now() == now - timedelta(days=1)
