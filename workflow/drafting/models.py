"""Rows of the text. A revision is immutable; what is current is a pointer on the edition."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Mou(SQLModel, table=True):
    """The standing agreement, across years. `slug` is its permanent public address."""

    __tablename__ = "mou"
    id: str = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(unique=True)
    title: str
    timezone: str
    summary: str = ""
    award: bool = False
    award_name: str = ""
    created: datetime = Field(sa_type=UTCDateTime)


class MouParty(SQLModel, table=True):
    """A party of the agreement. A school listed here is in scope; a body listed here adopts."""

    __tablename__ = "mou_party"
    __table_args__ = (Index("ix_mou_party_party", "party_id"),)
    mou_id: str = Field(primary_key=True, foreign_key="mou.id")
    party_id: str = Field(primary_key=True, foreign_key="party.id")
    position: int = 0


class Edition(SQLModel, table=True):
    """One cycle's version, moving through the lifecycle. `lock_version` grows with every change of the row."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("mou_id", "number"),
        Index("ix_edition_status", "status"),
        Index("ix_edition_review_opens", "review_opens"),
        Index("ix_edition_review_due", "review_due"),
        CheckConstraint("number > 0", name="number"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    mou_id: str = Field(foreign_key="mou.id")
    number: int
    status: str = "drafting"
    title: str
    revision_id: str | None = None
    stage: str = ""
    stage_opened: datetime | None = Field(default=None, sa_type=UTCDateTime)
    route: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    effective_rule: str = "last_signature"
    starts: date | None = None
    ends: date | None = None
    months: int | None = None
    review_months: int = 12
    executed: datetime | None = Field(default=None, sa_type=UTCDateTime)
    adopted: date | None = None
    filed: date | None = None
    filed_with: str = ""
    superseded: date | None = None
    review_opens: date | None = None
    review_due: date | None = None
    supersedes_id: str | None = Field(default=None, foreign_key="edition.id")
    source: str = ""
    created: datetime = Field(sa_type=UTCDateTime)
    changed: datetime = Field(sa_type=UTCDateTime)
    lock_version: int = 1


class Revision(SQLModel, table=True):
    """An immutable snapshot of the whole text."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("edition_id", "number"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    number: int
    based_on: str | None = Field(default=None, foreign_key="revision.id")
    note: str = ""
    author_id: str = ""
    author_name: str = ""
    author_party: str = ""
    created: datetime = Field(sa_type=UTCDateTime)


class Clause(SQLModel, table=True):
    """One clause of one revision. `key` is the same in every revision; `path` is position only ("3" or "3/2").

    Printed number and heading are the first line of `text`, so that what is signed is what is read.
    """

    __tablename__ = "clause"
    __table_args__ = (UniqueConstraint("revision_id", "key"), UniqueConstraint("revision_id", "path"))
    id: str = Field(default_factory=new_id, primary_key=True)
    revision_id: str = Field(foreign_key="revision.id")
    position: int
    key: str
    path: str
    text: str
    redactable: bool = False


class Attachment(SQLModel, table=True):
    """An exhibit, annex or schedule of a revision: a leaf of its own kind in the text tree."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("revision_id", "name"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    revision_id: str = Field(foreign_key="revision.id")
    position: int
    name: str
    media_type: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    redactable: bool = False


class Mark(SQLModel, table=True):
    """A person's judgement of one requirement of a guidance pack. The newest counts; earlier ones stay.

    `clause_key` is the clause it relied on, as it read in `revision_id`; empty where it rests on no words of the text.
    """

    __tablename__ = "mark"
    __table_args__ = (
        Index("ix_mark_edition", "edition_id", "created"),
        CheckConstraint("value IN ('met', 'not_met', 'not_applicable')", name="value"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    pack: str
    requirement: str
    value: str
    words: str = ""
    salt: bytes | None = None
    clause_key: str = ""
    revision_id: str = Field(foreign_key="revision.id")
    person_id: str
    person_name: str
    person_office: str = ""
    person_party: str = ""
    created: datetime = Field(sa_type=UTCDateTime)
