"""What verdicts add up to."""

import pytest

from workflow.core.approvals import Seat, Standing, VerdictValue, needed, review_status, standing
from workflow.core.routing import Lane, place


def lane(quorum: str) -> Lane:
    return Lane("lane", "Lane", (place("role:district:counsel"),), quorum)


def seats(*standings: Standing) -> list[Seat]:
    return [
        Seat("lane", str(n), f"Person {n}", "party", "counsel", value) for n, value in enumerate(standings)
    ]


A, W, D, X = Standing.APPROVED, Standing.AWAITED, Standing.OUTDATED, Standing.OBJECTING


@pytest.mark.parametrize(
    ("verdict", "stands", "expected"),
    [
        (None, True, W), (None, False, W),
        (VerdictValue.APPROVE, True, A), (VerdictValue.APPROVE, False, D),
        (VerdictValue.REQUEST_CHANGES, True, X), (VerdictValue.REQUEST_CHANGES, False, X),
    ],
)  # fmt: skip
def test_where_a_seat_stands(verdict: VerdictValue | None, stands: bool, expected: Standing) -> None:
    assert standing(verdict, stands) is expected


@pytest.mark.parametrize(
    ("quorum", "here", "complete"),
    [
        ("all", [A, A], True), ("all", [A, W], False), ("all", [A, D], False), ("all", [A, X], False),
        ("any", [A, W], True), ("any", [W, W], False), ("any", [A, X], False),
        ("2", [A, A, W], True), ("2", [A, W, W], False), ("5", [A, A], True),
        ("all", [], True), ("any", [], True),
    ],
)  # fmt: skip
def test_a_lane_is_complete_with_its_quorum_and_without_objection(
    quorum: str, here: list[Standing], complete: bool
) -> None:
    assert review_status([lane(quorum)], seats(*here)).complete is complete


def test_nobody_is_waited_for_once_the_quorum_is_reached() -> None:
    status = review_status([lane("any")], seats(A, W))
    assert not status.awaiting and len(status.approved) == 1


def test_an_objection_is_waited_out_even_with_a_quorum() -> None:
    status = review_status([lane("any")], seats(A, X))
    assert [seat.person_id for seat in status.objecting] == ["1"]


def test_an_empty_lane_is_said_to_be_empty() -> None:
    status = review_status([lane("all"), lane("75%")], [])
    assert all(one.empty for one in status.lanes) and status.complete


@pytest.mark.parametrize(
    ("quorum", "seats", "expected"),
    [
        ("all", 3, 3),
        ("any", 3, 1),
        ("any", 0, 0),
        ("2", 3, 2),
        ("9", 3, 3),
        ("75%", 4, 3),
        ("75%", 5, 4),
        ("50%", 1, 1),
        ("100%", 7, 7),
        ("1%", 7, 1),
        ("75%", 0, 0),
    ],
)
def test_how_many_a_lane_needs(quorum: str, seats: int, expected: int) -> None:
    assert needed(quorum, seats) == expected
