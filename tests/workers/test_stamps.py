"""The day's stamp over the log, from the sweep to the leaf: once a day, again after a failure, and a failure is said."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.publication.test_independent_time import Neighbour
from tests.workers.village import Village, keys
from workers import dispatch, schedule
from workflow.adapters.clock import FixedClock
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions, alarms, daily_stamp, queries
from workflow.history.models import Event, Work

pytestmark = pytest.mark.both_databases


@pytest.fixture
def neighbour(village: Village, tmp_path: Path) -> Neighbour:
    """An authority outside; what was done before it was named has its place in the log."""
    made = Neighbour(tmp_path / "neighbour")
    dispatch.run_until_quiet(village.kit)
    village.kit.time_authority = made
    return made


def said(village: Village) -> list[tuple[int, bool]]:
    with village.kit.database.reading() as session:
        kind = select(Event).where(Event.kind == EventKind.SERVICE_STAMPED).order_by(col(Event.seq))
        leaves = [queries.leaf_of(row) for row in session.exec(kind)]
    return [(one["leaves"], bool(one["token"])) for one in leaves]


def size(village: Village) -> int:
    with village.kit.database.reading() as session:
        newest = queries.newest_checkpoint(session)
    return newest.size if newest else 0


def sweep(village: Village, neighbour: Neighbour) -> None:
    neighbour.at = village.kit.clock.now()
    schedule.sweep(village.kit)
    village.settle()


def asked(village: Village) -> list[str]:
    return [key for key in keys(village.kit) if key.startswith(f"{daily_stamp.TASK}.")]


def test_once_a_day_and_not_for_the_stamp_alone(
    village: Village, neighbour: Neighbour, clock: FixedClock
) -> None:
    before = size(village)
    for _ in range(3):
        sweep(village, neighbour)
    assert said(village) == [(before, True)] and size(village) == before + 1
    clock.move(timedelta(days=1))
    sweep(village, neighbour)
    assert asked(village) == [f"{daily_stamp.TASK}.2026-05-12"], "nothing came to the log since"
    with village.acting() as session:
        actions.record(session, EventKind.SESSION_BEGUN, actor=SERVICE, at=clock.now())
    village.settle()
    sweep(village, neighbour)
    assert said(village) == [(before, True), (before + 2, True)]


def test_without_an_authority_nothing_is_asked(village: Village) -> None:
    village.settle()
    schedule.sweep(village.kit)
    assert asked(village) == []


def test_an_authority_that_is_away_is_an_alarm_then_a_leaf_and_is_asked_again_the_next_day(
    village: Village, neighbour: Neighbour, clock: FixedClock
) -> None:
    before, neighbour.away = size(village), True
    sweep(village, neighbour)
    assert said(village) == []
    with village.kit.database.reading() as session:
        assert "it does not answer" in alarms.ringing(session)[daily_stamp.ALARM]
        waiting = session.exec(select(Work).where(Work.key == asked(village)[0])).one()
        assert waiting.state == "ready" and "the time authority" in waiting.error
    clock.move(timedelta(days=1))
    sweep(village, neighbour)
    assert said(village) == [(before, False)] and len(asked(village)) == 2
    neighbour.away = False
    clock.move(timedelta(hours=1))
    sweep(village, neighbour)
    assert said(village)[0] == (before, False) and said(village)[1][1]
    with village.kit.database.reading() as session:
        assert alarms.ringing(session) == {}


def test_an_authority_whose_clock_is_wrong_gave_no_time(
    village: Village, neighbour: Neighbour, clock: FixedClock
) -> None:
    neighbour.at = clock.now() - timedelta(hours=3)
    schedule.sweep(village.kit)
    village.settle()
    with village.kit.database.reading() as session:
        assert "its clock says 2026-05-12T14:00:00Z" in alarms.ringing(session)[daily_stamp.ALARM]
    assert said(village) == []
