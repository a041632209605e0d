"""The current text held against the guidance pack: findings for people, gates for readiness.

No finding passes by itself: it shows the passage it relied on, and a person judges.
"""

from typing import Any

from sqlmodel import Session

from workflow.core.people import Actor
from workflow.drafting.models import Edition, Mou
from workflow.drafting.queries import clauses_of, find
from workflow.guidance import reader

PACK = "cops"


def findings_of(session: Session, mou: Mou, edition: Edition) -> list[reader.Finding]:
    """Every requirement that applies to this agreement, held against its current text. One statement."""
    clauses = [(clause.key, clause.text) for clause in clauses_of(session, edition.revision_id)]
    return reader.findings(reader.load(PACK), clauses, award=mou.award)


def gates_of(session: Session, mou: Mou, edition: Edition) -> tuple[tuple[str, str], ...]:
    """(requirement id, words) of the gates that hold up a freeze: none without an award. For `FreezeFacts.gates`."""
    return reader.gates(findings_of(session, mou, edition)) if mou.award else ()


def findings_page(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """What the page of findings shows: those without a passage first, then the rest, in the pack's order."""
    subject = find(session, actor, edition_id)
    found = findings_of(session, subject.mou, subject.edition)
    pack = reader.load(PACK)
    ordered = sorted(found, key=lambda one: (one.passage is not None, not one.blocks))
    return {
        "edition": subject.to_json(),
        "pack": {"id": pack.id, "version": pack.version, "title": pack.title, "as_of": pack.as_of},
        "award": subject.mou.award,
        "findings": [one.to_json() for one in ordered],
        "found": sum(1 for one in found if one.passage),
    }
