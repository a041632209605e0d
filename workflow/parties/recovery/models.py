"""Rows of recoveries. One attempt is one row; it ends by counting, by an objection or by being taken back, and stays."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class KeyRecovery(SQLModel, table=True):
    """Two people vouch for the key `key_id` of somebody who lost every other.

    `first` is the first one's assertion as it stands in an envelope; the second signs the very same `statement`. `leaf`,
    `recorded` and `counts` come with the second signature. `stopped`: objected to (`objection_leaf` where it was signed) or
    taken back, by whom and why; `completed`: the key counts.
    """

    __tablename__ = "key_recovery"
    __table_args__ = (
        Index("ix_key_recovery_key", "key_id", "begun"),
        Index("ix_key_recovery_second", "second_key_id"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    key_id: str = Field(foreign_key="signing_key.id")
    party_id: str = Field(foreign_key="party.id")
    first_key_id: str = Field(foreign_key="signing_key.id")
    second_key_id: str = Field(foreign_key="signing_key.id")
    statement: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    first: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    waits: int
    begun: datetime = Field(sa_type=UTCDateTime)
    expires: datetime = Field(sa_type=UTCDateTime)
    leaf: str = ""
    recorded: datetime | None = Field(default=None, sa_type=UTCDateTime)
    counts: datetime | None = Field(default=None, sa_type=UTCDateTime)
    stopped: datetime | None = Field(default=None, sa_type=UTCDateTime)
    stopped_by: str = ""
    stopped_words: str = ""
    objection_leaf: str = ""
    completed: datetime | None = Field(default=None, sa_type=UTCDateTime)
