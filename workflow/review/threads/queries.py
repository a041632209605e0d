"""Reading threads: what a person may see of them, where they stand in the text of today, and what is still open.

Internal threads belong to a side. Every statement here that reads threads for a person carries `visible(...)`: there is no
other way in. Guests, observers and the other side get what is open to all parties; members of adopting bodies get nothing, and
the clerk of one the threads that the clerk opened for it.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, false, or_, select

from workflow.core.bodies import clerk_of
from workflow.core.errors import NotFound
from workflow.core.people import Actor
from workflow.drafting.models import Clause, Revision
from workflow.review.ground import Ground
from workflow.review.models import Thread
from workflow.review.places.models import Placement
from workflow.review.places.queries import Asked, Standing, Texts, standings
from workflow.review.suggestions.models import Credit, Suggestion

KINDS = {"question": "Question", "editorial": "Wording", "substantive": "Substance", "critical": "Critical"}
VALUES = {
    "accepted": "Accepted",
    "accepted_in_part": "Accepted in part",
    "rejected": "Rejected",
    "noted": "Noted",
    "duplicate": "Duplicate",
    "out_of_scope": "Out of scope",
    "withdrawn": "Withdrawn",
}
ANSWERS = {value: words for value, words in VALUES.items() if value != "withdrawn"}
VISIBILITIES = {"parties": "All parties", "party": "Only my own side"}
STATES = {"open": "Open", "answered": "Answered", "withdrawn": "Withdrawn"}


def visible(ground: Ground, actor: Actor, thread: type[Thread] = Thread) -> ColumnElement[bool]:
    """The rows of `thread` this actor may see, as a condition for the statement that reads them."""
    if actor.service:
        return true()
    if not ground.follows(actor):
        kept = sorted(clerk_of(actor, ground.bodies))
        return col(thread.party_id).in_(kept) if kept else false()
    return or_(col(thread.visibility) != "party", col(thread.party_id).in_(sorted(ground.sides_of(actor))))


@dataclass(frozen=True)
class OpenThreads:
    """What is still unanswered: how many threads, the first numbers of them, those with a blocking objection, and since
    when the first of these stands."""

    count: int
    numbers: tuple[int, ...]
    blocking: tuple[int, ...]
    blocked: datetime | None = None


def open_threads(
    session: Session, edition_id: str, where: ColumnElement[bool] | None = None, most: int = 50
) -> OpenThreads:
    """Threads without an answer, objections first. One statement. Without `where` internal ones are counted too.

    Numbers say nothing of what an internal thread holds; that there are some, and how many, is no secret.
    """
    wanted = (
        (col(Thread.edition_id) == edition_id)
        & (col(Thread.state) == "open")
        & (where if where is not None else true())
    )
    count = select(func.count()).select_from(Thread).where(wanted).scalar_subquery()
    rows = session.exec(
        select(Thread.number, Thread.blocking, count, Thread.created)
        .where(wanted)
        .order_by(col(Thread.blocking).desc(), col(Thread.number))
        .limit(most)
    ).all()
    return OpenThreads(
        rows[0][2] if rows else 0,
        tuple(sorted(number for number, *_ in rows)),
        tuple(number for number, blocking, *_ in rows if blocking),
        rows[0][3] if rows and rows[0][1] else None,
    )


TAKEN = aliased(Revision)
ABOUT = (Thread, Clause.text, Revision.number, Suggestion, Credit, TAKEN.number, Placement)
"""What a Row is made of, in its order."""


@dataclass(frozen=True)
class Row:
    """A thread as read from the database, with the text it was written about and the one it suggests instead, if it does.

    `taken_in` is the number of the revision that the suggestion was taken into.
    """

    thread: Thread
    old: str | None
    revision: int
    suggestion: Suggestion | None = None
    credit: Credit | None = None
    taken_in: int | None = None
    placed: Placement | None = None
    total: int = 1
    still_open: int = 0


def by_clause(session: Session, ground: Ground, actor: Actor, *, each: int = 5, most: int = 200) -> list[Row]:
    """The first threads of every clause, open ones first and then the newest, with the counts of each. One statement.

    It reads along the index of clauses and states, a few threads from the end of each: ten thousand comments cost it little
    more than a hundred.
    """
    mine = (col(Thread.edition_id) == ground.edition.id) & visible(ground, actor)
    groups = (
        select(col(Thread.clause_key).label("clause"), col(Thread.state).label("state"), func.count().label("size"))
        .where(mine)
        .group_by(col(Thread.clause_key), col(Thread.state))
        .subquery()
    )  # fmt: skip
    other = aliased(Thread)
    first = (
        select(col(other.number))
        .where(
            col(other.edition_id) == ground.edition.id,
            col(other.clause_key) == groups.c.clause,
            col(other.state) == groups.c.state,
            visible(ground, actor, other),
        )
        .order_by(col(other.number).desc())
        .offset(each - 1)
        .limit(1)
        .scalar_subquery()
    )
    there = (col(Thread.clause_key) == groups.c.clause) & (col(Thread.state) == groups.c.state)
    rows = session.exec(
        # Every group has threads: outer joins say that groups are read first, which SQLite would not see by itself.
        with_all(
            select(*ABOUT, groups.c.size)
            .select_from(groups)
            .join(Thread, there & mine & (col(Thread.number) >= func.coalesce(first, 0)), isouter=True),
            ground,
        ).order_by(col(Thread.clause_key), case((col(Thread.state) == "open", 0), else_=1), col(Thread.number).desc())
    )  # fmt: skip
    found = [
        one
        for _, clause in itertools.groupby(rows, key=lambda row: row[0].clause_key)
        for one in enumerate(_counted(list(clause), each))
    ]
    return [row for _, row in sorted(found, key=lambda one: (one[0], one[1].thread.number))[:most]]


def _counted(clause: Sequence[Any], each: int) -> list[Row]:
    """The first rows of one clause, each with how many threads it has, and how many of them are open."""
    sizes = {row[0].state: row[-1] for row in clause}
    total, still = sum(sizes.values()), sizes.get("open", 0)
    return [Row(*row, total, still) for *row, _ in clause[:each]]


def listed(
    session: Session,
    ground: Ground,
    actor: Actor,
    *,
    after: int = 0,
    most: int | None = 100,
    clause: str | None = None,
    state: str = "",
) -> list[Row]:
    """Threads in the order of their numbers, from the one after `after`. One statement."""
    query = (
        with_all(select(*ABOUT), ground)
        .where(Thread.edition_id == ground.edition.id, Thread.number > after, visible(ground, actor))
        .order_by(col(Thread.number))
        .limit(most)
    )
    if clause is not None:
        query = query.where(Thread.clause_key == clause)
    if state in STATES:
        query = query.where(Thread.state == state)
    return [Row(*found) for found in session.exec(query)]


def one(session: Session, ground: Ground, actor: Actor, number: int) -> Row:
    """One thread. Raises NotFound: for a number never given, and just so for one this actor may not see."""
    found = listed(session, ground, actor, after=number - 1, most=1)
    if not found or found[0].thread.number != number:
        raise NotFound("comment")
    return found[0]


def with_all(query: Any, ground: Ground) -> Any:
    """The same, with where each stands in the text of today, if that is kept already."""
    here = (col(Placement.thread_id) == col(Thread.id)) & (
        col(Placement.revision_id) == ground.edition.revision_id
    )
    return with_suggestions(query).join(Placement, here, isouter=True)


def with_suggestions(query: Any) -> Any:
    """The statement over threads with what each is about: the revision and the clause it was written on, and its suggestion."""
    return (
        query.join(Revision, col(Revision.id) == col(Thread.revision_id), isouter=True)
        .join(Clause, _anchored(), isouter=True)
        .join(Suggestion, col(Suggestion.thread_id) == col(Thread.id), isouter=True)
        .join(Credit, col(Credit.suggestion_id) == col(Suggestion.id), isouter=True)
        .join(TAKEN, col(TAKEN.id) == col(Credit.revision_id), isouter=True)
    )


def _anchored() -> ColumnElement[bool]:
    return (col(Clause.revision_id) == col(Thread.revision_id)) & (col(Clause.key) == col(Thread.clause_key))


def places(session: Session, ground: Ground, rows: Iterable[Row], known: Texts) -> dict[str, Standing]:
    """Where each thread stands in the text of today. No statement once the places of the revision are kept."""
    return standings(session, ground, [Asked(row.thread, row.revision, row.placed) for row in rows], known)
