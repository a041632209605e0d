"""Rows about what is hidden from the public. A proposal stays what it was; what is hidden now is a row a part."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, text
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class Proposal(SQLModel, table=True):
    """What somebody proposed to do about the public copy, and who approved or refused it. At most one waits an edition.

    `envelope` is the approver's signed statement, exactly as it stands in the log; empty for acts without one.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("kind IN ('hide', 'show', 'release', 'withhold', 'remove')", name="kind"),
        CheckConstraint("state IN ('waiting', 'approved', 'refused')", name="state"),
        Index(
            "uq_proposal_waiting", "edition_id", unique=True,
            postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'"),
        ),
        Index("ix_proposal_edition", "edition_id", "created"),
    )  # fmt: skip
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    kind: str
    parts: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    basis: str = ""
    contact: str = ""
    review: date | None = None
    authority: str = ""
    reference: str = ""
    ordered: date | None = None
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    party_id: str = Field(foreign_key="party.id")
    created: datetime = Field(sa_type=UTCDateTime)
    state: str = "waiting"
    decided_by: str | None = Field(default=None, foreign_key="person.id")
    decided_name: str = ""
    decided_party: str = ""
    words: str = ""
    decided: datetime | None = Field(default=None, sa_type=UTCDateTime)
    envelope: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    event_id: int | None = Field(default=None, foreign_key="event.id")


class HiddenPart(SQLModel, table=True):
    """One part that is hidden now (`4/2`, `attachment 1`), and when that is looked at again."""

    __tablename__ = "hidden_part"
    __table_args__ = (Index("ix_hidden_part_review", "review"),)
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    part: str = Field(primary_key=True)
    proposal_id: str = Field(foreign_key="proposal.id")
    review: date
