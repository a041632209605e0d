"""Asking for work: one row a key. What asks twice asks once, so every caller may be repeated after a crash."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from workflow.history.models import Work


def enqueue(
    session: Session, key: str, task: str, payload: Mapping[str, str], *, due: datetime, now: datetime
) -> None:
    """Ask for a piece of work; asking again under the same key changes nothing, even once it is done."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.connection().execute(
        insert(Work)
        .values(
            key=key,
            task=task,
            payload=dict(payload),
            state="ready",
            due=due,
            attempts=0,
            error="",
            created=now,
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )
