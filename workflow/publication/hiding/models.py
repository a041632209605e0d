"""Rows of the parties' own packages. What is hidden, and who proposed and approved it, stands in `drafting.hidden`."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class PrivateDownload(SQLModel, table=True):
    """That somebody of a party took its private package. `version` is the event that the package goes up to; `digest` the SHA-256 of
    the bytes (hexadecimal), which only those who may take them are shown."""

    __tablename__ = "private_download"
    __table_args__ = (Index("ix_private_download_edition", "edition_id", "party_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    party_id: str = Field(foreign_key="party.id")
    version: int
    digest: str
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    at: datetime = Field(sa_type=UTCDateTime)


class PrivateReceipt(SQLModel, table=True):
    """That a party has this version of its private package: who said so, when, and of which bytes. From before versions were named
    it is 0, which is none of them."""

    __tablename__ = "private_receipt"
    __table_args__ = (UniqueConstraint("edition_id", "party_id", "version"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    party_id: str = Field(foreign_key="party.id")
    version: int = 0
    digest: str = ""
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    at: datetime = Field(sa_type=UTCDateTime)
