"""Ending an observer's reading: the row, the open browsers and the links that nobody has used."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlmodel import Session, col

from workflow.parties.models import LinkToken, WebSession
from workflow.parties.observers.models import Observer


def end(session: Session, row: Observer, by: str, at: datetime) -> None:
    """From this instant nothing opens the edition for this observer any more."""
    row.removed, row.removed_by = at, by
    session.add(row)
    session.execute(
        delete(WebSession).where(
            col(WebSession.person_id) == row.person_id, col(WebSession.edition_id) == row.edition_id
        )
    )
    session.execute(
        update(LinkToken)
        .where(
            col(LinkToken.person_id) == row.person_id, col(LinkToken.edition_id) == row.edition_id,
            col(LinkToken.used).is_(None), col(LinkToken.expires) > at,
        )
        .values(expires=at)
    )  # fmt: skip
