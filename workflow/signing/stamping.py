"""Independent time for what was signed, where a time authority outside the operator is configured.

A statement gets its token, or the record says why it has none, and the log, for everybody, that it has none: a failure is
written down, never papered over. The public copy waits until each statement has one or the other, so a token that comes late is not lost.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.drafting.models import Edition
from workflow.evidence import statement_table, time_token
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.verdict import day_in_words
from workflow.history import actions as history
from workflow.history.models import Work
from workflow.signing.corrections.models import Answer
from workflow.signing.models import Adoption, Signature, SigningEvent, TimeToken

TASK = "stamp"
UNTIMED = (
    "The time authority gave no time for what {name}, {title}, signed: when that was is the operator’s word."
)
Statement = Signature | Adoption | Answer


def key_of(event_number: int) -> str:
    """The key of the work that gets a statement its token."""
    return f"{TASK}.{event_number}"


@dataclass(frozen=True)
class Question:
    """What is asked of an authority: a token over `imprint` (32 bytes), of a time within which the statement could be made."""

    imprint: bytes
    issued: str
    expires: str

    def refusal(self, token: bytes) -> str:
        """Why a verifier would not take this token for the statement; empty when it would. Raises Bad("time.token")."""
        at = time_token.read(token).at
        if self.issued <= at <= self.expires:
            return ""
        return (
            f"its clock says {_in_words(at)}, and the statement could be made from {_in_words(self.issued)}"
            f" until {_in_words(self.expires)}"
        )


def question(session: Session, event_number: int) -> Question | None:
    """What to ask for the statement that this event recorded; None when it has its token, or its failure, already."""
    found = _statement(session, event_number)
    if found is None or session.get(TimeToken, event_number) is not None:
        return None
    return _question(found.envelope)


def _read(envelope: dict[str, Any]) -> dict[str, Any]:
    """What the statement says."""
    return statement_table.read(statement_table.ACT_OF[envelope["type"]], unb64u(envelope["statement"]))


def _question(envelope: dict[str, Any]) -> Question:
    said = _read(envelope)
    return Question(unb64u(envelope_hash(envelope), 32), said["issued"], said["expires"])


def stamp(session: Session, event_number: int, token: bytes, *, at: datetime) -> None:
    """Keep the token of a statement, unless it has one, or its failure, by now."""
    _keep(session, event_number, at, token=token)


def give_up(session: Session, event_number: int, why: str, *, at: datetime) -> None:
    """Record that this statement has no token, and why; the log says the first of both."""
    found = _keep(session, event_number, at, failure=why[:500])
    if found is None:
        return
    edition = session.get_one(Edition, session.get_one(SigningEvent, found.signing_event_id).edition_id)
    history.record(
        session, EventKind.SERVICE_UNTIMED, actor=SERVICE, at=at, mou_id=edition.mou_id, edition_id=edition.id,
        chain=history.ServiceFact({"subject": envelope_hash(found.envelope)}),
    )  # fmt: skip


def _keep(
    session: Session, event_number: int, at: datetime, *, token: bytes = b"", failure: str = ""
) -> Statement | None:
    """The statement, if this was its first token or failure."""
    found = _statement(session, event_number)
    if found is None or session.get(TimeToken, event_number) is not None:
        return None
    row = TimeToken(
        event_id=event_number, signing_event_id=found.signing_event_id, token=token, failure=failure, at=at
    )
    session.add(row)
    session.flush()
    return found


def pending(session: Session, event: SigningEvent) -> bool:
    """Whether a statement of this signing still waits for its token."""
    stated = [row.event_id for row in _statements(session, event) if row.event_id is not None]
    live = select(Work.id).where(
        col(Work.key).in_([key_of(number) for number in stated]), col(Work.state).in_(["ready", "sent"])
    )
    return session.exec(live.limit(1)).first() is not None


def tokens_of(session: Session, event: SigningEvent) -> list[tuple[str, bytes]]:
    """(envelope hash, token) of each statement that has one, in the order of the chain: as a package carries them.

    A token of another time, kept before such were refused, is left out: no package that carries it verifies.
    """
    kept = {
        row.event_id: row.token
        for row in session.exec(select(TimeToken).where(TimeToken.signing_event_id == event.id))
        if row.token
    }
    ordered = sorted(
        (
            row
            for row in _statements(session, event)
            if row.event_id in kept and not _question(row.envelope).refusal(kept[row.event_id])
        ),
        key=lambda row: row.event_id or 0,
    )
    return [(envelope_hash(row.envelope), kept[row.event_id or 0]) for row in ordered]


def failures(session: Session, event_id: str) -> dict[int, str]:
    """Why statements of a signing have no token, by the event that recorded them."""
    rows = session.exec(
        select(TimeToken).where(TimeToken.signing_event_id == event_id, col(TimeToken.failure) != "")
    )
    return {row.event_id: row.failure for row in rows}


def untimed(session: Session, event: SigningEvent) -> list[str]:
    """For whoever reads the public copy: what the authority gave no time for, a sentence each. One statement where there is none."""
    failed = failures(session, event.id)
    rows = _statements(session, event) if failed else []
    said = {row.event_id or 0: _read(row.envelope) for row in rows if row.event_id in failed}
    return [UNTIMED.format(**said[number]) for number in sorted(said)]


def _statements(session: Session, event: SigningEvent) -> list[Statement]:
    return [
        *session.exec(select(Signature).where(Signature.signing_event_id == event.id)),
        *session.exec(select(Adoption).where(Adoption.signing_event_id == event.id)),
        *session.exec(select(Answer).where(Answer.signing_event_id == event.id)),
    ]


def _statement(session: Session, event_number: int) -> Statement | None:
    return (
        session.exec(select(Signature).where(Signature.event_id == event_number)).first()
        or session.exec(select(Adoption).where(Adoption.event_id == event_number)).first()
        or session.exec(select(Answer).where(Answer.event_id == event_number)).first()
    )


def _in_words(moment: str) -> str:
    return f"{day_in_words(moment, 'UTC')}, {moment[11:19]} UTC"
