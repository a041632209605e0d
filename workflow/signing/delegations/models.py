"""Rows of delegated change: what the manifest will say a body may allow."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Delegation(SQLModel, table=True):
    """That a body may give an office of a party authority to change what it adopts, within a limit in words."""

    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("kind IN ('scrivener', 'terms')", name="kind"),
        UniqueConstraint("edition_id", "body_id", "party_id", "office"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    body_id: str = Field(foreign_key="party.id")
    party_id: str = Field(foreign_key="party.id")
    office: str
    kind: str
    words: str
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    at: datetime = Field(sa_type=UTCDateTime)
