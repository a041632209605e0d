"""Where the public copy of an edition stands: what may be hidden, what is, what waits, and what is due for another look."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.core.events import EventKind
from workflow.core.hiding import Copy
from workflow.core.lifecycle import Status
from workflow.drafting.hidden.models import HiddenPart, Proposal
from workflow.drafting.hidden.queries import hidden, hidden_parts, parts_of, proposals, signed, statement_of
from workflow.drafting.models import Edition, Mou
from workflow.evidence.redaction import ACTS
from workflow.history.models import Event
from workflow.parties.queries import local_day
from workflow.publication.hiding.models import PrivateDownload, PrivateReceipt
from workflow.signing.models import SigningEvent

__all__ = ["hidden", "hidden_parts", "parts_of", "proposals", "signed", "statement_of"]

HIDING_EVENTS = (EventKind.EDITION_REDACTED, EventKind.EDITION_RELEASED, EventKind.EDITION_WITHHELD)
"""The events of the edition's chain that change what the public sees, in the order of `evidence.redaction.ACTS`."""
STATEMENTS = dict(zip(HIDING_EVENTS, ACTS.values(), strict=True))


def copy_of(edition: Edition, event: SigningEvent | None, rows: Sequence[Proposal], parts: dict[str, bool]) -> Copy:  # fmt: skip
    """The public copy as the rules look at it."""
    decided = any(row.state == "approved" and row.kind in ("hide", "show") for row in rows)
    names = frozenset(hidden(rows, parts).grounds) if event else frozenset()
    return Copy(Status(edition.status), parts, names, decided)


def waits(session: Session, edition: Edition, event: SigningEvent) -> bool:
    """Whether publication waits for the decision what stays hidden. Three statements."""
    parts = parts_of(session, event.revision_id)
    return copy_of(edition, event, proposals(session, edition.id), parts).waits


def newest_act(session: Session, edition_id: str) -> int | None:
    """The newest event that changed what the public is to see."""
    return session.exec(
        select(func.max(Event.id)).where(
            Event.edition_id == edition_id, col(Event.kind).in_([str(kind) for kind in HIDING_EVENTS])
        )
    ).one()


def envelopes(session: Session, edition_id: str) -> dict[int | None, dict[str, Any]]:
    """The signed statements about the public copy, by their events."""
    return {row.event_id: row.envelope for row in signed(proposals(session, edition_id))}


def due(session: Session, now: datetime) -> list[tuple[str, date]]:
    """Editions with hidden parts whose review day has come, by index: the sweep's narrow question."""
    rows = session.exec(
        select(HiddenPart.edition_id, Mou.timezone, func.min(HiddenPart.review))
        .join(Edition, col(Edition.id) == col(HiddenPart.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(col(HiddenPart.review) <= now.date() + timedelta(days=1))
        .group_by(HiddenPart.edition_id, Mou.timezone)
    )
    return [(edition_id, day) for edition_id, zone, day in rows if day <= local_day(zone, now)]


def receipts(session: Session, edition_id: str) -> list[PrivateReceipt]:
    """Which parties have their private package."""
    return list(
        session.exec(
            select(PrivateReceipt)
            .where(PrivateReceipt.edition_id == edition_id)
            .order_by(col(PrivateReceipt.at))
        )
    )


def private_version(session: Session, edition_id: str) -> Event | None:
    """The event that the parties' own packages go up to: the newest act about the public copy, else that everyone had signed."""
    kinds = [EventKind.EDITION_EXECUTED, *HIDING_EVENTS]
    query = select(Event).where(Event.edition_id == edition_id, col(Event.kind).in_(kinds))
    return session.exec(query.order_by(col(Event.id).desc()).limit(1)).first()


def has_private(session: Session, edition_id: str) -> bool:
    """Whether the parties' own packages show what the public copy may not."""
    frozen = session.exec(
        select(SigningEvent).where(SigningEvent.edition_id == edition_id, SigningEvent.state == "executed")
    ).first()
    if frozen is None:
        return False
    parts = parts_of(session, frozen.revision_id)
    return any(parts.values()) or bool(hidden(proposals(session, edition_id), parts).grounds)


def downloaded(session: Session, edition_id: str, party_id: str, version: int) -> PrivateDownload | None:
    """The newest download of this version by somebody of this party."""
    query = select(PrivateDownload).where(
        PrivateDownload.edition_id == edition_id,
        PrivateDownload.party_id == party_id,
        PrivateDownload.version == version,
    )
    return session.exec(query.order_by(col(PrivateDownload.at).desc()).limit(1)).first()


def asked(session: Session, edition_id: str) -> bool:
    """Whether it was asked before publication what stays hidden."""
    found = select(Event.id).where(Event.edition_id == edition_id, Event.kind == EventKind.HIDING_ASKED)
    return session.exec(found).first() is not None
