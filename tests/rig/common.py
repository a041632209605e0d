"""One database for all tests that ask for a session alone: each finds it empty, because the one before was rolled back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session

from workflow.adapters.database import Database
from workflow.adapters.settings import Settings


class Common:
    """The shared databases of one process, one a kind, made when first asked for."""

    def __init__(self, make: Callable[[str], Settings]) -> None:
        self.make = make
        self.opened: dict[str, Database] = {}

    @contextmanager
    def undone(self, kind: str) -> Iterator[Session]:
        """A session whose work is held against every constraint at the end, as a commit would, and then undone.

        Raises RuntimeError when the work was committed all the same: the next test would find it.
        """
        if kind not in self.opened:
            self.opened[kind] = Database(self.make(kind).database)
        database = self.opened[kind]
        with Session(database.engine, expire_on_commit=False) as session:
            transaction = session.begin()
            yield session
            if not transaction.is_active or session.get_transaction() is not transaction:
                raise RuntimeError("this test commits: let it ask for a `database` of its own")
            session.flush()
            if not database.is_sqlite:
                session.connection().execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
            session.rollback()

    def close(self) -> None:
        for database in self.opened.values():
            database.close()
