"""The dispatcher: events become work rows, due rows are claimed, each is done in one transaction. Plain functions.

- An undispatched event and its work rows change hands in one transaction; `key` is unique, so a repeat adds nothing.
- Claiming sets a lease. Work not done within its lease becomes due again: a lost hint, worker or Redis only delays.
- The effect of a task and its *done* are one transaction. What is asked of a neighbour comes before it: mail goes out before the commit,
  with a Message-ID made from the row's key, so that a crash in between repeats the same recognisable message and loses none.
- On SQLite, whose one lock everybody needs, no transaction is open while a neighbour is asked.
- A try is counted before it begins, in a transaction of its own, so that work which kills its worker is counted too. After
  five tries the row is *dead*, which an operator can see (`/readyz`, `/metrics`). Waiting for something else is no try.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, update
from sqlmodel import Session, col, select

from workers.errands import Errand, Keep, NeighbourAway, NotYet
from workers.kit import Kit
from workers.outbox import enqueue
from workers.reactions import consequences
from workers.tasks import TASKS
from workflow.adapters.keystore import LOG_KINDS
from workflow.core.errors import Unready
from workflow.history import alarms
from workflow.history.actions import lock_log
from workflow.history.models import Event, Undispatched, Unsequenced, Work
from workflow.history.sequencer import sequence
from workflow.history.standing import judge
from workflow.publication import custody

ATTEMPTS = 5
BATCH = 200
AGAIN = timedelta(seconds=10)
"""The first wait after a failure, three times as long after each further one; and the least wait for a neighbour."""
LONGEST_WAIT = timedelta(minutes=15)
PATIENCE = timedelta(days=2)
"""How long a neighbour may stay away before that counts as failing, as mail servers do among themselves."""
UNSENT = timedelta(seconds=5)
"""When to offer rows again that could not be handed over."""
UNSIGNED = "its key cannot be used, so nothing is signed and nothing published; the service's own log says which file"
log = logging.getLogger("countersign.dispatch")


def dispatch_events(kit: Kit) -> int:
    """Turn committed events into work rows, each in a transaction of its own, so that no request waits for more than one.

    Returns how many events were dispatched. One whose reaction fails stays where it is and is tried again; it holds up no other.
    """
    now = kit.clock.now()
    with kit.database.reading() as session:
        waiting = session.exec(
            select(Undispatched.event_id).order_by(col(Undispatched.event_id)).limit(BATCH)
        ).all()
    return sum(_dispatch(kit, event_id, now) for event_id in waiting)


def _dispatch(kit: Kit, event_id: int, now: datetime) -> bool:
    """React to one event. False when another dispatcher has it, or when it failed."""
    try:
        with kit.database.writing() as session:
            mark = session.exec(
                select(Undispatched)
                .where(Undispatched.event_id == event_id)
                .with_for_update(skip_locked=True)
            ).first()
            if mark is None:
                return False
            for work in consequences(session, session.get_one(Event, event_id)):
                enqueue(session, work.key, work.task, work.payload, due=now + work.delay, now=now)
            session.delete(mark)
            return True
    except Exception:
        log.exception("the reaction to event %s failed; it stays undispatched", event_id)
        return False


def _live() -> ColumnElement[bool]:
    return col(Work.state).in_(["ready", "sent"])


def claim(kit: Kit, limit: int = BATCH) -> list[int]:
    """Take due rows for the length of a lease. Two dispatchers never take the same row."""
    now = kit.clock.now()
    due = select(Work.id).where(_live(), Work.due <= now).order_by(col(Work.due), col(Work.id)).limit(limit)
    with kit.database.reading() as session:
        if session.exec(due.limit(1)).first() is None:
            return []
    with kit.database.writing() as session:
        ids = [row for row in session.exec(due.with_for_update(skip_locked=True)) if row is not None]
        session.connection().execute(
            update(Work).where(col(Work.id).in_(ids)).values(state="sent", due=now + kit.lease)
        )
    return ids


def perform(kit: Kit, work_id: int) -> bool:
    """Do one row: effect and *done* together. False when it was done already, is being done, or has to wait."""
    now = kit.clock.now()
    if not _begin(kit, work_id, now):
        return False
    try:
        left = _first(kit, work_id, now)
        return _then(kit, work_id, left.run(), now) if isinstance(left, Errand) else left
    except NotYet as waiting:
        _wait(kit, work_id, waiting, now)
    except Exception as failure:
        log.exception("work %s failed", work_id)
        _put_back(kit, work_id, f"{type(failure).__name__}: {failure}", now)
    return False


def _first(kit: Kit, work_id: int, now: datetime) -> Errand | bool:
    """What the task does here. True when that is all, False when the row is somebody else's; or the errand that is left to run."""
    with kit.database.writing() as session:
        work = _mine(session, work_id)
        if work is None:
            return False
        errand = TASKS[work.task](session, kit, work.payload, work.key, now)
        if errand and kit.database.is_sqlite:
            return errand  # this lock is everybody's; the row stays ours by its lease
        if errand:
            # This lock is the row's alone, and a second worker with the same hint passes it over.
            keep = errand.run()
            keep(session)
        _done(session, work, now)
        return True


def _then(kit: Kit, work_id: int, keep: Keep, now: datetime) -> bool:
    with kit.database.writing() as session:
        work = _mine(session, work_id)
        if work is not None:
            keep(session)
            _done(session, work, now)
        return work is not None


def _mine(session: Session, work_id: int) -> Work | None:
    return session.exec(
        select(Work).where(Work.id == work_id, _live()).with_for_update(skip_locked=True)
    ).first()


def _done(session: Session, work: Work, now: datetime) -> None:
    work.state, work.done, work.error = "done", now, ""
    session.add(work)


def _begin(kit: Kit, work_id: int, now: datetime) -> bool:
    """Count the try. If we crash after this, the lease ends and the row comes back, at most five times."""
    with kit.database.writing() as session:
        work = session.exec(
            select(Work)
            .where(Work.id == work_id, _live(), or_(Work.state == "sent", col(Work.due) <= now))
            .with_for_update(skip_locked=True)
        ).first()
        if work is None:
            return False
        if work.attempts >= ATTEMPTS:
            work.state, work.error = (
                "dead",
                work.error or "It began five times, and each time its worker ended.",
            )
            log.error("work %s is dead: %s", work_id, work.error)
        else:
            work.state, work.attempts, work.due = "sent", work.attempts + 1, now + kit.lease
        session.add(work)
        return work.state == "sent"


def _wait(kit: Kit, work_id: int, waiting: NotYet, now: datetime) -> None:
    """Not counted as a try. A neighbour is asked again after as long as it has been away already, within bounds."""
    with kit.database.writing() as session:
        work = session.get_one(Work, work_id, with_for_update=True)
        away = now - work.created
        if work.state not in ("ready", "sent"):
            return
        if isinstance(waiting, NeighbourAway) and away > PATIENCE:
            work.state = "dead"
            log.error("work %s is dead after waiting since %s: %s", work_id, work.created, waiting)
        elif isinstance(waiting, NeighbourAway):
            log.warning("work %s waits: %s", work_id, waiting)
            work.state, work.due = "ready", now + min(max(away, AGAIN), LONGEST_WAIT)
        else:
            work.state, work.due = "ready", now + timedelta(seconds=kit.settings.tick_seconds)
        work.attempts, work.error = max(work.attempts - 1, 0), str(waiting)[:2000]
        session.add(work)


def _put_back(kit: Kit, work_id: int, error: str, now: datetime) -> None:
    """After the task's own transaction was rolled back: when to try again, or that it is dead."""
    with kit.database.writing() as session:
        work = session.get_one(Work, work_id, with_for_update=True)
        if work.state not in ("ready", "sent"):
            return
        work.error = error[:2000]
        if work.attempts >= ATTEMPTS:
            work.state = "dead"
            log.error("work %s is dead: %s", work_id, work.error)
        else:
            work.state, work.due = "ready", now + AGAIN * 3 ** (work.attempts - 1)
        session.add(work)


def sequence_log(kit: Kit) -> bool:
    """Sequence what waits. True when a new checkpoint was signed; without its keys the log stands still, and that is an alarm."""
    with kit.database.reading() as session:
        if session.exec(select(Unsequenced.event_id).limit(1)).first() is None:
            return False
    now = kit.clock.now()
    try:
        with kit.database.writing() as session:
            lock_log(session)  # before the key is looked up: it changes under this lock alone
            custody.insist(session, kit.keystore, LOG_KINDS)
            made = sequence(
                session, key=kit.keystore.checkpoint_key, beside=kit.keystore.beside_key, at=now, published=kit.published
            )  # fmt: skip
            alarms.over(session, "log")
            return made is not None
    except Unready as no:
        log.error("the log is not gone on with: %s %s", no.reason, no.remedy)
        with kit.database.writing() as session:
            alarms.ring(session, "log", UNSIGNED, at=now)
        return False


def stand_back(kit: Kit) -> str:
    """Why nothing may be done here at all; empty where it may. A copy of the record sends no letters, either."""
    with kit.database.reading() as session:
        return judge(session, kit.published).words


def run_once(kit: Kit, hand_over: Callable[[int], bool] | None = None) -> int:
    """One round: sequence, dispatch, claim, and do the work here or hand it over. Returns how much there was to do.

    `hand_over` says whether the hint could be sent. After the first that could not, the rest is put off together: a broker
    that is away must not hold up the log and the outbox for a timeout a row.
    """
    busy = int(sequence_log(kit)) + dispatch_events(kit)
    claimed = claim(kit)
    for number, work_id in enumerate(claimed):
        if hand_over is None:
            perform(kit, work_id)
        elif not hand_over(work_id):
            _put_off(kit, claimed[number:])
            break
    return busy + len(claimed)


def _put_off(kit: Kit, ids: Sequence[int]) -> None:
    with kit.database.writing() as session:
        session.connection().execute(
            update(Work)
            .where(col(Work.id).in_(ids), Work.state == "sent")
            .values(state="ready", due=kit.clock.now() + UNSENT)
        )


def run_until_quiet(kit: Kit, rounds: int = 200) -> None:
    """Rounds until nothing is due any more: for the demo, tests and the command line. Raises RuntimeError if it never ends."""
    for _ in range(rounds):
        if run_once(kit) == 0:
            return
    raise RuntimeError("the dispatcher never came to rest: a task keeps making work for itself")
