"""What was said in threads: their comments, and how they were answered."""

from collections.abc import Sequence

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select

from workflow.drafting.models import Revision
from workflow.review.models import Comment, Disposition, Thread

COMMENTS_SHOWN = 5
Said = tuple[list[tuple[Comment, int]], tuple[Disposition, int | None] | None]
"""What was said in a thread: comments, each with how many there are, and the newest answer with the revision it stood on."""


def said(session: Session, threads: Sequence[Thread], shown: int = COMMENTS_SHOWN) -> dict[str, Said]:
    """The first comment of each thread and its newest, at most `shown`, and how it was answered. One statement."""
    if not threads:
        return {}
    forward = func.row_number().over(partition_by=col(Comment.thread_id), order_by=col(Comment.created))
    back = func.row_number().over(partition_by=col(Comment.thread_id), order_by=col(Comment.created).desc())
    total = func.count().over(partition_by=col(Comment.thread_id))
    ids = [thread.id for thread in threads]
    ranked = (
        select(Comment, forward.label("first"), back.label("last"), total.label("total"))
        .where(col(Comment.thread_id).in_(ids))
        .subquery()
    )
    one = aliased(Comment, ranked)
    last = (
        select(col(Disposition.thread_id).label("thread"), func.max(Disposition.created).label("created"))
        .where(col(Disposition.thread_id).in_(ids))
        .group_by(col(Disposition.thread_id))
        .subquery()
    )
    newest = (col(Disposition.thread_id) == last.c.thread) & (col(Disposition.created) == last.c.created)
    rows = session.exec(
        select(one, ranked.c.total, Disposition, Revision.number)
        .join(last, last.c.thread == col(one.thread_id), isouter=True)
        .join(Disposition, newest, isouter=True)
        .join(Revision, col(Revision.id) == col(Disposition.revision_id), isouter=True)
        .where(or_(ranked.c.first == 1, ranked.c.last < shown))
        .order_by(col(one.created))
    )
    found: dict[str, Said] = {}
    for comment, count, answer, number in rows:
        words, _ = found.setdefault(comment.thread_id, ([], (answer, number) if answer else None))
        words.append((comment, count))
    return found


def comments(
    session: Session, threads: Sequence[Thread], shown: int = COMMENTS_SHOWN
) -> dict[str, list[tuple[Comment, int]]]:
    """The comments alone."""
    return {thread: words for thread, (words, _) in said(session, threads, shown).items()}
