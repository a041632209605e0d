"""Rows of objections: who brought one before both sides, and which side set it aside, each with the reason."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Escalation(SQLModel, table=True):
    """An objection that was over its due date, brought before those who run the agreement on both sides; once."""

    __tablename__ = "escalation"
    thread_id: str = Field(primary_key=True, foreign_key="thread.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    party_name: str = ""
    words: str
    salt: bytes | None = None
    created: datetime = Field(sa_type=UTCDateTime)


class Override(SQLModel, table=True):
    """One side's act of setting an objection aside. It takes two (`core.objections`)."""

    __tablename__ = "override"
    __table_args__ = (UniqueConstraint("thread_id", "party_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    thread_id: str = Field(foreign_key="thread.id")
    party_id: str = Field(foreign_key="party.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    person_office: str = ""
    party_name: str = ""
    words: str
    salt: bytes | None = None
    created: datetime = Field(sa_type=UTCDateTime)
