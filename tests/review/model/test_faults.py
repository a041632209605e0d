"""The comparison can fail: each of these faults, planted in a rule of the product, is found within a few stories.

The same stories in every run, so that a fault is not missed now and then: which ones are told is the draw of the other files.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.review.model.conftest import Told
from tests.review.model.machine import Difference
from workflow.core.objections import Both
from workflow.review.route.queries import Review

ENOUGH = 150
Plant = Callable[[pytest.MonkeyPatch], Any]


def put(place: str, value: Any) -> Plant:
    return lambda patch: patch.setattr(place, value)


def approvals_never_go_out_of_date(patch: pytest.MonkeyPatch) -> None:
    from workflow.core import approvals

    patch.setattr(
        "workflow.review.route.queries.standing", lambda verdict, stands: approvals.standing(verdict, True)
    )


def one_too_few_make_a_quorum(patch: pytest.MonkeyPatch) -> None:
    from workflow.core import approvals

    exact = approvals.needed
    patch.setattr(approvals, "needed", lambda quorum, seats: max(1, exact(quorum, seats) - (seats > 2)))


def internal_comments_are_shown(patch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import true

    patch.setattr("workflow.review.threads.queries.visible", lambda ground, actor, thread=None: true())


def one_side_sets_an_objection_aside(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Both, "complete", lambda self, parties: bool(set(parties)))


def a_withdrawn_comment_is_anybodys(patch: pytest.MonkeyPatch) -> None:
    from workflow.review.threads import actions, writing

    exact = writing.answer

    def answer(session: Any, ground: Any, actor: Any, thread: Any, value: str, *rest: Any) -> Any:
        row = exact(session, ground, actor, thread, value, *rest)
        thread.state = "answered"
        return row

    patch.setattr(actions.writing, "answer", answer)


def a_blocking_comment_calls_nobody(patch: pytest.MonkeyPatch) -> None:
    from workflow.review.threads.queries import open_threads

    def deaf(*args: Any, **more: Any) -> Any:
        return replace(open_threads(*args, **more), blocking=())

    patch.setattr("workflow.review.turns.actions.open_threads", deaf)


def a_stage_is_closed_in_passing(patch: pytest.MonkeyPatch) -> None:
    exact = Review.done.fget
    assert exact
    patch.setattr(
        Review,
        "done",
        property(
            lambda self: exact(self) or bool(self.stage and len(self.status[self.stage.id].approved) == 2)
        ),
    )


FAULTS: tuple[Plant, ...] = (
    approvals_never_go_out_of_date, one_too_few_make_a_quorum, internal_comments_are_shown, one_side_sets_an_objection_aside,
    a_withdrawn_comment_is_anybodys, a_blocking_comment_calls_nobody, a_stage_is_closed_in_passing,
)  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_found(
    tell: Callable[..., Told], monkeypatch: pytest.MonkeyPatch, fault: Plant
) -> None:
    fault(monkeypatch)
    with pytest.raises(Difference) as found:
        tell(ENOUGH, shrink=False, anew=False)
    print(f"{fault.__name__}: {found.value}")
