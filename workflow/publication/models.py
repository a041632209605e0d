"""Rows of what the public has. Published bytes never change; a withdrawal leaves a tombstone."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime


class PublicCopy(SQLModel, table=True):
    """The public copy of one executed edition. `core` is the package embedded in the PDF; the package served on the web
    adds the proof of publication to it, and is made from rows when it is asked for."""

    __tablename__ = "public_copy"
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    core: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    pdf: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    core_hash: str
    pdf_hash: str
    checkpoint_size: int
    event_id: int | None = Field(default=None, foreign_key="event.id")
    published: datetime = Field(sa_type=UTCDateTime)


class Tombstone(SQLModel, table=True):
    """What stands where something public was withdrawn."""

    __tablename__ = "tombstone"
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    words: str
    at: datetime = Field(sa_type=UTCDateTime)
