"""Rows of signing on paper. A scan that was wrong stays, with who withdrew it and why; nothing is deleted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id

_LIVE = text("state IN ('waiting', 'filled')")


class PaperAllowance(SQLModel, table=True):
    """That a party of an edition may sign on paper, as long as the text is not frozen; then the manifest says it."""

    __tablename__ = "paper_allowance"
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    party_id: str = Field(primary_key=True, foreign_key="party.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    at: datetime = Field(sa_type=UTCDateTime)


class Scan(SQLModel, table=True):
    """A sheet that somebody signed by hand, as it was handed in for a slot. At most one counts or waits for each slot."""

    __tablename__ = "scan"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'filled', 'withdrawn')", name="state"),
        Index(
            "uq_scan_live", "signing_event_id", "slot", unique=True, postgresql_where=_LIVE, sqlite_where=_LIVE
        ),
    )  # fmt: skip
    id: str = Field(default_factory=new_id, primary_key=True)
    signing_event_id: str = Field(foreign_key="signing_event.id")
    slot: str
    signatory_id: str = Field(foreign_key="person.id")
    signatory_name: str
    office: str
    capacity: str
    signed: date
    digest: str
    media_type: str
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    at: datetime = Field(sa_type=UTCDateTime)
    state: str = "waiting"


class ScanFile(SQLModel, table=True):
    """The bytes of a scan. Private: for the people who handle it at the parties, never for the public."""

    __tablename__ = "scan_file"
    scan_id: str = Field(primary_key=True, foreign_key="scan.id")
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Attestation(SQLModel, table=True):
    """What one of the two signed about a scan, exactly as signed: 1 by the party that signs, 2 by another."""

    __tablename__ = "attestation"
    __table_args__ = (
        CheckConstraint("number IN (1, 2)", name="number"),
        UniqueConstraint("scan_id", "person_id"),
        UniqueConstraint("scan_id", "party_id"),
    )
    scan_id: str = Field(primary_key=True, foreign_key="scan.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    office: str
    capacity: str
    party_id: str = Field(foreign_key="party.id")
    key_id: str
    envelope: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    at: datetime = Field(sa_type=UTCDateTime)


class ScanWithdrawal(SQLModel, table=True):
    """Who withdrew a scan before it counted, and why."""

    __tablename__ = "scan_withdrawal"
    scan_id: str = Field(primary_key=True, foreign_key="scan.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    reason: str
    at: datetime = Field(sa_type=UTCDateTime)
