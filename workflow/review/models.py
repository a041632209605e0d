"""Rows of the review. Comments and verdicts hang on the revision they saw; a new text starts with none of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class KeptRoute(SQLModel, table=True):
    """One version of a route that a party keeps. Versions are never changed: saving again makes the next one."""

    __tablename__ = "kept_route"
    __table_args__ = (UniqueConstraint("party_id", "name", "version"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    party_id: str = Field(foreign_key="party.id")
    name: str
    version: int
    title: str
    content: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    person_id: str = Field(foreign_key="person.id")
    person_name: str = ""
    created: datetime = Field(sa_type=UTCDateTime)


class SeatRow(SQLModel, table=True):
    """A person's seat in a lane of a stage, filled when the stage opened.

    `due` was worked out by the party's calendar when the seat was filled, and stays. `nudge` is when the clock looks next;
    `called` are those whom the ladder has called beside this person: their ids, and the step that called them.
    """

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("edition_id", "stage", "lane", "person_id"),
        Index("ix_seat_person", "person_id"),
        Index("ix_seat_nudge", "nudge"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    stage: str
    lane: str
    person_id: str = Field(foreign_key="person.id")
    party_id: str = Field(foreign_key="party.id")
    office: str = ""
    since: datetime = Field(sa_type=UTCDateTime)
    due: datetime = Field(sa_type=UTCDateTime)
    nudge: datetime | None = Field(default=None, sa_type=UTCDateTime)
    called: list[dict[str, str]] = Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default="[]")
    )


class Thread(SQLModel, table=True):
    """A conversation anchored to a clause and, where one was chosen, a quotation of it. `number` is never used again."""

    __tablename__ = "thread"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        Index("ix_thread_clause", "edition_id", "clause_key", "state", "number"),
        CheckConstraint("visibility IN ('party', 'parties', 'public')", name="visibility"),
        CheckConstraint("kind IN ('question', 'editorial', 'substantive', 'critical')", name="kind"),
        CheckConstraint("state IN ('open', 'answered', 'withdrawn')", name="state"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    number: int
    kind: str = "substantive"
    blocking: bool = False
    basis: str = ""
    salt: bytes | None = None
    """Of the hash of the basis, as a comment's is of its words."""
    visibility: str = "parties"
    party_id: str | None = Field(default=None, foreign_key="party.id")
    author_id: str = Field(foreign_key="person.id")
    state: str = "open"
    revision_id: str = Field(foreign_key="revision.id")
    clause_key: str = ""
    selector: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created: datetime = Field(sa_type=UTCDateTime)


class Comment(SQLModel, table=True):
    """One message of a thread."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_thread", "thread_id", "created"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    thread_id: str = Field(foreign_key="thread.id")
    author_id: str = Field(foreign_key="person.id")
    author_name: str
    author_office: str = ""
    author_party: str = ""
    words: str
    salt: bytes | None = None
    """Of the hash of the words in the comment's event (history/sayings). None where the words were erased, or are older than such
    hashes. So it is with every other salt."""
    created: datetime = Field(sa_type=UTCDateTime)


class Disposition(SQLModel, table=True):
    """How a thread was answered. The newest counts; earlier ones stay."""

    __tablename__ = "disposition"
    __table_args__ = (
        Index("ix_disposition_thread", "thread_id", "created"),
        CheckConstraint(
            "value IN ('accepted', 'accepted_in_part', 'rejected', 'noted', 'duplicate', 'out_of_scope', 'withdrawn')",
            name="value",
        ),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    thread_id: str = Field(foreign_key="thread.id")
    value: str
    words: str = ""
    salt: bytes | None = None
    duplicate_of: int | None = None
    person_id: str = Field(foreign_key="person.id")
    person_name: str = ""
    revision_id: str | None = Field(default=None, foreign_key="revision.id")
    created: datetime = Field(sa_type=UTCDateTime)


class Verdict(SQLModel, table=True):
    """Approve or request changes, on a revision. A person's newest verdict in a stage counts.

    `deputy_id`: who said it for that person, by a delegation in force that day; empty when it was the person.
    """

    __tablename__ = "verdict"
    __table_args__ = (
        Index("ix_verdict_edition", "edition_id", "person_id", "created"),
        CheckConstraint("value IN ('approve', 'request_changes')", name="value"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    revision_id: str = Field(foreign_key="revision.id")
    stage: str
    person_id: str = Field(foreign_key="person.id")
    value: str
    words: str = ""
    salt: bytes | None = None
    created: datetime = Field(sa_type=UTCDateTime)
    deputy_id: str = Field(default="", sa_column_kwargs={"server_default": ""})
    deputy_name: str = Field(default="", sa_column_kwargs={"server_default": ""})


class Advance(SQLModel, table=True):
    """A lane that was passed over by those who run the agreement, and why."""

    __tablename__ = "advance"
    __table_args__ = (UniqueConstraint("edition_id", "stage", "lane"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    revision_id: str = Field(foreign_key="revision.id")
    stage: str
    lane: str
    person_id: str = Field(foreign_key="person.id")
    person_name: str = ""
    words: str
    salt: bytes | None = None
    created: datetime = Field(sa_type=UTCDateTime)


class Guest(SQLModel, table=True):
    """A reviewer without an account, invited to this one edition."""

    __tablename__ = "guest"
    __table_args__ = (UniqueConstraint("edition_id", "person_id"),)
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    person_id: str = Field(foreign_key="person.id")
    invited_by: str = Field(foreign_key="person.id")
    created: datetime = Field(sa_type=UTCDateTime)


class Turns(SQLModel, table=True):
    """Whose turn it is, kept in step by every act of the review and the signing; never empty unless nothing is left to do."""

    __tablename__ = "turn"
    __table_args__ = (
        Index("ix_turn_person", "person_id", "due"),
        UniqueConstraint("edition_id", "person_id"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    person_id: str = Field(foreign_key="person.id")
    party_id: str = Field(foreign_key="party.id")
    office: str = ""
    reason: str
    link: str = ""
    since: datetime = Field(sa_type=UTCDateTime)
    due: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Later(SQLModel, table=True):
    """Whose turn comes after those who have it now, and after whom, in words. Written with the turns."""

    __tablename__ = "later_turn"
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    reason: str
