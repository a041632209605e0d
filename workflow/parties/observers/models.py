"""The row behind an observer's session. It stands with the people, because a session asks here whom it speaks for."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Observer(SQLModel, table=True):
    """Somebody who may read an edition along, for whom, let in by whom, and until when. What was once true stays.

    `tells`: the observer asked to hear of new texts and of the signed one; otherwise no letter but the one with the link.
    """

    __tablename__ = "observer"
    __table_args__ = (Index("ix_observer_person", "person_id", "edition_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(index=True)
    person_id: str = Field(foreign_key="person.id")
    speaks_for: str
    tells: bool = False
    added_by: str
    created: datetime = Field(sa_type=UTCDateTime)
    removed: datetime | None = Field(default=None, sa_type=UTCDateTime)
    removed_by: str = ""
