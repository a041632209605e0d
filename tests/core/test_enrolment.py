"""When a signing key counts: every state, with every kind of objection."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from workflow.core.enrolment import Key, Objection, Standing, Why, best, free_from, standing, stands

AT = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)
DAY = timedelta(days=1)
W = 72


def vouched(days_ago: float, *objections: Objection, lost: bool = False) -> Key:
    return Key("vouched", AT - days_ago * DAY, AT if lost else None, objections)


@pytest.mark.parametrize(("state", "why"), [("created", Why.UNVOUCHED), ("claimed", Why.UNVOUCHED), ("revoked", Why.REVOKED)])  # fmt: skip
def test_a_key_nobody_vouched_for_or_that_was_revoked_has_no_first_day(state: str, why: Why) -> None:
    assert standing(Key(state), W, AT) == Standing(why)
    assert standing(Key("revoked", AT - 9 * DAY), W, AT) == Standing(Why.REVOKED)


@pytest.mark.parametrize(("days", "why"), [(0, Why.WAITING), (2.999, Why.WAITING), (3, Why.READY), (400, Why.READY)])  # fmt: skip
def test_the_wait_runs_from_the_vouch(days: float, why: Why) -> None:
    assert standing(vouched(days), W, AT) == Standing(why, AT - days * DAY + 3 * DAY)


def test_without_a_wait_a_vouched_key_signs_at_once() -> None:
    assert standing(vouched(0), 0, AT) == Standing(Why.READY, AT)


def test_a_key_reported_lost_signs_nothing_however_old() -> None:
    assert standing(vouched(400, lost=True), W, AT) == Standing(Why.LOST)
    assert standing(Key("claimed", lost=AT), W, AT) == Standing(Why.LOST)
    assert standing(Key("revoked", AT, AT), W, AT) == Standing(Why.REVOKED)


@pytest.mark.parametrize(
    ("objection", "free"),
    [
        (Objection(), None),
        (Objection(answered=AT), AT + 3 * DAY),
        (Objection(withdrawn=AT), AT),
        (Objection(answered=AT - 2 * DAY, withdrawn=AT), AT),
        (Objection(answered=AT - 4 * DAY, withdrawn=AT), AT - DAY),
    ],
)
def test_an_objection_holds_until_it_is_withdrawn_or_one_wait_after_its_answer(
    objection: Objection, free: datetime | None
) -> None:
    assert free_from(objection, W) == free
    for moment in (AT - 9 * DAY, AT - DAY, AT, AT + 3 * DAY - timedelta(seconds=1), AT + 3 * DAY):
        assert stands(objection, W, moment) is (free is None or moment < free)


def test_while_an_objection_stands_the_key_waits_for_it_and_not_only_for_its_own_time() -> None:
    assert standing(vouched(9, Objection()), W, AT) == Standing(Why.OBJECTED)
    assert standing(vouched(9, Objection(answered=AT)), W, AT) == Standing(Why.OBJECTED, AT + 3 * DAY)
    assert standing(vouched(0, Objection(answered=AT - DAY)), W, AT) == Standing(Why.OBJECTED, AT + 3 * DAY)
    assert standing(vouched(9, Objection(answered=AT), Objection()), W, AT) == Standing(Why.OBJECTED)
    assert standing(vouched(9, Objection(withdrawn=AT)), W, AT).why is Why.READY
    assert standing(vouched(0, Objection(withdrawn=AT)), W, AT).why is Why.WAITING


ONE_OF_EACH = {
    Why.REVOKED: Key("revoked"), Why.LOST: vouched(9, lost=True), Why.UNVOUCHED: Key("claimed"),
    Why.OBJECTED: vouched(9, Objection()), Why.WAITING: vouched(1), Why.READY: vouched(9),
}  # fmt: skip


def test_the_best_of_two_keys_decides_in_either_order() -> None:
    order = list(Why)
    assert set(ONE_OF_EACH) == set(order) - {Why.MISSING}
    for (one, first), (other, second) in product(ONE_OF_EACH.items(), repeat=2):
        assert best([first, second], W, AT).why is max(one, other, key=order.index)


def test_no_key_is_missing_and_of_two_that_wait_the_earlier_counts() -> None:
    assert best([], W, AT) == Standing(Why.MISSING)
    assert best([vouched(1), vouched(2)], W, AT) == Standing(Why.WAITING, AT + DAY)
    held = [vouched(9, Objection()), vouched(9, Objection(answered=AT))]
    assert best(held, W, AT) == Standing(Why.OBJECTED, AT + 3 * DAY)
