"""Somebody with full access to the database: a statement is carried out, whatever guards there are, and undone afterwards."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from workflow.adapters.database import Database
from workflow.audit.findings import Finding


def found_after(
    session: Session, statement: str, look: Callable[[], Iterable[Finding]], **values: Any
) -> set[str]:
    """The codes of what is found when this was done."""
    session.flush()
    with session.begin_nested() as undone:
        connection = session.connection()
        if session.get_bind().dialect.name == "sqlite":
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (name,) in connection.execute(text(query)).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        assert connection.execute(text(statement), values).rowcount, statement
        found = {one.code for one in look()}
        undone.rollback()
    session.expire_all()
    return found


@contextmanager
def owned(database: Database) -> Iterator[Session]:
    """A session on SQLite whose holder may write anything anywhere: no foreign key, no check and no trigger binds it."""
    raw = database.engine.raw_connection()
    for pragma in ("foreign_keys = OFF", "ignore_check_constraints = ON"):
        raw.cursor().execute(f"PRAGMA {pragma}")
    raw.close()  # back to the pool, from which the session takes it
    with Session(database.engine, autoflush=True, expire_on_commit=False) as session:
        yield session
        session.rollback()
