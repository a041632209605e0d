"""The clock's work. A sweep narrows: it finds candidates by an index and asks for a job each; the job locks and looks again.

Every dispatcher sweeps once a minute. Keys make it harmless that several do: `review.<edition>` is asked for once.
"""

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from workers import dispatch
from workers.kit import Kit
from workflow.renewal import queries as renewal
from workflow.signing import queries as signing

log = logging.getLogger("countersign.schedule")
EVERY = timedelta(minutes=1)


def sweep(kit: Kit) -> None:
    """Ask for everything that has become due: reviews to open, reminders, signing events to close."""
    now = kit.clock.now()
    today = now.date()
    with kit.database.reading() as session:
        opening = renewal.due_to_open(session, today)
        reminders = renewal.due_reminders(session, today)
        expiring = signing.expired(session, now)
    if opening or reminders or expiring:
        with kit.database.writing() as session:
            for edition_id in opening:
                dispatch.enqueue(session, f"review.{edition_id}", "open_review", {"edition": edition_id}, due=now, now=now)
            for edition_id, which in reminders:
                key = f"remind.{edition_id}.{which}"
                dispatch.enqueue(session, key, "remind_review", {"edition": edition_id, "which": which}, due=now, now=now)
            for event_id in expiring:
                dispatch.enqueue(session, f"expire.{event_id}", "expire_signing", {"event": event_id}, due=now, now=now)


def run(kit: Kit, stop: threading.Event, hand_over: Callable[[int], object] | None = None) -> None:
    """The dispatcher's loop, in a thread of the embedded default or of a worker. A failing round is logged and tried again."""
    swept = None
    while not stop.is_set():
        try:
            now = kit.clock.now()
            if swept is None or now - swept >= EVERY or now < swept:
                sweep(kit)
                swept = now
            if dispatch.run_once(kit, hand_over):
                continue
        except Exception:
            log.exception("a round of the dispatcher failed; the next one tries again")
        stop.wait(kit.settings.tick_seconds)
