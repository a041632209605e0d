"""Rows of comments that were written and not sent. Nobody but their author reads them, and no event tells of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Unsent(SQLModel, table=True):
    """A thread to be: what opening it takes, but for its number. `revision_id` is the text that was read. With a `thread_id` it
    is a reply in that thread, and its words alone are its own.

    Sending makes the thread and deletes the row, in one transaction: it is the one or the other.
    """

    __tablename__ = "unsent"
    __table_args__ = (Index("ix_unsent_person", "edition_id", "person_id", "created"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    person_id: str = Field(foreign_key="person.id")
    thread_id: str | None = Field(default=None, foreign_key="thread.id")
    revision_id: str = Field(foreign_key="revision.id")
    clause_key: str = ""
    selector: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    kind: str = "substantive"
    blocking: bool = False
    basis: str = ""
    visibility: str = "parties"
    words: str
    created: datetime = Field(sa_type=UTCDateTime)
    changed: datetime = Field(sa_type=UTCDateTime)
