"""Who was invited to an edition without an account."""

from typing import Any

from sqlmodel import Session, col, select

from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.drafting.hidden.warned import of_draft
from workflow.parties.models import Person
from workflow.review.ground import find
from workflow.review.models import Guest


def guests_page(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """Guests with their names and addresses: for those who run the agreement alone."""
    ground = find(session, actor, edition_id)
    require("edition:guest:invite", actor, ground.desk())
    rows = session.exec(
        select(Guest, Person)
        .join(Person, col(Person.id) == col(Guest.person_id))
        .where(Guest.edition_id == edition_id)
        .order_by(col(Guest.created))
    )
    return {
        "edition": {"id": edition_id, "title": ground.edition.title, "number": ground.edition.number},
        "timezone": ground.mou.timezone,
        "withheld": [one.name for one in of_draft(session, ground.mou, ground.edition)],
        "guests": [{"name": who.name, "email": who.email, "created": guest.created} for guest, who in rows],
    }
