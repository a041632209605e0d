"""The letter about comments that were sent together: one thing to tell, however many they are."""

from sqlmodel import col, select

from workers.words import Subject, Words
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
