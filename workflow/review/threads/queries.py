"""Reading threads: what a person may see of them, where they stand in the text of today, and what is still open.

Internal threads belong to a side. Every statement here that reads threads for a person carries `visible(...)`: there is no
other way in. Guests and the other side get what is open to all parties; members of adopting bodies get nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, false, or_, select

from workflow.core.errors import NotFound
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.drafting.models import Clause, Revision
from workflow.review.ground import Ground, texts
from workflow.review.models import Comment, Disposition, Thread
from workflow.review.suggestions.models import Credit, Suggestion
from workflow.review.threads.anchors import Place, place

Texts = Mapping[str, Mapping[str, Clause]]
COMMENTS_SHOWN = 5

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
STATES = {"open": "Open", "answered": "Answered", "withdrawn": "Withdrawn"}


def visible(ground: Ground, actor: Actor) -> ColumnElement[bool]:
    """The rows of `thread` this actor may see, as a condition for the statement that reads them."""
    if actor.service:
        return true()
    if not may("edition:comment", actor, ground.commenters()):
        return false()
    return or_(col(Thread.visibility) != "party", col(Thread.party_id).in_(sorted(ground.sides_of(actor))))


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
    rows = session.exec(
        select(Thread.number, Thread.blocking, func.count().over(), Thread.created)
        .where(
            Thread.edition_id == edition_id, Thread.state == "open", where if where is not None else true()
        )
        .order_by(col(Thread.blocking).desc(), col(Thread.number))
        .limit(most)
    ).all()
    return OpenThreads(
        rows[0][2] if rows else 0,
        tuple(sorted(number for number, *_ in rows)),
        tuple(number for number, blocking, *_ in rows if blocking),
        rows[0][3] if rows and rows[0][1] else None,
    )


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
    total: int = 1
    still_open: int = 0


def by_clause(session: Session, ground: Ground, actor: Actor, *, each: int = 5, most: int = 200) -> list[Row]:
    """The first threads of every clause, open ones first and then the newest, with the counts of each. One statement."""
    place_in = func.row_number().over(
        partition_by=col(Thread.clause_key),
        order_by=[case((col(Thread.state) == "open", 0), else_=1), col(Thread.number).desc()],
    )
    ranked = (
        select(
            col(Thread.id).label("id"),
            place_in.label("rank"),
            func.count().over(partition_by=col(Thread.clause_key)).label("total"),
            func.sum(case((col(Thread.state) == "open", 1), else_=0))
            .over(partition_by=col(Thread.clause_key))
            .label("still_open"),
        )
        .where(Thread.edition_id == ground.edition.id, visible(ground, actor))
        .subquery()
    )
    rows = session.exec(
        with_suggestions(
            select(
                Thread,
                Clause.text,
                Revision.number,
                Suggestion,
                Credit,
                TAKEN.number,
                ranked.c.total,
                ranked.c.still_open,
            ).join(ranked, ranked.c.id == col(Thread.id))
        )
        .where(ranked.c.rank <= each)
        .order_by(ranked.c.rank, col(Thread.number))
        .limit(most)
    )
    return [Row(*found, int(still)) for *found, still in rows]


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
        with_suggestions(select(Thread, Clause.text, Revision.number, Suggestion, Credit, TAKEN.number))
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


TAKEN = aliased(Revision)


def with_suggestions(query: Any) -> Any:
    """The statement over threads with what each is about: the revision and the clause it was written on, and its suggestion."""
    return (
        query.join(Revision, col(Revision.id) == col(Thread.revision_id))
        .join(Clause, _anchored(), isouter=True)
        .join(Suggestion, col(Suggestion.thread_id) == col(Thread.id), isouter=True)
        .join(Credit, col(Credit.suggestion_id) == col(Suggestion.id), isouter=True)
        .join(TAKEN, col(TAKEN.id) == col(Credit.revision_id), isouter=True)
    )


def _anchored() -> ColumnElement[bool]:
    return (col(Clause.revision_id) == col(Thread.revision_id)) & (col(Clause.key) == col(Thread.clause_key))


def places(session: Session, ground: Ground, rows: Iterable[Row], known: Texts) -> dict[str, Place]:
    """Where each thread stands in the text of today. One statement more when a quotation left its clause."""
    now = {key: clause.text for key, clause in known.get(ground.edition.revision_id or "", {}).items()}
    rows = list(rows)
    lost = {row.thread.revision_id for row in rows if _may_have_moved(row, now)} - set(known)
    olds = {**known, **texts(session, lost)}
    return {
        row.thread.id: place(
            row.thread.clause_key,
            row.thread.selector,
            row.old,
            now,
            lambda row=row: _plain(olds[row.thread.revision_id]),
        )
        for row in rows
    }


def _may_have_moved(row: Row, now: Mapping[str, str]) -> bool:
    quote = row.thread.selector.get("exact", "")
    return (
        bool(quote)
        and quote not in now.get(row.thread.clause_key, "")
        and any(quote in text for text in now.values())
    )


def _plain(clauses: Mapping[str, Clause]) -> dict[str, str]:
    return {key: clause.text for key, clause in clauses.items()}


def comments(
    session: Session, threads: Sequence[Thread], shown: int = COMMENTS_SHOWN
) -> dict[str, list[tuple[Comment, int]]]:
    """The first comment of each thread and its newest, at most `shown`, each with how many there are. One statement."""
    if not threads:
        return {}
    forward = func.row_number().over(partition_by=col(Comment.thread_id), order_by=col(Comment.created))
    back = func.row_number().over(partition_by=col(Comment.thread_id), order_by=col(Comment.created).desc())
    ranked = (
        select(
            col(Comment.id).label("id"), forward.label("first"), back.label("last"),
            func.count().over(partition_by=col(Comment.thread_id)).label("total"),
        )
        .where(col(Comment.thread_id).in_([thread.id for thread in threads]))
        .subquery()
    )  # fmt: skip
    found: dict[str, list[tuple[Comment, int]]] = {}
    rows = session.exec(
        select(Comment, ranked.c.total)
        .join(ranked, ranked.c.id == col(Comment.id))
        .where(or_(ranked.c.first == 1, ranked.c.last < shown))
        .order_by(col(Comment.created))
    )
    for comment, total in rows:
        found.setdefault(comment.thread_id, []).append((comment, total))
    return found


def dispositions(session: Session, threads: Sequence[Thread]) -> dict[str, tuple[Disposition, int | None]]:
    """The newest answer to each thread, with the number of the revision that stood then. One statement."""
    if not threads:
        return {}
    rows = session.exec(
        select(Disposition, Revision.number)
        .join(Revision, col(Revision.id) == col(Disposition.revision_id), isouter=True)
        .where(col(Disposition.thread_id).in_([thread.id for thread in threads]))
        .order_by(col(Disposition.created))
    )
    return {row.thread_id: (row, number) for row, number in rows}
