"""What was said in threads: their comments, and how they were answered."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from workflow.drafting.models import Revision
from workflow.review.models import Comment, Disposition, Thread

COMMENTS_SHOWN = 5
Said = tuple[list[tuple[Comment, int]], tuple[Disposition, int | None] | None]
"""What was said in a thread: comments, each with how many there are, and the newest answer with the revision it stood on."""


def said(session: Session, threads: Sequence[Thread], shown: int = COMMENTS_SHOWN) -> dict[str, Said]:
    """The first comment of each thread and its newest, at most `shown`, and how it was answered. Two statements.

    Neither joins comments with anything: a database that thinks the table empty would look through all of it for each of them.
    """
    if not threads:
        return {}
    ids = [thread.id for thread in threads]
    answers = _answers(session, ids)
    found: dict[str, Said] = {}
    for comment, total in _comments(session, ids, shown):
        words, _ = found.setdefault(comment.thread_id, ([], answers.get(comment.thread_id)))
        words.append((comment, total))
    return found


def _comments(session: Session, threads: Sequence[str], shown: int) -> Iterable[tuple[Comment, int]]:
    forward = func.row_number().over(partition_by=col(Comment.thread_id), order_by=col(Comment.created))
    back = func.row_number().over(partition_by=col(Comment.thread_id), order_by=col(Comment.created).desc())
    total = func.count().over(partition_by=col(Comment.thread_id))
    ranked = (
        select(Comment, forward.label("first"), back.label("last"), total.label("total"))
        .where(col(Comment.thread_id).in_(threads))
        .subquery()
    )
    one = aliased(Comment, ranked)
    return session.exec(
        select(one, ranked.c.total)
        .where(or_(ranked.c.first == 1, ranked.c.last < shown))
        .order_by(col(one.created))
    )


def _answers(session: Session, threads: Sequence[str]) -> dict[str, tuple[Disposition, int | None]]:
    """The newest of each thread."""
    rows = session.exec(
        select(Disposition, Revision.number)
        .join(Revision, col(Revision.id) == col(Disposition.revision_id), isouter=True)
        .where(col(Disposition.thread_id).in_(threads))
        .order_by(col(Disposition.created))
    )
    return {answer.thread_id: (answer, number) for answer, number in rows}


def comments(
    session: Session, threads: Sequence[Thread], shown: int = COMMENTS_SHOWN
) -> dict[str, list[tuple[Comment, int]]]:
    """The comments alone."""
    return {thread: words for thread, (words, _) in said(session, threads, shown).items()}
