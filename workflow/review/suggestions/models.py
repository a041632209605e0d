"""Rows of suggestions. A suggestion stands with its thread; whether it is open is the thread's to say."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Suggestion(SQLModel, table=True):
    """How somebody would word a clause. `text` is the whole clause, as it would read instead of the one in `revision_id`."""

    __tablename__ = "suggestion"
    __table_args__ = (Index("ix_suggestion_clause", "edition_id", "clause_key"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    thread_id: str = Field(foreign_key="thread.id", unique=True)
    edition_id: str = Field(foreign_key="edition.id")
    revision_id: str = Field(foreign_key="revision.id")
    clause_key: str
    text: str
    salt: bytes | None = None
    created: datetime = Field(sa_type=UTCDateTime)


class Credit(SQLModel, table=True):
    """A suggestion that was taken into the text, once: in which revision, and by whom. `merged`: not word for word."""

    __tablename__ = "credit"
    __table_args__ = (Index("ix_credit_revision", "revision_id"),)
    suggestion_id: str = Field(primary_key=True, foreign_key="suggestion.id")
    revision_id: str = Field(foreign_key="revision.id")
    merged: bool = False
    person_id: str = Field(foreign_key="person.id")
    person_name: str = ""
    created: datetime = Field(sa_type=UTCDateTime)
