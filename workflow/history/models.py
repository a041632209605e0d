"""Rows of the record. Event rows are never updated or deleted: on PostgreSQL a trigger refuses it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime


class Stream(SQLModel, table=True):
    """One gapless numbering: of an agreement, a party, or the service. Its row is locked first, always."""

    __tablename__ = "stream"
    id: str = Field(primary_key=True)
    length: int = 0


class Event(SQLModel, table=True):
    """One act, written in the act's own transaction: ids, a snapshot of the actor, and commitments; never words.

    `leaf` is what the log will hold: in clear for public kinds, a salted commitment otherwise. `salt` opens it.
    """

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("stream", "seq"),
        UniqueConstraint("edition_id", "chain_seq"),
        UniqueConstraint("party_id", "chain_seq", name="uq_event_party_chain"),
        Index("ix_event_edition", "edition_id", "id"),
        Index("ix_event_mou", "mou_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    stream: str = Field(foreign_key="stream.id")
    seq: int
    kind: str
    at: datetime = Field(sa_type=UTCDateTime)
    actor_id: str = ""
    actor_name: str = ""
    actor_office: str = ""
    actor_party: str = ""
    mou_id: str = ""
    edition_id: str | None = None
    party_id: str | None = None
    subject_id: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    chain_seq: int | None = None
    leaf: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    salt: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))


class Undispatched(SQLModel, table=True):
    """An event whose consequences have not been turned into work yet: the outbox."""

    __tablename__ = "undispatched"
    event_id: int = Field(primary_key=True, foreign_key="event.id")


class Unsequenced(SQLModel, table=True):
    """An event that has no place in the log yet."""

    __tablename__ = "unsequenced"
    event_id: int = Field(primary_key=True, foreign_key="event.id")


class LogEntry(SQLModel, table=True):
    """The place of an event in the log."""

    __tablename__ = "log_entry"
    index: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    event_id: int = Field(unique=True, foreign_key="event.id")


class LogNode(SQLModel, table=True):
    """The hash of one complete subtree: level 0 holds the leaves. Enough to make any root or proof in O(log n) reads."""

    __tablename__ = "log_node"
    level: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Checkpoint(SQLModel, table=True):
    """A signed statement of the log's size and root. Rows only grow; the newest is what is published."""

    __tablename__ = "checkpoint"
    size: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    root: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    note: str
    at: datetime = Field(sa_type=UTCDateTime)


class LostLeaf(SQLModel, table=True):
    """A published leaf whose event was lost with the database: what it held is known by its hash alone, or by what it says.

    Written by a resumption, which says so in the log.
    """

    __tablename__ = "lost_leaf"
    index: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    leaf: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Cosignature(SQLModel, table=True):
    """A witness's signature of a checkpoint: `key` is its verifier key, `time` its own clock's, in seconds since 1970."""

    __tablename__ = "cosignature"
    __table_args__ = (Index("ix_cosignature_key", "key", "size"),)
    size: int = Field(
        primary_key=True, foreign_key="checkpoint.size", sa_column_kwargs={"autoincrement": False}
    )
    key: str = Field(primary_key=True)
    time: int = Field(sa_type=BigInteger)
    signature: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: datetime = Field(sa_type=UTCDateTime)


class Alarm(SQLModel, table=True):
    """Something an operator has to look into, from when it was first said until it is over."""

    __tablename__ = "alarm"
    key: str = Field(primary_key=True)
    words: str
    since: datetime = Field(sa_type=UTCDateTime)
    last: datetime = Field(sa_type=UTCDateTime)


class Work(SQLModel, table=True):
    """One piece of due work. `key` makes asking for it twice harmless; a lease lets it come back when a worker dies."""

    __tablename__ = "work"
    __table_args__ = (
        CheckConstraint("state IN ('ready', 'sent', 'done', 'dead')", name="state"),
        Index("ix_work_due", "due", postgresql_where=text("state IN ('ready', 'sent')"), sqlite_where=text("state IN ('ready', 'sent')")),
    )  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    task: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = "ready"
    due: datetime = Field(sa_type=UTCDateTime)
    attempts: int = 0
    error: str = ""
    created: datetime = Field(sa_type=UTCDateTime)
    done: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Notice(SQLModel, table=True):
    """One thing to tell somebody about an agreement. Notices of a day go out in one letter; `sent` is when this one did."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_person", "person_id", "mou_id", "sent"),)
    key: str = Field(primary_key=True)
    person_id: str
    mou_id: str
    edition_id: str
    event_id: int = Field(foreign_key="event.id")
    letter: str
    at: datetime = Field(sa_type=UTCDateTime)
    sent: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Installation(SQLModel, table=True):
    """The one row that says which deployment this database belongs to, and under which address passkeys were made.

    An rp id is for life: keys enrolled under it verify under it alone. `origins` are all addresses ever used under it,
    `origin` the one in use: the embedded default may come back on another port.
    """

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)
    id: int = Field(default=1, primary_key=True)
    deployment: str
    rp_id: str
    origin: str
    origins: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    log_origin: str
    place: str = ""
    """The one place that publishes (`adapters/published.py`); empty until it is settled."""
    begun: datetime = Field(sa_type=UTCDateTime)
