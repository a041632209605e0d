"""Rows of acknowledgement lists. An acknowledgement hangs on the revision that was read; a new text starts with none."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class ReadingList(SQLModel, table=True):
    """Who is asked to confirm having read the text: `places` as a route writes them. `asked` is the revision they were last
    asked about; `before` the step that waits for them, if one does; `nudge` when the clock reminds next."""

    __tablename__ = "reading_list"
    __table_args__ = (
        Index("ix_reading_list_edition", "edition_id", "created"),
        Index("ix_reading_list_nudge", "nudge"),
        CheckConstraint("before_step IN ('none', 'freeze', 'signing')", name="before_step"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    title: str
    places: list[str] = Field(sa_column=Column(JSON, nullable=False))
    before_step: str = "none"
    asked_revision: str = Field(foreign_key="revision.id")
    asked: datetime = Field(sa_type=UTCDateTime)
    due: datetime = Field(sa_type=UTCDateTime)
    nudge: datetime | None = Field(default=None, sa_type=UTCDateTime)
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    created: datetime = Field(sa_type=UTCDateTime)
    ended: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Acknowledgement(SQLModel, table=True):
    """That somebody read a revision. `digest` is of the text that was shown, so that it can be told later what was read."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("list_id", "person_id", "revision_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    list_id: str = Field(foreign_key="reading_list.id")
    revision_id: str = Field(foreign_key="revision.id")
    digest: str
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    office: str = ""
    party_name: str = ""
    created: datetime = Field(sa_type=UTCDateTime)
