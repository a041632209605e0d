"""The dispatcher: events become work rows, due rows are claimed, each is done in one transaction. Plain functions.

- An undispatched event and its work rows change hands in one transaction; `key` is unique, so a repeat adds nothing.
- Claiming sets a lease. Work not done within its lease becomes due again: a lost hint, worker or Redis only delays.
- The effect of a task and its *done* are one transaction. Only mail leaves the database: it goes out before the commit, with a
  Message-ID made from the row's key, so that a crash in between repeats the same recognisable message and loses none.
- A task that fails is tried again later and later, five times; then it is *dead*, which an operator can see (`/readyz`).
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from workers.kit import Kit
from workers.reactions import consequences
from workers.tasks import TASKS, NotYet
from workflow.history.models import Event, Undispatched, Unsequenced, Work
from workflow.history.sequencer import sequence

LEASE = timedelta(seconds=60)
ATTEMPTS = 5
BATCH = 200
log = logging.getLogger("countersign.dispatch")


def enqueue(session: Session, key: str, task: str, payload: dict[str, str], *, due: datetime, now: datetime) -> None:
    """Ask for a piece of work; asking again under the same key changes nothing."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.connection().execute(
        insert(Work)
        .values(key=key, task=task, payload=payload, state="ready", due=due, attempts=0, error="", created=now)
        .on_conflict_do_nothing(index_elements=["key"])
    )


def dispatch_events(kit: Kit) -> int:
    """Turn committed events into work rows. Returns how many events were dispatched."""
    now = kit.clock.now()
    with kit.database.reading() as session:
        if session.exec(select(Undispatched.event_id).limit(1)).first() is None:
            return 0
    with kit.database.writing() as session:
        events = session.exec(
            select(Event)
            .join(Undispatched, col(Undispatched.event_id) == col(Event.id))
            .order_by(col(Event.id))
            .limit(BATCH)
            .with_for_update(of=Undispatched, skip_locked=True)
        ).all()
        for event in events:
            for work in consequences(session, event):
                enqueue(session, work.key, work.task, work.payload, due=now + work.delay, now=now)
        done = [event.id for event in events]
        session.connection().execute(delete(Undispatched).where(col(Undispatched.event_id).in_(done)))
    return len(events)


def claim(kit: Kit, limit: int = BATCH) -> list[int]:
    """Take due rows for the length of a lease. Two dispatchers never take the same row."""
    now = kit.clock.now()
    due = (
        select(Work.id)
        .where(col(Work.state).in_(["ready", "sent"]), Work.due <= now)
        .order_by(col(Work.due))
        .limit(limit)
    )
    with kit.database.reading() as session:
        if session.exec(due.limit(1)).first() is None:
            return []
    with kit.database.writing() as session:
        ids = session.exec(due.with_for_update(skip_locked=True)).all()
        session.connection().execute(
            update(Work).where(col(Work.id).in_(ids)).values(state="sent", due=now + LEASE, attempts=Work.attempts + 1)
        )
    return [row for row in ids if row is not None]


def perform(kit: Kit, work_id: int) -> bool:
    """Do one row: effect and *done* together. False when it was done already, is being done, or has to wait."""
    now = kit.clock.now()
    try:
        with kit.database.writing() as session:
            work = session.exec(
                select(Work).where(Work.id == work_id, col(Work.state).in_(["ready", "sent"])).with_for_update(skip_locked=True)
            ).first()  # fmt: skip
            if work is None:
                return False
            TASKS[work.task](session, kit, work.payload, work.key, now)
            work.state, work.done, work.error = "done", now, ""
            session.add(work)
        return True
    except NotYet as waiting:
        _put_back(kit, work_id, str(waiting), now, again_in=timedelta(seconds=kit.settings.tick_seconds), counts=False)
    except Exception as failure:
        log.exception("work %s failed", work_id)
        _put_back(kit, work_id, f"{type(failure).__name__}: {failure}", now, again_in=None, counts=True)
    return False


def _put_back(
    kit: Kit, work_id: int, error: str, now: datetime, *, again_in: timedelta | None, counts: bool
) -> None:
    """After the task's own transaction was rolled back: when to try again, or that it is dead."""
    with kit.database.writing() as session:
        work = session.get(Work, work_id, with_for_update=True)
        if work is None or work.state in ("done", "dead"):
            return
        if not counts:
            work.attempts -= 1
        work.error = error[:2000]
        if counts and work.attempts >= ATTEMPTS:
            work.state = "dead"
        else:
            work.state, work.due = "ready", now + (again_in or timedelta(seconds=10 * 3 ** max(work.attempts, 0)))
        session.add(work)


def sequence_log(kit: Kit) -> bool:
    """Sequence what waits. True when a new checkpoint was signed."""
    with kit.database.reading() as session:
        if session.exec(select(Unsequenced.event_id).limit(1)).first() is None:
            return False
    with kit.database.writing() as session:
        return sequence(session, key=kit.keystore.checkpoint_key, at=kit.clock.now()) is not None


def run_once(kit: Kit, hand_over: Callable[[int], object] | None = None) -> int:
    """One round: sequence, dispatch, claim, and do the work here or hand it over. Returns how much there was to do."""
    busy = int(sequence_log(kit)) + dispatch_events(kit)
    for work_id in claim(kit):
        busy += 1
        if hand_over is None:
            perform(kit, work_id)
        else:
            hand_over(work_id)
    return busy


def run_until_quiet(kit: Kit, rounds: int = 200) -> None:
    """Rounds until nothing is due any more: for the demo, tests and the command line. Raises RuntimeError if it never ends."""
    for _ in range(rounds):
        if run_once(kit) == 0:
            return
    raise RuntimeError("the dispatcher never came to rest: a task keeps making work for itself")
