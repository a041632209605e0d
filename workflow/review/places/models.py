"""Rows of places. A placement is derived and could be worked out again; a relocation is what a person said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Placement(SQLModel, table=True):
    """Where one thread stands in one revision. `begins` and `ends` count code points; both 0 for a whole clause.

    `last_seen` is the number of the last revision that had the words; `chosen_by` who put the thread there, if a person did;
    `candidates` are passages a detached thread may be about.
    """

    __tablename__ = "placement"
    __table_args__ = (
        Index("ix_placement_revision", "revision_id"),
        CheckConstraint("state IN ('exact', 'changed', 'moved', 'detached')", name="state"),
    )
    thread_id: str = Field(primary_key=True, foreign_key="thread.id")
    revision_id: str = Field(primary_key=True, foreign_key="revision.id")
    state: str
    clause_key: str = ""
    begins: int = 0
    ends: int = 0
    last_seen: int
    chosen_by: str = ""
    candidates: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class Relocation(SQLModel, table=True):
    """A person's word on a thread that lost its place: what it is about in this revision, or (no clause) that it is gone."""

    __tablename__ = "relocation"
    __table_args__ = (Index("ix_relocation_thread", "thread_id", "created"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    thread_id: str = Field(foreign_key="thread.id")
    revision_id: str = Field(foreign_key="revision.id")
    clause_key: str = ""
    selector: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    person_id: str = Field(foreign_key="person.id")
    person_name: str = ""
    created: datetime = Field(sa_type=UTCDateTime)
