"""Rows of the parties' own packages. What is hidden, and who proposed and approved it, stands in `drafting.hidden`."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class PrivateReceipt(SQLModel, table=True):
    """That a party has its private package: who took it, and when."""

    __tablename__ = "private_receipt"
    __table_args__ = (UniqueConstraint("edition_id", "party_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    party_id: str = Field(foreign_key="party.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    at: datetime = Field(sa_type=UTCDateTime)
