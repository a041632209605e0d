"""The rules of a recovery, each cell tried."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from workflow.core.people import Office
from workflow.core.recovery import HELPING, Had, Helper, Stage, hours, needed, pair, ripe, stage

AT = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BOTH = "It takes two people, each with a key of their own."
HIMSELF = "Nobody recovers their own key: two other people do."


@pytest.mark.parametrize(
    "keys", [list(one) for n in range(4) for one in product(product((True, False), repeat=2), repeat=n)]
)
def test_it_takes_two_where_keys_counted_and_none_is_left(keys: list[tuple[bool, bool]]) -> None:
    counted = [gone for counts, gone in keys if counts]
    assert needed(Had(*one) for one in keys) is (bool(counted) and all(counted))


@pytest.mark.parametrize(
    ("waiting", "demo", "expected"),
    [(72, False, 72), (0, False, 72), (96, False, 96), (0, True, 0), (24, True, 24)],
)
def test_the_wait_is_three_days_at_least_save_in_a_demonstration(
    waiting: int, demo: bool, expected: int
) -> None:
    assert hours(waiting, demo) == expected


@pytest.mark.parametrize(("ago", "expected"), [(71, False), (72, False), (72 + 1 / 60, True), (73, True)])
def test_a_helper_has_had_the_key_for_as_long_as_the_new_one_waits(ago: float, expected: bool) -> None:
    assert ripe(Helper("ann", Office.REGISTRAR, AT - ago * HOUR), 72, AT) is expected
    assert ripe(Helper("ann", Office.REGISTRAR, AT), 0, AT)


@pytest.mark.parametrize("first", sorted(HELPING))
@pytest.mark.parametrize("second", sorted(HELPING))
@pytest.mark.parametrize("office", [Office.CHIEF, Office.REGISTRAR])
def test_one_of_the_two_is_a_registrar_unless_a_registrar_is_recovered(
    first: Office, second: Office, office: Office
) -> None:
    no = pair(Helper("ann", first, AT), Helper("bo", second, AT), "cy", office)
    assert bool(no) is (office is not Office.REGISTRAR and Office.REGISTRAR not in (first, second))


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [("ann", "ann", BOTH), ("cy", "bo", HIMSELF), ("ann", "cy", HIMSELF), ("ann", "bo", "")],
)
def test_two_others(first: str, second: str, says: str) -> None:
    found = pair(
        Helper(first, Office.REGISTRAR, AT), Helper(second, Office.REGISTRAR, AT), "cy", Office.CHIEF
    )
    assert found == says


def test_one_is_a_registrar_in_words() -> None:
    clerks = (Helper("ann", Office.CLERK, AT), Helper("bo", Office.CLERK, AT))
    assert pair(*clerks, "cy", Office.CHIEF) == "One of the two has to be a registrar of the party."


@pytest.mark.parametrize(
    ("recorded", "counts", "stopped", "expires", "expected"),
    [
        (None, None, None, 1, Stage.HALF), (None, None, None, 0, Stage.EXPIRED), (-1, 1, None, 0, Stage.WAITING),
        (-2, 0, None, 0, Stage.DONE), (-2, 1, -1, 0, Stage.STOPPED), (-1, None, None, 1, Stage.HALF), (None, None, -1, 1, Stage.STOPPED),
    ],
)  # fmt: skip
def test_how_far_it_has_come(
    recorded: int | None, counts: int | None, stopped: int | None, expires: int, expected: Stage
) -> None:
    recorded_, counts_, stopped_ = (
        None if one is None else AT + one * HOUR for one in (recorded, counts, stopped)
    )
    assert (
        stage(AT, expires=AT + expires * HOUR, recorded=recorded_, counts=counts_, stopped=stopped_)
        is expected
    )
