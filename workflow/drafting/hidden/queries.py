"""What the approved acts leave hidden of a signed text, replayed from their statements as verifiers replay them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from workflow.drafting.hidden.models import HiddenPart, Proposal
from workflow.drafting.queries import attachments_of, clauses_of
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.redaction import Grounds, apply


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


def hidden_parts(session: Session, edition_id: str) -> list[HiddenPart]:
    """What is hidden now, a row a part."""
    return list(session.exec(select(HiddenPart).where(HiddenPart.edition_id == edition_id)))
