"""The script of the signing page, by its SHA-256: which one is served, and which were before, as the log says.

The operator can serve another page than he says; but what he says stands in the log with its day, so whoever kept the page from
the day of signing can show, years and upgrades later, whether its script was the one that was named then.
"""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence.canonical import b64u
from workflow.evidence.fields import write_moment
from workflow.history import actions as history
from workflow.history.models import Event, LogEntry
from workflow.history.queries import leaf_of

SIGNING_SCRIPT = Path(__file__).resolve().parents[1] / "web" / "static" / "signing.js"
MOST = 1000
"""As many as a policy has room for: the newest."""


def today() -> str:
    """The hash of the script that is served here; base64url."""
    return b64u(sha256(SIGNING_SCRIPT.read_bytes()).digest())


def note(session: Session, *, at: datetime) -> None:
    """Say in the log that the signing page has this script, unless the log said so last. Several processes may start at once."""
    history.lock(session)
    told = served(session)
    if not told or told[-1]["script"] != today():
        fact = history.ServiceFact({"script": today()})
        history.record(session, EventKind.SERVICE_SCRIPTED, actor=SERVICE, at=at, chain=fact)


def served(session: Session) -> list[dict[str, Any]]:
    """What the log says, oldest first: `script`, since when (`at`), and at which place of the log (`index`, -1 before it has one)."""
    rows = session.exec(
        select(Event, LogEntry.index)
        .join(LogEntry, col(LogEntry.event_id) == col(Event.id), isouter=True)
        .where(Event.stream == history.SERVICE_STREAM, Event.kind == EventKind.SERVICE_SCRIPTED)
        .order_by(col(Event.seq))
    )
    return [
        {"at": write_moment(event.at), "index": -1 if index is None else index, "script": leaf_of(event)["script"]}
        for event, index in rows
    ]  # fmt: skip


def named(session: Session) -> list[str]:
    """For the policy: each script that was ever served, once, and today's last."""
    hashes = [one["script"] for one in served(session)]
    return [*dict.fromkeys(one for one in hashes if one != today()), today()][-MOST:]
