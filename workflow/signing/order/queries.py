"""Reading the order that was set, before the freeze."""

from sqlmodel import Session, col, select

from workflow.signing.order.models import SigningPlace


def places(session: Session, edition_id: str) -> list[SigningPlace]:
    """The places as they were set; none where any order will do."""
    rows = select(SigningPlace).where(SigningPlace.edition_id == edition_id)
    return list(session.exec(rows.order_by(col(SigningPlace.position))))


def chosen(session: Session, edition_id: str) -> list[str]:
    """The parties in the order that was set; none where any order will do."""
    return [row.party_id for row in places(session, edition_id)]
