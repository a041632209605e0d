"""The newest checkpoint, stamped once a day by a time authority outside the operator, where one is configured.

The token stands in the log itself, so that a later checkpoint covers it: who made the log anew could not have its old days
stamped again. A day without an answer stands there as such.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence import time_token, tlog
from workflow.evidence.canonical import b64u
from workflow.evidence.fields import read_moment
from workflow.history import actions, queries
from workflow.history.models import Event

TASK, ALARM = "stamp_log", "time authority"
FAR = timedelta(hours=1)
"""How far a token's time may be from the event's: clocks differ by less."""


@dataclass(frozen=True)
class Question:
    """What is asked of the authority: a token over `imprint` (32 bytes), of the checkpoint of so many leaves."""

    leaves: int
    root: bytes
    imprint: bytes

    def refusal(self, token: bytes, at: datetime) -> str:
        """Why this token is not of now; empty when it is. Raises Bad("time.token")."""
        said = time_token.read(token).at
        return "" if abs(read_moment(said) - at) <= FAR else f"its clock says {said}, which is not the time"


def imprint(origin: str, leaves: int, root: bytes) -> bytes:
    """What the token is about: the SHA-256 of the checkpoint's three lines; 32 bytes."""
    return sha256(tlog.signed_text(origin, leaves, root).encode()).digest()


def question(session: Session) -> Question | None:
    """What to ask; None while nothing but the last stamp itself came to the log since. Two statements."""
    newest = queries.newest_checkpoint(session)
    if newest is None or newest.size <= _stamped(session) + 1:
        return None
    origin, size, root = tlog.body(newest.note)
    return Question(size, root, imprint(origin, size, root))


def _stamped(session: Session) -> int:
    """How many leaves the newest stamp covers; -1 before the first."""
    last = session.exec(
        select(Event.subject_id)
        .where(Event.stream == actions.SERVICE_STREAM, Event.kind == EventKind.SERVICE_STAMPED)
        .where(Event.subject_id != "")
        .order_by(col(Event.seq).desc())
        .limit(1)
    ).first()
    return int(last) if last else -1


def keep(session: Session, asked: Question, token: bytes, *, at: datetime) -> None:
    """Say in the log that this checkpoint was stamped, unless it, or a later one, is by now."""
    actions.lock(session)
    if _stamped(session) < asked.leaves:
        _say(session, asked, token, at)


def give_up(session: Session, asked: Question, *, at: datetime) -> None:
    """Say in the log that the authority gave no token for a whole day."""
    _say(session, asked, b"", at)


def _say(session: Session, asked: Question, token: bytes, at: datetime) -> None:
    said = {"leaves": asked.leaves, "root": b64u(asked.root), "token": b64u(token)}
    actions.record(
        session, EventKind.SERVICE_STAMPED, actor=SERVICE, at=at, chain=actions.ServiceFact(said),
        subject_id=str(asked.leaves) if token else "",
    )  # fmt: skip
