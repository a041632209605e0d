"""The database: PostgreSQL in production, SQLite in the embedded default, one set of statements for both.

Two ways in. `writing()` is one transaction, committed by the edge that opened it; on SQLite it begins IMMEDIATE,
because a deferred transaction loses updates silently there. `reading()` runs each statement on its own (AUTOCOMMIT),
which spares PostgreSQL two round trips a page and never takes SQLite's write lock. Who writes to SQLite queues for it first,
because its own waiting is no queue (turns.py).
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Dialect, Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.pool import NullPool
from sqlalchemy.types import DateTime, TypeDecorator
from sqlmodel import Session, SQLModel

from workflow.adapters.turns import Turns
from workflow.core.errors import Refused

PATIENCE = 20
"""Seconds that a writer waits for SQLite's only lock, in this process's queue and then for other processes."""
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC and read back aware on both databases. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Database:
    """One database address and its sessions. Threads may share it; processes make their own."""

    def __init__(self, url: str, *, pooled: bool = True) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        self.turns = Turns()
        self.engine = self._sqlite(url) if self.is_sqlite else self._postgresql(url, pooled)
        self._reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @staticmethod
    def _postgresql(url: str, pooled: bool) -> Engine:
        if not pooled:
            return create_engine(url, poolclass=NullPool, json_serializer=_json)
        return create_engine(url, pool_size=8, max_overflow=4, pool_pre_ping=True, json_serializer=_json)

    @staticmethod
    def _sqlite(url: str) -> Engine:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url, json_serializer=_json, connect_args={"check_same_thread": False, "timeout": PATIENCE}
        )

        @event.listens_for(engine, "connect")
        def settle(connection: Any, record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def begin_immediate(connection: Connection) -> None:
            if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
                connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: committed when the block ends well, rolled back when it raises. On SQLite writers of this process
        take turns; the turn ends after the commit.
        """
        turn = self.turns.taken(PATIENCE) if self.is_sqlite else nullcontext()
        with turn, Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Statement by statement, no transaction: for pages that only look. Nothing added here is ever written."""
        with Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """Many statements that all see one and the same moment, and hold nobody up: for checks that read everything."""
        begin = "BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        with self.reading() as session:
            session.connection().exec_driver_sql(begin)
            try:
                yield session
            finally:
                session.connection().exec_driver_sql("ROLLBACK")

    def close(self) -> None:
        self.engine.dispose()


def refuse_owner(session: Session) -> None:
    """On PostgreSQL the application runs as a role that owns nothing, so that the triggers which keep the record bind it.

    Raises Refused when the role is a superuser, may bypass row security, or owns the event table.
    """
    row = session.connection().execute(text(
        "SELECT current_user, rolsuper OR rolbypassrls,"
        " EXISTS (SELECT 1 FROM pg_tables WHERE tablename = 'event' AND tableowner = current_user)"
        " FROM pg_roles WHERE rolname = current_user"
    )).one()  # fmt: skip
    if row[1] or row[2]:
        raise Refused(
            f"The database role {row[0]} owns the tables or is a superuser.",
            "Run `countersign migrate` as the owner, and give the application the role countersign_app.",
        )
