"""Rows of objections. One is answered or withdrawn, never removed."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class PartyObjection(SQLModel, table=True):
    """Raised by a registrar of `by_party_id` against `party_id`: its whole record, or its key `key_id`.

    It stands until it is withdrawn, or until one waiting time after its answer (`core.enrolment`, rule 3).
    """

    __tablename__ = "party_objection"
    __table_args__ = (Index("ix_party_objection_party", "party_id", "key_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    party_id: str = Field(foreign_key="party.id")
    key_id: str | None = Field(default=None, foreign_key="signing_key.id")
    by_party_id: str = Field(foreign_key="party.id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    words: str
    salt: bytes | None = None
    at: datetime = Field(sa_type=UTCDateTime)
    answer: str = ""
    answer_salt: bytes | None = None
    answered_by: str = ""
    answered: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn: datetime | None = Field(default=None, sa_type=UTCDateTime)
