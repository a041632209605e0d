"""A window is announced, opens and closes by the clock, can be made longer, and cancelled with a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.review.route.test_actions import turn_names
from tests.review.window.hall import CLOSES, DAY, announced
from tests.review.world import World
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.core.lifecycle import Status
from workflow.review.window import actions
from workflow.review.window.models import CommentWindow

pytestmark = pytest.mark.both_databases
END = datetime(2026, 6, 13, 0, tzinfo=UTC)


def state(world: World) -> str:
    world.session.refresh(world.edition)
    return world.edition.status


def planned(world: World) -> CommentWindow:
    return announced(world, opens="2026-05-20T09:00")


def test_without_an_opening_it_opens_at_once_on_the_text_of_that_moment(reviewed: World) -> None:
    row = announced(reviewed)
    assert (row.opens, row.opened, row.closes) == (reviewed.now, reviewed.now, END)
    assert row.revision_id == reviewed.edition.revision_id
    assert state(reviewed) == Status.PUBLIC_COMMENT
    assert [event.kind for event in reviewed.events()][-2:] == [
        "edition:window:planned",
        "edition:window:opened",
    ]


def test_one_that_is_planned_leaves_the_review_alone_until_its_time(reviewed: World) -> None:
    row = planned(reviewed)
    actions.open_when_due(reviewed.session, row.id, at=row.opens - timedelta(seconds=1))
    assert state(reviewed) == Status.IN_REVIEW and row.opened is None
    actions.open_when_due(reviewed.session, row.id, at=row.opens)
    actions.open_when_due(reviewed.session, row.id, at=row.opens + DAY)
    assert state(reviewed) == Status.PUBLIC_COMMENT and row.opened == row.opens
    assert len(reviewed.events("edition:window:opened")) == 1


def test_it_closes_once_and_the_review_goes_on(reviewed: World) -> None:
    row = announced(reviewed)
    assert turn_names(reviewed) == {"dana", "sergeant"}
    actions.close_when_due(reviewed.session, row.id, at=END - timedelta(seconds=1))
    assert state(reviewed) == Status.PUBLIC_COMMENT
    for late in (DAY, 2 * DAY):
        actions.close_when_due(reviewed.session, row.id, at=END + late)
    assert state(reviewed) == Status.IN_REVIEW and row.closed == END + DAY
    assert len(reviewed.events("edition:window:closed")) == 1
    assert {"principal", "officer"} <= turn_names(reviewed)


def test_only_in_review_and_only_one_at_a_time(world: World) -> None:
    with pytest.raises(Refused, match="being drafted"):
        announced(world)
    from workflow.review import actions as review

    review.circulate(world.session, world.actor("dana"), world.edition.id, at=world.now)
    planned(world)
    with pytest.raises(Refused, match="a window already"):
        announced(world)


def test_who_does_not_run_the_agreement_cannot(reviewed: World) -> None:
    with pytest.raises(Forbidden):
        actions.announce(
            reviewed.session,
            reviewed.actor("officer"),
            reviewed.edition.id,
            notice="x",
            closes=CLOSES,
            at=reviewed.now,
        )
    announced(reviewed)
    with pytest.raises(Forbidden):
        actions.cancel(
            reviewed.session, reviewed.actor("officer"), reviewed.edition.id, words="x", at=reviewed.now
        )


@pytest.mark.parametrize(
    "wrong",
    [
        {"notice": " "},
        {"closes": ""},
        {"closes": "2026-01-01T00:00"},
        {"opens": "2020-01-01T00:00"},
        {"notice": "x" * 5001},
    ],
)
def test_what_is_wrong_is_refused_and_nothing_opens(reviewed: World, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        announced(reviewed, **wrong)
    assert state(reviewed) == Status.IN_REVIEW


def test_it_can_be_made_longer_and_never_shorter(reviewed: World) -> None:
    row, dana = announced(reviewed), reviewed.actor("dana")
    actions.extend(reviewed.session, dana, reviewed.edition.id, closes="2026-06-20T17:00", at=reviewed.now)
    assert row.closes == END + 8 * DAY - timedelta(days=0)
    with pytest.raises(Invalid, match="never shorter"):
        actions.extend(
            reviewed.session, dana, reviewed.edition.id, closes="2026-06-19T17:00", at=reviewed.now
        )
    with pytest.raises(Refused):
        actions.extend(reviewed.session, dana, reviewed.edition.id, closes="2026-07-01T17:00", at=row.closes)


@pytest.mark.parametrize("opens", ["", "2026-05-20T09:00"])
def test_cancelling_needs_a_reason_and_gives_the_text_back(reviewed: World, opens: str) -> None:
    row, dana = announced(reviewed, opens=opens), reviewed.actor("dana")
    with pytest.raises(Invalid):
        actions.cancel(reviewed.session, dana, reviewed.edition.id, words=" ", at=reviewed.now)
    actions.cancel(reviewed.session, dana, reviewed.edition.id, words="A page was missing.", at=reviewed.now)
    assert (state(reviewed), row.reason, row.cancelled) == (
        Status.IN_REVIEW,
        "A page was missing.",
        reviewed.now,
    )
    actions.open_when_due(reviewed.session, row.id, at=row.closes)
    actions.close_when_due(reviewed.session, row.id, at=row.closes)
    assert row.closed is None and state(reviewed) == Status.IN_REVIEW
    announced(reviewed)


def test_one_the_service_slept_through_was_not_held(reviewed: World) -> None:
    row = planned(reviewed)
    actions.open_when_due(reviewed.session, row.id, at=row.closes)
    assert row.cancelled and "not running" in row.reason and row.opened is None


def test_one_whose_edition_moved_on_is_cancelled_with_that_reason(reviewed: World) -> None:
    row = planned(reviewed)
    reviewed.edition.status = Status.WITHDRAWN
    actions.open_when_due(reviewed.session, row.id, at=row.opens)
    assert "withdrawn" in row.reason and state(reviewed) == Status.WITHDRAWN


def test_closing_leaves_a_withdrawn_edition_withdrawn(reviewed: World) -> None:
    row = announced(reviewed)
    reviewed.edition.status = Status.WITHDRAWN
    actions.close_when_due(reviewed.session, row.id, at=row.closes)
    assert row.closed and state(reviewed) == Status.WITHDRAWN
