"""Running a public comment window: announce it, open and close it by the clock, make it longer, cancel it.

1. Whoever runs the agreement announces it while the edition is in review, one window at a time. It opens on the text of
   that moment, which then rests until the window is over.
2. The clock opens and closes it. A job looks again under the lock: what was done already, or cancelled, is left alone.
3. A window that could not open when it should (the edition is in review no more, or the service slept through it) is
   cancelled by the service with that reason, and was not held.
4. Cancelling needs a reason, which the public reads. What was said until then stays and still needs its answers.
"""

from datetime import datetime

from sqlmodel import Session

from workflow.core import window as rules
from workflow.core.errors import Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS, Move, Status, after
from workflow.core.people import SERVICE, Actor
from workflow.core.permissions import require
from workflow.drafting.hidden.today import today
from workflow.history import actions as history
from workflow.review.ground import Ground, lock, touch
from workflow.review.turns.actions import refresh
from workflow.review.window.models import CommentWindow
from workflow.review.window.queries import live, newest
from workflow.review.words import written

MOST_NOTICE = 5_000


def announce(
    session: Session,
    actor: Actor,
    edition_id: str,
    *,
    notice: str,
    closes: str,
    at: datetime,
    opens: str = "",
) -> CommentWindow:
    """Announce a window. Times are as the clock shows them where the agreement lives; no opening means at once.

    Raises Refused outside the review or beside another window, and Invalid.
    """
    ground = lock(session, actor, edition_id)
    require("edition:window:run", actor, ground.desk())
    if ground.status is not Status.IN_REVIEW:
        raise Refused(
            f"This edition is {IN_WORDS[ground.status]}, so it cannot be opened for public comment.",
            "A window is announced while the edition is in review.",
        )
    if live(newest(session, edition_id)):
        raise Refused("There is a window already.", "Cancel it first, with a reason.")
    zone = ground.mou.timezone
    begin = rules.instant("opens", opens, zone) if opens.strip() else at
    end = rules.instant("closes", closes, zone)
    rules.check(begin, end, at)
    said = written(notice, "notice", "Write the notice that the public reads.", most=MOST_NOTICE)
    today(session, ground.mou, ground.edition).insist(said, "notice")
    row = CommentWindow(
        edition_id=edition_id, notice=said,
        opens=begin, closes=end, person_id=actor.person_id, person_name=actor.name, created=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, ground, EventKind.WINDOW_PLANNED, actor, row, at)
    if begin <= at:
        _open(session, ground, row, actor, at)
    return row


def open_when_due(session: Session, window_id: str, *, at: datetime) -> None:
    """For the clock: open this window if its time has come (rules 2 and 3)."""
    ground, row = _find(session, window_id)
    if row.opened or row.cancelled or row.opens > at:
        return
    if row.closes <= at:
        _end(
            session,
            ground,
            row,
            SERVICE,
            "The service was not running while this window should have been open.",
            at,
        )
    elif ground.status is not Status.IN_REVIEW:
        _end(
            session,
            ground,
            row,
            SERVICE,
            f"When it should have opened, the edition was {IN_WORDS[ground.status]}.",
            at,
        )
    else:
        _open(session, ground, row, SERVICE, at)


def close_when_due(session: Session, window_id: str, *, at: datetime) -> None:
    """For the clock: close this window if its time is over. Nobody could write since, however late this comes."""
    ground, row = _find(session, window_id)
    if not row.opened or not live(row) or row.closes > at:
        return
    row.closed = at
    session.add(row)
    _rest_no_more(session, ground, at)
    _record(session, ground, EventKind.WINDOW_CLOSED, SERVICE, row, at)


def extend(session: Session, actor: Actor, edition_id: str, *, closes: str, at: datetime) -> CommentWindow:
    """Let the window close later. What was announced is never made shorter."""
    ground, row = _live(session, actor, edition_id, at)
    end = rules.instant("closes", closes, ground.mou.timezone)
    if end <= row.closes:
        raise Invalid.one(
            "closes", "A window can be made longer, never shorter: people rely on what was announced."
        )
    rules.check(max(row.opens, at), end, at)
    row.closes = end
    session.add(row)
    _record(session, ground, EventKind.WINDOW_EXTENDED, actor, row, at)
    return row


def cancel(session: Session, actor: Actor, edition_id: str, *, words: str, at: datetime) -> CommentWindow:
    """End the window before its time, with a reason (rule 4). It was not held."""
    ground, row = _live(session, actor, edition_id, at)
    reason = written(words, "words", "Say why it is cancelled: the public reads it.", most=MOST_NOTICE)
    today(session, ground.mou, ground.edition).insist(reason, "words")
    _end(session, ground, row, actor, reason, at)
    return row


def _find(session: Session, window_id: str) -> tuple[Ground, CommentWindow]:
    row = session.get(CommentWindow, window_id)
    if row is None:
        raise NotFound("window")
    ground = lock(session, SERVICE, row.edition_id)
    session.refresh(row)
    return ground, row


def _live(session: Session, actor: Actor, edition_id: str, at: datetime) -> tuple[Ground, CommentWindow]:
    ground = lock(session, actor, edition_id)
    require("edition:window:run", actor, ground.desk())
    row = newest(session, edition_id)
    if row is None or not live(row) or row.closes <= at:
        raise Refused("There is no window that is planned or open.")
    return ground, row


def _open(session: Session, ground: Ground, row: CommentWindow, actor: Actor, at: datetime) -> None:
    ground.edition.status = after(Move.OPEN_COMMENT_WINDOW, ground.status)
    touch(ground.edition, at)
    row.opened, row.revision_id = at, ground.edition.revision_id
    session.add_all([row, ground.edition])
    session.flush()
    refresh(session, ground, at)
    _record(session, ground, EventKind.WINDOW_OPENED, actor, row, at)


def _end(
    session: Session, ground: Ground, row: CommentWindow, actor: Actor, reason: str, at: datetime
) -> None:
    row.cancelled, row.reason = at, reason
    session.add(row)
    if row.opened:
        _rest_no_more(session, ground, at)
    _record(session, ground, EventKind.WINDOW_CANCELLED, actor, row, at)


def _rest_no_more(session: Session, ground: Ground, at: datetime) -> None:
    """The text may change again, unless the edition was withdrawn meanwhile."""
    if ground.status is Status.PUBLIC_COMMENT:
        ground.edition.status = after(Move.CLOSE_COMMENT_WINDOW, ground.status)
        touch(ground.edition, at)
        session.add(ground.edition)
    session.flush()
    refresh(session, ground, at)


def _record(
    session: Session, ground: Ground, kind: EventKind, actor: Actor, row: CommentWindow, at: datetime
) -> None:
    history.record(
        session,
        kind,
        actor=actor,
        at=at,
        mou_id=ground.mou.id,
        edition_id=ground.edition.id,
        subject_id=row.id,
    )
