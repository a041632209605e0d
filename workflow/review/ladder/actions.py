"""Looking at one seat when its time has come: remind the reviewer, call others beside him. Silence stays silence.

Nothing here gives a verdict or passes over a lane. A reviewer who has answered is left alone; the steps that came meanwhile
are over. If we crash before the commit the row still says when to look, and the next sweep asks again.
"""

from datetime import datetime

from sqlmodel import Session

from workflow.core.approvals import Seat
from workflow.core.events import EventKind
from workflow.core.ladder import next_look, reached
from workflow.core.lifecycle import Status
from workflow.core.people import SERVICE
from workflow.core.routing import Step, Whom
from workflow.history import actions as history
from workflow.parties.absences.queries import calendars
from workflow.review.ground import Ground, lock
from workflow.review.ladder.queries import targets
from workflow.review.models import SeatRow
from workflow.review.route.queries import Review, review
from workflow.review.turns.actions import refresh


def nudge(session: Session, seat_id: str, *, at: datetime) -> bool:
    """Do what the ladder says for this seat now. False when there was nothing to do any more."""
    known = session.get(SeatRow, seat_id)
    if known is None:
        return False
    ground = lock(session, SERVICE, known.edition_id)
    state = review(session, ground, at)
    row = state.rows[known.stage, known.lane, known.person_id].row
    if (
        ground.status is not Status.IN_REVIEW
        or ground.edition.stage != row.stage
        or not row.nudge
        or row.nudge > at
    ):
        return False
    ladder = state.route.ladder if state.route else ()
    calendar = calendars(session, ground.parties)[row.party_id]
    steps = reached(ladder, row.due, calendar, row.nudge, at)
    row.nudge = next_look(ladder, row.due, calendar, at)
    session.add(row)
    seat = _awaited(state, row)
    if seat is None:
        return False
    _remind(session, ground, row, seat, steps, at)
    for step in steps:
        _call(session, ground, state, row, seat, step, at)
    refresh(session, ground, at, state)
    return bool(steps)


def _awaited(state: Review, row: SeatRow) -> Seat | None:
    """The seat, if the open stage still waits for it."""
    waiting = state.open.awaiting if state.open else ()
    return next((one for one in waiting if (one.lane, one.person_id) == (row.lane, row.person_id)), None)


def _remind(
    session: Session, ground: Ground, row: SeatRow, seat: Seat, steps: list[Step], at: datetime
) -> None:
    """One reminder, however many have come: to whoever holds the turn, which may be a deputy."""
    if any(step.to is Whom.SELF for step in steps):
        detail = {"stage": row.stage, "lane": row.lane, "due": row.due.isoformat()}
        _record(session, ground, EventKind.SEAT_REMINDED, at, seat.deputy_id or seat.person_id, detail)


def _call(
    session: Session, ground: Ground, state: Review, row: SeatRow, seat: Seat, step: Step, at: datetime
) -> None:
    if step.to is Whom.SELF:
        return
    known = {one["person"] for one in row.called}
    new = [one for one in targets(ground, state, seat, step.to, at) if one not in known]
    if new:
        row.called = [*row.called, *({"person": one, "step": str(step), "at": at.isoformat()} for one in new)]
        detail = {"stage": row.stage, "lane": row.lane, "step": str(step), "called": new}
        _record(session, ground, EventKind.SEAT_ESCALATED, at, seat.person_id, detail)


def _record(
    session: Session, ground: Ground, kind: EventKind, at: datetime, subject: str, detail: dict[str, object]
) -> None:
    history.record(
        session, kind, actor=SERVICE, at=at, mou_id=ground.mou.id, edition_id=ground.edition.id, subject_id=subject, detail=detail
    )  # fmt: skip
