"""Rows of mentions. What was written stays text; who was meant is a person, whatever that person is called later."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime


class Mention(SQLModel, table=True):
    """Somebody named in a comment. `at` is when the comment's event happened."""

    __tablename__ = "mention"
    __table_args__ = (
        Index("ix_mention_person", "person_id", "at"),
        Index("ix_mention_thread", "thread_id", "at"),
    )
    comment_id: str = Field(primary_key=True, foreign_key="comment.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    thread_id: str = Field(foreign_key="thread.id")
    at: datetime = Field(sa_type=UTCDateTime)
