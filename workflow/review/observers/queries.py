"""Who reads along: named to everybody who can open the edition, so that nobody reads unseen."""

from typing import Any

from sqlmodel import Session

from workflow.core.lifecycle import OPEN
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.drafting.hidden.warned import of_draft
from workflow.parties.observers.queries import observers_of, watching
from workflow.review.ground import find


def observers_page(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """Observers of today and earlier, who let them in and until when. Addresses are for those who run it. Raises NotFound."""
    ground = find(session, actor, edition_id)
    keeps = may("edition:observer:keep", actor, ground.desk())
    mine = watching(session, actor.person_id, edition_id) if actor.observes else None
    return {
        "edition": {"id": edition_id, "title": ground.edition.title, "number": ground.edition.number},
        "timezone": ground.mou.timezone,
        "withheld": [one.name for one in of_draft(session, ground.mou, ground.edition)] if keeps else [],
        "observers": [
            {
                "id": row.id,
                "name": who.name,
                "email": who.email if keeps else "",
                "speaks_for": row.speaks_for,
                "added_by": row.added_by,
                "created": row.created,
                "removed": row.removed,
                "removed_by": row.removed_by,
            }
            for row, who in observers_of(session, edition_id)
        ],
        "may": {"keep": keeps and ground.status in OPEN, "remove": keeps, "ask": mine is not None},
        "tells": mine.tells if mine else False,
    }
