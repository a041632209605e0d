"""Rows of the public comment window. A commenter's address stands apart, in a row that goes when it is needed no more."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from workflow.adapters.database import UTCDateTime
from workflow.core.ids import new_id


class CommentWindow(SQLModel, table=True):
    """One window of an edition. `revision_id` is the text it opened on; `opened` and `closed` are when that was done."""

    __tablename__ = "comment_window"
    __table_args__ = (
        Index("ix_comment_window_edition", "edition_id", "created"),
        Index("ix_comment_window_due", "closed", "opens"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    revision_id: str | None = Field(default=None, foreign_key="revision.id")
    notice: str
    opens: datetime = Field(sa_type=UTCDateTime)
    closes: datetime = Field(sa_type=UTCDateTime)
    opened: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed: datetime | None = Field(default=None, sa_type=UTCDateTime)
    cancelled: datetime | None = Field(default=None, sa_type=UTCDateTime)
    reason: str = ""
    """Why it was cancelled."""
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    created: datetime = Field(sa_type=UTCDateTime)


class PublicComment(SQLModel, table=True):
    """What somebody of the public said. It has a number from its confirmation on; until then nobody sees it.

    `twin_of` is the head of the group of comments that say nearly the same, empty for a head.
    """

    __tablename__ = "public_comment"
    __table_args__ = (
        UniqueConstraint("edition_id", "number"),
        Index("ix_public_comment_twin", "twin_of", "number"),
        Index("ix_public_comment_until", "until"),
        CheckConstraint("state IN ('pending', 'shown', 'held', 'hidden')", name="state"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    edition_id: str = Field(foreign_key="edition.id")
    window_id: str = Field(foreign_key="comment_window.id")
    number: int | None = None
    twin_of: str | None = Field(default=None, foreign_key="public_comment.id")
    state: str = "pending"
    clause_key: str = ""
    name: str = ""
    words: str
    salt: bytes | None = None
    """None until it is confirmed: what nobody has confirmed is not said."""
    written: datetime = Field(sa_type=UTCDateTime)
    until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    """Until when it can be confirmed; empty once it is."""
    confirmed: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Commenter(SQLModel, table=True):
    """The address behind a comment: for confirming it and, where that was asked for, for the letter with the answer.

    The row is deleted with the first of these that is the last. `secret_hash` is of the link in the newest letter.
    """

    __tablename__ = "commenter"
    comment_id: str = Field(primary_key=True, foreign_key="public_comment.id")
    email: str
    wants_answer: bool = False
    secret_hash: str | None = Field(default=None, unique=True)


class CommentBand(SQLModel, table=True):
    """Where to look for comments that say nearly the same as this head of a group (core.likeness)."""

    __tablename__ = "comment_band"
    edition_id: str = Field(primary_key=True, foreign_key="edition.id")
    band: str = Field(primary_key=True)
    comment_id: str = Field(primary_key=True, foreign_key="public_comment.id")


class Moderation(SQLModel, table=True):
    """What was done about a comment, by whom and why. Rows only grow; the newest is what holds."""

    __tablename__ = "moderation"
    __table_args__ = (
        Index("ix_moderation_comment", "comment_id", "created"),
        CheckConstraint("act IN ('hold', 'hide', 'show')", name="act"),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    comment_id: str = Field(foreign_key="public_comment.id")
    act: str
    reason: str = ""
    words: str = ""
    salt: bytes | None = None
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    created: datetime = Field(sa_type=UTCDateTime)


class PublicAnswer(SQLModel, table=True):
    """How a public comment was answered. The newest counts; an answer to the head of a group answers the whole group."""

    __tablename__ = "public_answer"
    __table_args__ = (
        Index("ix_public_answer_comment", "comment_id", "created"),
        CheckConstraint(
            "value IN ('accepted', 'accepted_in_part', 'rejected', 'noted', 'out_of_scope')", name="value"
        ),
    )
    id: str = Field(default_factory=new_id, primary_key=True)
    comment_id: str = Field(foreign_key="public_comment.id")
    value: str
    words: str = ""
    salt: bytes | None = None
    person_id: str = Field(foreign_key="person.id")
    person_name: str
    revision_id: str | None = Field(default=None, foreign_key="revision.id")
    created: datetime = Field(sa_type=UTCDateTime)
