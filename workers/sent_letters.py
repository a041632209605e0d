"""Letters about comments that were sent together, one thing to tell however many they are; and to whom a comment names."""

from sqlmodel import col, select

from workers.words import Subject, Words
from workflow.review.mentions.models import Mention
from workflow.review.models import Comment, Thread

SHOWN = 10


def comments_sent(about: Subject) -> Words | None:
    """To those who run the agreement and may read them. Those withdrawn meanwhile are left out; with none left, no letter."""
    rows = about.session.exec(
        select(Thread, Comment.words)
        .join(Comment, (col(Comment.thread_id) == col(Thread.id)) & (col(Comment.created) == col(Thread.created)))
        .where(
            Thread.edition_id == about.event.edition_id, col(Thread.number).in_(about.event.detail["threads"]),
            Thread.state != "withdrawn",
        )
        .order_by(col(Thread.number))
    ).all()  # fmt: skip
    if not rows:
        return None
    count = "a comment" if len(rows) == 1 else f"{len(rows)} comments"
    lines = [
        f"Comment {thread.number}{' (it blocks)' if thread.blocking else ''}: {words}"
        for thread, words in rows[:SHOWN]
    ]
    more = [f"And {len(rows) - SHOWN} more."] if len(rows) > SHOWN else []
    inside = (
        ["Only your own side can read these comments."]
        if all(thread.visibility == "party" for thread, _ in rows)
        else []
    )
    return Words(
        f"{count.capitalize()} on {about.title}", f"{about.event.actor_name} sent {count}.",
        [*lines, *more, *inside], f"{about.page}/comments?after={rows[0][0].number - 1}", "Read and answer",
        "you help run this agreement.",
    )  # fmt: skip


def named(about: Subject) -> Words | None:
    """To somebody who is named in a comment. Nothing when it was answered or withdrawn, or the person has spoken there since."""
    rows = about.session.exec(
        select(Thread, Comment)
        .join(Comment, col(Comment.thread_id) == col(Thread.id))
        .join(Mention, (col(Mention.comment_id) == col(Comment.id)) & (col(Mention.person_id) == about.person.id))
        .where(
            Thread.edition_id == about.event.edition_id, col(Thread.number).in_(_numbers(about)),
            Mention.at == about.event.at, Comment.author_id == about.event.actor_id, Thread.state == "open",
        )
        .order_by(col(Thread.number))
    ).all()  # fmt: skip
    rows = [(thread, comment) for thread, comment in rows if not _spoken_since(about, comment)]
    if not rows:
        return None
    numbers = " and ".join(str(thread.number) for thread, _ in rows)
    where = f"comment {numbers}" if len(rows) == 1 else f"comments {numbers}"
    return Words(
        f"{about.event.actor_name} asks you: {where} on {about.title}", f"{about.event.actor_name} named you in {where}.",
        [comment.words for _, comment in rows], f"{about.page}/threads/{rows[0][0].number}", "Read and answer",
        "you are named in this comment.",
    )  # fmt: skip


def _numbers(about: Subject) -> list[int]:
    return about.event.detail.get("threads") or [about.event.detail["thread"]]


def _spoken_since(about: Subject, comment: Comment) -> bool:
    later = select(Comment.id).where(
        Comment.thread_id == comment.thread_id, Comment.author_id == about.person.id, Comment.created > comment.created
    )  # fmt: skip
    return about.session.exec(later).first() is not None
