"""Rows of corrections: that a frozen text mends one a body adopted, and who answers for it, exactly as signed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Correction(SQLModel, table=True):
    """A frozen text that corrects the one which `adopted_id` froze and a body adopted: of which kind, why, by whom proposed."""

    __tablename__ = "correction"
    __table_args__ = (CheckConstraint("kind IN ('scrivener', 'terms')", name="kind"),)
    signing_event_id: str = Field(primary_key=True, foreign_key="signing_event.id")
    adopted_id: str = Field(foreign_key="signing_event.id")
    kind: str
    reason: str
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    party_id: str = Field(foreign_key="party.id")
    at: datetime = Field(sa_type=UTCDateTime)


class Answer(SQLModel, table=True):
    """One person's signed word that a correction is what it says and stays within the limit."""

    __tablename__ = "correction_answer"
    __table_args__ = (
        UniqueConstraint("signing_event_id", "person_id"),
        UniqueConstraint("signing_event_id", "party_id", "office"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    signing_event_id: str = Field(foreign_key="correction.signing_event_id")
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    office: str
    capacity: str = "holder"
    party_id: str = Field(foreign_key="party.id")
    key_id: str
    key_kind: str
    envelope: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    event_id: int | None = Field(default=None, foreign_key="event.id")
    at: datetime = Field(sa_type=UTCDateTime)
