"""What stands beside the text of an edition for one reader, however many kinds of it there are: one statement.

Each kind is a row of the same few columns, and has a reader of its own below.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, String, cast, func, literal, null, union_all
from sqlmodel import Session, col, select

from workflow.adapters.database import UTCDateTime
from workflow.core.people import Actor
from workflow.drafting.latest import latest
from workflow.drafting.models import Attachment, Edition
from workflow.parties.models import Person
from workflow.parties.observers.models import Observer
from workflow.review.acknowledgements.asking import asked as asked_of
from workflow.review.acknowledgements.models import ReadingList
from workflow.review.ground import Ground
from workflow.review.mentions.models import Mention
from workflow.review.mentions.queries import reason, unanswered
from workflow.review.models import Comment, Later, Thread
from workflow.review.unsent.models import Unsent


@dataclass(frozen=True)
class Beside:
    """`exhibits` of the text; how many `unsent` comments of the reader's own, by the clause they were written on; where
    the reader is `named` and has not answered; who changed each clause last (`latest`, by its key); who reads along
    (`observers`); the titles of the lists on which the reader has the turn (`asked`); and after whom the reader's own turn
    comes (`later`)."""

    exhibits: list[dict[str, Any]] = field(default_factory=list)
    unsent: dict[str, int] = field(default_factory=dict)
    named: list[dict[str, Any]] = field(default_factory=list)
    latest: dict[str, dict[str, Any]] = field(default_factory=dict)
    observers: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    later: str = ""


@dataclass(frozen=True)
class Row:
    key: str
    words: str
    number: int
    more: int
    at: datetime | None


def beside(session: Session, ground: Ground, actor: Actor) -> Beside:
    """Everything there is. One statement."""
    found: dict[str, list[Row]] = defaultdict(list)
    for kind, *row in session.execute(union_all(*_kinds(ground, actor))):
        found[kind].append(Row(*row))
    return Beside(
        [
            {"name": one.key, "media_type": one.words, "position": one.number, "redactable": bool(one.more)}
            for one in sorted(found["exhibit"], key=lambda one: one.number)
        ],
        {one.key: one.number for one in found["unsent"]},
        [
            {"number": one.number, "words": reason(one.words, one.number), "link": f"{ground.link}/threads/{one.number}"}
            for one in sorted(found["named"], key=lambda one: one.number)
        ],
        {one.key: {"author": one.words, "revision": one.number, "at": one.at} for one in found["latest"]},
        [f"{one.key}, {one.words}" for one in sorted(found["observer"], key=lambda one: one.key)],
        sorted(one.key for one in found["asked"]),
        "".join(one.words for one in found["later"]),
    )  # fmt: skip


def _kinds(ground: Ground, actor: Actor) -> list[Select[Any]]:
    return [
        _exhibits(ground),
        _unsent(ground, actor),
        _named(ground, actor),
        _latest(ground),
        _observers(ground),
        _asked(ground, actor),
        _later(ground, actor),
    ]


def _columns(
    kind: str, key: Any, words: Any = "", number: Any = 0, more: Any = 0, at: Any = None
) -> Select[Any]:
    """The columns of every kind, under their names and with their types."""
    return select(
        literal(kind).label("kind"), key.label("key"), cast(words, String).label("words"),
        cast(number, Integer).label("number"), cast(more, Integer).label("more"),
        (cast(null(), UTCDateTime) if at is None else at).label("at"),
    )  # fmt: skip


def _exhibits(ground: Ground) -> Select[Any]:
    return _columns(
        "exhibit", col(Attachment.name), Attachment.media_type, Attachment.position, Attachment.redactable
    ).where(col(Attachment.revision_id) == ground.edition.revision_id)


def _unsent(ground: Ground, actor: Actor) -> Select[Any]:
    return (
        _columns("unsent", col(Unsent.clause_key), number=func.count())
        .where(col(Unsent.edition_id) == ground.edition.id, col(Unsent.person_id) == actor.person_id)
        .group_by(col(Unsent.clause_key))
    )


def _named(ground: Ground, actor: Actor) -> Select[Any]:
    """A thread once, by one of those who named the reader in it."""
    return (
        _columns("named", literal(""), func.max(Comment.author_name), col(Thread.number))
        .select_from(Mention)
        .join(Thread, col(Thread.id) == col(Mention.thread_id))
        .join(Comment, col(Comment.id) == col(Mention.comment_id))
        .where(col(Thread.edition_id) == ground.edition.id, unanswered(actor))
        .group_by(col(Thread.number))
    )


def _latest(ground: Ground) -> Select[Any]:
    """Of each clause, the last of the newest revisions that made it read as it does."""
    found = latest(ground.edition.id).subquery()
    return _columns("latest", found.c.key, found.c.author, found.c.number, at=found.c.at)


def _observers(ground: Ground) -> Select[Any]:
    here = (col(Observer.edition_id) == ground.edition.id) & col(Observer.removed).is_(None)
    return (
        _columns("observer", col(Person.name), Observer.speaks_for)
        .join(Observer, col(Observer.person_id) == col(Person.id))
        .where(here)
    )


def _asked(ground: Ground, actor: Actor) -> Select[Any]:
    here = (col(ReadingList.edition_id) == ground.edition.id) & asked_of(actor)
    return (
        _columns("asked", col(ReadingList.title))
        .join(Edition, col(Edition.id) == col(ReadingList.edition_id))
        .where(here)
    )


def _later(ground: Ground, actor: Actor) -> Select[Any]:
    here = (col(Later.edition_id) == ground.edition.id) & (col(Later.person_id) == actor.person_id)
    return _columns("later", literal(""), Later.reason).where(here)
