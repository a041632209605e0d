"""Rows of the yearly review: what each side decided."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Outcome(SQLModel, table=True):
    """What one party decided in one review of an edition (requirements 133 and 134). Both sides must agree.

    An affirmed text is reviewed again a year later: `begun` says which review this belongs to.
    """

    __tablename__ = "outcome"
    __table_args__ = (
        UniqueConstraint("edition_id", "party_id", "begun"),
        CheckConstraint("value IN ('affirmed', 'amended', 'replaced', 'ended')", name="value"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    party_id: str = Field(foreign_key="party.id")
    begun: datetime = Field(sa_type=UTCDateTime)
    value: str
    words: str = ""
    person_id: str = Field(foreign_key="person.id")
    person_name: str = ""
    at: datetime = Field(sa_type=UTCDateTime)
