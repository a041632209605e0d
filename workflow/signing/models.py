"""Rows of signing. What was signed stays, bound to the head it names, whatever happens afterwards."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class SigningEvent(SQLModel, table=True):
    """A frozen text with its manifest and head, and the window in which it may be signed."""

    __tablename__ = "signing_event"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'voided', 'expired', 'executed')", name="state"),
        Index(
            "uq_signing_event_live", "edition_id", unique=True,
            postgresql_where=text("state IN ('open', 'executed')"), sqlite_where=text("state IN ('open', 'executed')"),
        ),
        Index("ix_signing_event_expires", "expires"),
    )  # fmt: skip
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    revision_id: str = Field(foreign_key="revision.id")
    head: str = Field(unique=True)
    manifest: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    state: str = "open"
    opened: datetime = Field(sa_type=UTCDateTime)
    expires: datetime = Field(sa_type=UTCDateTime)
    closed: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reason: str = ""


class SealedClause(SQLModel, table=True):
    """The salt of one leaf of the frozen text. Salts live and die with the text."""

    __tablename__ = "sealed_clause"
    signing_event_id: str = Field(primary_key=True, foreign_key="signing_event.id")
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    salt: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Signature(SQLModel, table=True):
    """An approval or a decline by a person's own key, exactly as signed; or an approval by hand (`key_kind` is `paper`, there is no
    key), with the second of the two statements that attest it (signing/paper)."""

    __tablename__ = "signature"
    __table_args__ = (
        CheckConstraint("decision IN ('approval', 'decline')", name="decision"),
        UniqueConstraint("signing_event_id", "slot"),
        UniqueConstraint("signing_event_id", "person_id"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    signing_event_id: str = Field(foreign_key="signing_event.id")
    slot: str
    decision: str
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    office: str
    capacity: str = "holder"
    party_id: str = Field(foreign_key="party.id")
    key_id: str
    key_kind: str
    envelope: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    reason: str = ""
    event_id: int | None = Field(default=None, foreign_key="event.id")
    at: datetime = Field(sa_type=UTCDateTime)


class Adoption(SQLModel, table=True):
    """A board's or council's recorded vote on a frozen text, signed by its clerk."""

    __tablename__ = "adoption"
    __table_args__ = (UniqueConstraint("signing_event_id", "party_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    signing_event_id: str = Field(foreign_key="signing_event.id")
    party_id: str = Field(foreign_key="party.id")
    meeting: date
    item: str
    resolution: str
    vote: str
    minutes: str = ""
    person_id: str = Field(foreign_key="person.id")
    key_id: str
    envelope: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    event_id: int | None = Field(default=None, foreign_key="event.id")
    at: datetime = Field(sa_type=UTCDateTime)


class TimeToken(SQLModel, table=True):
    """The token of an outside time authority over one signed statement, or why there is none."""

    __tablename__ = "time_token"
    __table_args__ = (Index("ix_time_token_signing_event", "signing_event_id"),)
    event_id: int = Field(primary_key=True, foreign_key="event.id", sa_column_kwargs={"autoincrement": False})
    signing_event_id: str = Field(foreign_key="signing_event.id")
    token: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    failure: str = ""
    at: datetime = Field(sa_type=UTCDateTime)


class Reopening(SQLModel, table=True):
    """Who reopened a frozen text, for which party, and why. Noticed to everyone."""

    __tablename__ = "reopening"
    id: str = Field(default_factory=new_id, primary_key=True)
    signing_event_id: str = Field(unique=True, foreign_key="signing_event.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    party_id: str = Field(foreign_key="party.id")
    reason: str
    at: datetime = Field(sa_type=UTCDateTime)


class Withdrawal(SQLModel, table=True):
    """Who withdrew an edition before it was executed, and why."""

    __tablename__ = "withdrawal"
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(unique=True, foreign_key="edition.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    party_id: str = Field(foreign_key="party.id")
    reason: str
    at: datetime = Field(sa_type=UTCDateTime)


class Look(SQLModel, table=True):
    """When somebody first had a revision before him on the signing page. Private: no page shows it to anybody else, no event tells of it."""

    __tablename__ = "look"
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    revision_id: str = Field(primary_key=True, foreign_key="revision.id")
    at: datetime = Field(sa_type=UTCDateTime)
