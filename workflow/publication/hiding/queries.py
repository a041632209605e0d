"""Where the public copy of an edition stands: what may be hidden, what is, what waits, and what is due for another look."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.core.events import EventKind
from workflow.core.hiding import Copy
from workflow.core.lifecycle import Status
from workflow.drafting.models import Edition, Mou
from workflow.drafting.queries import attachments_of, clauses_of
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.redaction import ACTS, Grounds, apply
from workflow.history.models import Event
from workflow.parties.queries import local_day
from workflow.publication.hiding.models import HiddenPart, PrivateReceipt, Proposal
from workflow.signing.models import SigningEvent

HIDING_EVENTS = (EventKind.EDITION_REDACTED, EventKind.EDITION_RELEASED, EventKind.EDITION_WITHHELD)
"""The events of the edition's chain that change what the public sees, in the order of `evidence.redaction.ACTS`."""
STATEMENTS = dict(zip(HIDING_EVENTS, ACTS.values(), strict=True))


@dataclass(frozen=True)
class Hidden:
    """The parts a public package does not show: those that were agreed, and those that an order withholds."""

    grounds: Grounds

    @property
    def agreed(self) -> frozenset[str]:
        return frozenset(name for name, ground in self.grounds.items() if not ground.by_order)

    @property
    def by_order(self) -> frozenset[str]:
        return frozenset(name for name, ground in self.grounds.items() if ground.by_order)


def parts_of(session: Session, revision_id: str) -> dict[str, bool]:
    """Every part of a frozen text, in order, and whether it may be hidden. Two statements."""
    clauses = {row.path: row.redactable for row in clauses_of(session, revision_id)}
    files = attachments_of(session, revision_id)
    return clauses | {f"attachment {place}": file["redactable"] for place, file in enumerate(files, start=1)}


def proposals(session: Session, edition_id: str) -> list[Proposal]:
    """Everything that was proposed about the public copy, oldest first."""
    return list(
        session.exec(
            select(Proposal)
            .where(Proposal.edition_id == edition_id)
            .order_by(col(Proposal.created), col(Proposal.id))
        )
    )


def signed(rows: Sequence[Proposal]) -> list[Proposal]:
    """Those that were approved with a key, in the order of the record."""
    return sorted((row for row in rows if row.envelope), key=lambda row: row.event_id or 0)


def hidden(rows: Sequence[Proposal], parts: dict[str, bool]) -> Hidden:
    """What the approved acts leave hidden: the same replay that verifiers make."""
    grounds: Grounds = {}
    for row in signed(rows):
        said = statement_of(row)
        apply(grounds, parts, _act(row), said, (row.decided or row.created).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return Hidden(grounds)


def statement_of(row: Proposal) -> dict[str, Any]:
    """The members of the signed statement."""
    said: dict[str, Any] = loads(unb64u(row.envelope["statement"]))
    return said


def _act(row: Proposal) -> str:
    return {"hide": "redaction", "release": "release", "withhold": "withholding"}[row.kind]


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


def hidden_parts(session: Session, edition_id: str) -> list[HiddenPart]:
    """What is hidden now, a row a part."""
    return list(session.exec(select(HiddenPart).where(HiddenPart.edition_id == edition_id)))


def receipts(session: Session, edition_id: str) -> list[PrivateReceipt]:
    """Which parties have their private package."""
    return list(
        session.exec(
            select(PrivateReceipt)
            .where(PrivateReceipt.edition_id == edition_id)
            .order_by(col(PrivateReceipt.at))
        )
    )


def asked(session: Session, edition_id: str) -> bool:
    """Whether it was asked before publication what stays hidden."""
    found = select(Event.id).where(Event.edition_id == edition_id, Event.kind == EventKind.HIDING_ASKED)
    return session.exec(found).first() is not None
