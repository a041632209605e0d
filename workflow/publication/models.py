"""Rows of what the public has. A later copy replaces an earlier one, whose hashes stay; a withdrawal leaves a tombstone."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
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


class FormerCopy(SQLModel, table=True):
    """A public copy that a later one replaced: what it was, by its hashes, and when. Its bytes are gone."""

    __tablename__ = "former_copy"
    event_id: int = Field(primary_key=True, foreign_key="event.id", sa_column_kwargs={"autoincrement": False})
    edition_id: str = Field(foreign_key="edition.id", index=True)
    core_hash: str
    pdf_hash: str = Field(unique=True)
    published: datetime = Field(sa_type=UTCDateTime)
    replaced: datetime = Field(sa_type=UTCDateTime)


class RenewedCopy(SQLModel, table=True):
    """A public copy as a renewal of the log covered it: `copies_root` is what the log says of all of them, `core` and `pdf` the
    hashes of this one as leaves under SHA-512. It stays when the copy is replaced."""

    __tablename__ = "renewed_copy"
    copies_root: str = Field(primary_key=True)
    event_id: int = Field(primary_key=True, foreign_key="event.id", sa_column_kwargs={"autoincrement": False})
    core: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    pdf: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class PublicationStatement(SQLModel, table=True):
    """What the service said, by its publication key, when it published: exactly as it stands in the log. `key` is its id.

    It stays when the copy is replaced or taken down: it names hashes alone, and later packages carry it in their record.
    """

    __tablename__ = "publication_statement"
    event_id: int = Field(primary_key=True, foreign_key="event.id", sa_column_kwargs={"autoincrement": False})
    edition_id: str = Field(foreign_key="edition.id", index=True)
    key: str
    envelope: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))


class Tombstone(SQLModel, table=True):
    """What stands where something public was withdrawn."""

    __tablename__ = "tombstone"
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    words: str
    at: datetime = Field(sa_type=UTCDateTime)
