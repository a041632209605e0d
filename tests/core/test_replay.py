"""How an earlier review would have gone along another route."""

from datetime import UTC, datetime, timedelta

from workflow.core.approvals import Seat, VerdictValue
from workflow.core.replay import Said, replay
from workflow.core.routing import Lane, Route, Stage, place

BEGAN = datetime(2026, 5, 12, 17, tzinfo=UTC)
DAY = timedelta(days=1)
YES, NO = VerdictValue.APPROVE, VerdictValue.REQUEST_CHANGES


def stage(name: str, quorum: str = "all") -> Stage:
    return Stage(name, name.title(), (Lane("l", "Lane", (place("role:district:counsel"),), quorum),))


def seats(*names: str) -> list[Seat]:
    return [Seat("l", name, name.title(), "party", "counsel") for name in names]


def said(*rows: tuple[str, VerdictValue, int]) -> list[Said]:
    return [Said(name, value, BEGAN + day * DAY) for name, value, day in rows]


ROUTE = Route("r", 1, (stage("first", "any"), stage("second")))
SEATS = {"first": seats("ann", "bob"), "second": seats("cy", "di")}


def test_each_stage_closes_when_its_quorum_had_spoken() -> None:
    first, second = replay(ROUTE, SEATS, said(("cy", YES, 1), ("ann", YES, 2), ("di", YES, 5)), BEGAN)
    assert (first.opened, first.closed) == (BEGAN, BEGAN + 2 * DAY)
    assert (second.opened, second.closed) == (BEGAN + 2 * DAY, BEGAN + 5 * DAY)


def test_what_was_said_before_a_stage_opened_counts_from_its_opening() -> None:
    _, second = replay(ROUTE, SEATS, said(("cy", YES, 0), ("di", YES, 1), ("bob", YES, 3)), BEGAN)
    assert second.opened == second.closed == BEGAN + 3 * DAY


def test_a_stage_that_was_never_answered_stays_open_and_names_who_was_not_heard() -> None:
    found = replay(ROUTE, SEATS, said(("ann", YES, 1), ("cy", YES, 2)), BEGAN)
    assert found[-1].closed is None and found[-1].unheard == ("Di",)
    assert replay(ROUTE, SEATS, [], BEGAN)[-1].unheard == ("Ann", "Bob")


def test_an_objection_holds_a_stage_open_until_it_is_taken_back() -> None:
    open_still = replay(ROUTE, SEATS, said(("ann", YES, 1), ("bob", NO, 1)), BEGAN)
    assert len(open_still) == 1 and open_still[0].unheard == ("Bob",)
    taken_back = replay(ROUTE, SEATS, said(("ann", YES, 1), ("bob", NO, 1), ("bob", YES, 4)), BEGAN)
    assert taken_back[0].closed == BEGAN + 4 * DAY


def test_a_stage_without_anybody_is_passed_over_and_said_to_be_empty() -> None:
    first, second = replay(ROUTE, {"second": seats("cy")}, said(("cy", YES, 2)), BEGAN)
    assert first.closed == BEGAN and first.empty == ("Lane",) and second.closed == BEGAN + 2 * DAY


def test_a_stage_with_two_lanes_says_which_of_them_is_empty() -> None:
    lanes = (
        Lane("l", "Lane", (place("role:district:counsel"),)),
        Lane("m", "Other", (place("role:agency:counsel"),)),
    )
    route = Route("r", 1, (Stage("first", "First", lanes),))
    (only,) = replay(route, {"first": seats("ann")}, said(("ann", YES, 1)), BEGAN)
    assert (only.stage, only.empty, only.unheard) == (route.stages[0], ("Other",), ())


def test_who_was_heard_is_told_by_the_last_that_was_said() -> None:
    (only,) = replay(ROUTE, SEATS, said(("ann", YES, 3), ("bob", NO, 1), ("bob", NO, 2)), BEGAN)
    assert only.closed is None and only.unheard == ("Bob",)
    first = replay(ROUTE, SEATS, said(("ann", YES, 1)), BEGAN)[0]
    assert first.closed and first.unheard == ()
