"""Rows between a member and the clerk. They are no threads: no statement that reads threads can come upon them."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class MemberNote(SQLModel, table=True):
    """What a member of a body wrote to its clerk. `may_name`: the clerk may say whose point it was."""

    __tablename__ = "member_note"
    __table_args__ = (Index("ix_member_note_body", "edition_id", "body_id", "created"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    body_id: str = Field(foreign_key="party.id")
    revision_id: str = Field(foreign_key="revision.id")
    clause_key: str = ""
    author_id: str = Field(foreign_key="person.id")
    author_name: str
    words: str
    salt: bytes | None = None
    may_name: bool = False
    created: datetime = Field(sa_type=UTCDateTime)


class Carrying(SQLModel, table=True):
    """That the clerk took a member's point into the review, as which thread, and whether the member is named there."""

    __tablename__ = "carrying"
    note_id: str = Field(primary_key=True, foreign_key="member_note.id")
    thread_id: str = Field(foreign_key="thread.id", unique=True)
    named: bool = False
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    created: datetime = Field(sa_type=UTCDateTime)
