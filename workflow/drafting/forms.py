"""What the pages for writing show: each form with what stands now. Asked by those who may write; others get the reason."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound
from workflow.core.people import DESK_OFFICES, Actor
from workflow.core.permissions import require
from workflow.drafting import headings
from workflow.drafting.hidden.today import today
from workflow.drafting.hidden.warned import of_clause
from workflow.drafting.latest import latest_of
from workflow.drafting.models import Clause
from workflow.drafting.queries import (
    FIRST,
    Subject,
    attachments_of,
    clause_json,
    clauses_of,
    find,
    missing_exhibits,
    revision_json,
    revision_of,
)
from workflow.parties.models import Party
from workflow.parties.options import zone_options


def _writable(session: Session, actor: Actor, edition_id: str) -> tuple[Subject, dict[str, Any]]:
    subject = find(session, actor, edition_id)
    require("edition:edit", actor, subject.case())
    revision = revision_json(revision_of(session, subject.edition), subject.edition)
    return subject, {"edition": subject.to_json(), "revision": revision}


def clause_form(session: Session, actor: Actor, edition_id: str, key: str) -> dict[str, Any]:
    """One clause, ready to be edited, with the number of the revision it was read in. Raises NotFound."""
    subject, shown = _writable(session, actor, edition_id)
    clauses = clauses_of(session, subject.edition.revision_id)
    here = next((clause for clause in clauses if clause.key == key), None)
    if here is None:
        raise NotFound("clause")
    marked = of_clause(today(session, subject.mou, subject.edition), here)
    return {
        **shown,
        "clause": clause_json(here),
        "hidden_today": marked.words if marked else "",
        "latest": latest_of(session, edition_id, key),
        "places": _places(clauses, without=key),
    }


def new_clause_form(session: Session, actor: Actor, edition_id: str, after: str = "") -> dict[str, Any]:
    """The places a new clause can take."""
    subject, shown = _writable(session, actor, edition_id)
    clauses = clauses_of(session, subject.edition.revision_id)
    return {
        **shown,
        "after": after or (clauses[-1].key if clauses else ""),
        "places": _places(clauses),
    }


def _places(clauses: Sequence[Clause], without: str = "") -> list[dict[str, str]]:
    named = [
        {"value": clause.key, "words": f"After {headings.label_of(clause.text)}"}
        for clause in clauses
        if clause.key != without
    ]
    return [{"value": FIRST, "words": "At the beginning"}, *named]


def import_form(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """What the page for importing a whole text needs."""
    return _writable(session, actor, edition_id)[1]


def start_form(session: Session, actor: Actor, timezone: str) -> dict[str, Any]:
    """Whom an agreement can be made between. The actor's own parties are ticked."""
    require("mou:start", actor)
    rows = session.exec(select(Party).order_by(col(Party.kind), col(Party.legal_name)))
    mine = {hold.party_id for hold in actor.holds if hold.office in DESK_OFFICES}
    return {
        "parties": [
            {"id": party.id, "legal_name": party.legal_name, "kind": party.kind, "place": party.place, "mine": party.id in mine}
            for party in rows
        ],
        "timezone": timezone,
        "zones": zone_options(),
    }  # fmt: skip


def exhibit_form(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """What is attached, and what the text speaks of that is not."""
    subject, shown = _writable(session, actor, edition_id)
    return {
        **shown,
        "exhibits": attachments_of(session, subject.edition.revision_id),
        "missing": list(missing_exhibits(session, subject.edition)),
    }
