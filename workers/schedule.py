"""The clock's work. A sweep narrows: it finds candidates by an index and asks for a job each; the job locks and looks again.

Every dispatcher sweeps once a minute. Keys make it harmless that several do: an opening is asked for once a day until it has
happened, a time stamp over the log once a day, a reminder once for its due date, an expiry once, a comment window's opening or closing once a minute.
"""

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from workers import dispatch
from workers.kit import Kit
from workers.outbox import enqueue
from workflow.adapters.keystore import ANNOUNCED
from workflow.history import daily_stamp, rotating
from workflow.history.models import Work
from workflow.history.standing import RESUME
from workflow.parties.recovery import queries as recovery
from workflow.publication.hiding import queries as hiding
from workflow.renewal import queries as renewal
from workflow.review.acknowledgements import queries as acknowledgements
from workflow.review.ladder import queries as ladder
from workflow.review.window import queries as window
from workflow.review.window import speaking
from workflow.signing import queries as signing
from workflow.signing import signers

log = logging.getLogger("countersign.schedule")
EVERY = timedelta(minutes=1)
Asked = tuple[str, str, dict[str, str]]
"""A piece of work: its key, its task, what it is about."""


def sweep(kit: Kit) -> int:
    """Ask for everything that has become due: reviews to open, reminders, seats to look at, signing events to close, signers to
    warn. Returns how much is."""
    now = kit.clock.now()
    today = now.date()
    with kit.database.reading() as session:
        due = [
            *(
                (f"review.{edition_id}.{today}", "open_review", {"edition": edition_id})
                for edition_id in renewal.due_to_open(session, now)
            ),
            *(
                (f"remind.{one.edition_id}.{one.due}.{one.before}", "remind_review", {"edition": one.edition_id, "which": one.before})
                for one in renewal.due_reminders(session, now)
            ),
            *(
                (f"nudge.{seat_id}.{when:%Y%m%dT%H%M%S.%f}", "nudge", {"seat": seat_id})
                for seat_id, when in ladder.to_nudge(session, now)
            ),
            *(
                (f"readers.{list_id}.{when:%Y%m%dT%H%M%S.%f}", "remind_readers", {"list": list_id})
                for list_id, when in acknowledgements.to_remind(session, now)
            ),
            *(
                (f"expire.{event_id}", "expire_signing", {"event": event_id})
                for event_id in signing.expired(session, now)
            ),
            *_signers(session, today), *_closing(session, now), *_recoveries(session, now), *_stamps(session, kit, today),
            *(
                (f"hidden.{edition_id}.{day}", "review_hidden", {"edition": edition_id})
                for edition_id, day in hiding.due(session, now)
            ),
            *(
                (f"window.{what}.{one}.{now:%Y%m%dT%H%M}", f"{what}_window", {"window": one})
                for what, one in window.due(session, now)
            ),
            *(
                [(f"purge.comments.{now:%Y%m%dT%H}", "purge_comments", {})]
                if window.overripe(session, now - speaking.PURGED_AFTER)
                else []
            ),
        ]  # fmt: skip
    if any(map(kit.keystore.announced, ANNOUNCED)):
        with kit.database.writing() as session:
            rotating.hand_over(session, kit.keystore, at=now)
    if due:
        with kit.database.writing() as session:
            for key, task, payload in due:
                enqueue(session, key, task, payload, due=now, now=now)
    return len(due)


def _signers(session: Session, today: date) -> list[Asked]:
    """Each edition on its way to signature is looked at once a day: will those who sign be able to?"""
    editions = signers.on_their_way(session)
    return _unasked(
        session, [(f"signers.{one}.{today}", "warn_signers", {"edition": one}) for one in editions]
    )


def _closing(session: Session, now: datetime) -> list[Asked]:
    """Reminders before a signing window closes: once each."""
    return _unasked(session, [
        (f"closing.{one}.{before}", "remind_signing", {"event": one, "before": str(before)})
        for one, before in signing.closing(session, now)
    ])  # fmt: skip


def _stamps(session: Session, kit: Kit, today: date) -> list[Asked]:
    """The newest checkpoint is put before the time authority once a day, where there is one and anything came to the log since."""
    asked = (f"{daily_stamp.TASK}.{today}", daily_stamp.TASK, {"day": str(today)})
    return _unasked(session, [asked]) if kit.time_authority and daily_stamp.question(session) else []


def _unasked(session: Session, wanted: list[Asked]) -> list[Asked]:
    """What was not asked for before, so that a quiet sweep writes nothing. One statement, none where nothing is wanted."""
    if not wanted:
        return []
    asked = set(session.exec(select(Work.key).where(col(Work.key).in_([key for key, _, _ in wanted]))))
    return [one for one in wanted if one[0] not in asked]


def _recoveries(session: Session, now: datetime) -> list[Asked]:
    """Recovered keys whose wait is over."""
    due = recovery.due(session, now)
    return [(f"recovery.{one}.{now:%Y%m%dT%H%M}", "complete_recovery", {"recovery": one}) for one in due]


def run(kit: Kit, stop: threading.Event, hand_over: Callable[[int], bool] | None = None) -> None:
    """The dispatcher's loop, in a thread of the embedded default or of a worker. A failing round is logged and tried again."""
    swept, told = None, ""
    while not stop.is_set():
        try:
            now = kit.clock.now()
            if no := dispatch.stand_back(kit):
                if no != told:
                    log.error("nothing is done here: %s %s", no, RESUME)
                told = no
                stop.wait(kit.settings.tick_seconds)
                continue
            if swept is None or now - swept >= EVERY or now < swept:
                sweep(kit)
                swept = now
            if dispatch.run_once(kit, hand_over):
                continue
        except Exception:
            log.exception("a round of the dispatcher failed; the next one tries again")
        stop.wait(kit.settings.tick_seconds)
