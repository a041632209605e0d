"""What somebody saw of an edition before, and what has changed since: since the reader's last look, and since the signed text of last year."""

from typing import Any

from sqlmodel import Session, col, select

from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.drafting import queries as drafting
from workflow.drafting.models import Edition, Revision
from workflow.history.models import Event
from workflow.review.models import Verdict
from workflow.signing.matter import Matter
from workflow.signing.models import SigningEvent


def since_look(session: Session, actor: Actor, case: Matter, now: Revision) -> dict[str, Any] | None:
    """What changed since this person last gave a verdict on the text or was served it. None if he never was."""
    seen = [
        (row.created, row.revision_id)
        for row in session.exec(
            select(Verdict).where(Verdict.edition_id == case.edition.id, Verdict.person_id == actor.person_id)
        )
    ]
    served = session.exec(
        select(Event.at, SigningEvent.revision_id)
        .join(SigningEvent, col(SigningEvent.id) == col(Event.subject_id))
        .where(
            Event.edition_id == case.edition.id,
            Event.kind == EventKind.EDITION_SERVED,
            Event.actor_id == actor.person_id,
        )
    )
    seen += [(when, revision) for when, revision in served]
    if not seen:
        return None
    when, revision_id = max(seen)
    before = session.get_one(Revision, revision_id)
    found = drafting.compare_revisions(session, before, now)
    return {
        "when": when,
        "revision": before.number,
        "changed": found.changed,
        "sentences": found.sentences,
        "link": _redline(case, before.number, now.number),
    }


def since_last_year(session: Session, case: Matter, now: Revision) -> dict[str, Any] | None:
    """What changed since the signed text of the edition before. None for a first edition.

    The next edition opens with that text, word for word, as its revision 1 (renewal): the redline of the two is the one to show.
    """
    before = session.get(Edition, case.edition.supersedes_id) if case.edition.supersedes_id else None
    if before is None or before.revision_id is None:
        return None
    signed = session.get_one(Revision, before.revision_id)
    found = drafting.compare_revisions(session, signed, now)
    return {
        "edition": before.number,
        "executed": before.executed,
        "changed": found.changed,
        "sentences": found.sentences,
        "link": _redline(case, 1, now.number),
    }


def _redline(case: Matter, before: int, now: int) -> str:
    """Where the redline of two revisions stands; nowhere for one and the same."""
    return f"{case.ground.link}/compare/{before}...{now}" if before != now else ""
