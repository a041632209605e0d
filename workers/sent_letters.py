"""Letters about comments that were sent together, one thing to tell however many they are; and to whom a comment names."""

from collections import Counter

from sqlmodel import col, select

from workers import recipients
from workers.words import Subject, Words
from workflow.review.mentions.models import Mention
from workflow.review.models import Comment, Thread

SHOWN = 10


def comments_sent(about: Subject) -> Words | None:
    """To those who run the agreement, and to those who spoke where one is a reply. Those withdrawn meanwhile are left out; with
    none left, no letter."""
    rows = _sent(about)
    if not rows:
        return None
    count = "a comment" if len(rows) == 1 else f"{len(rows)} comments"
    more = [f"And {len(rows) - SHOWN} more."] if len(rows) > SHOWN else []
    inside = (
        ["Only your own side can read these comments."]
        if all(thread.visibility == "party" for thread, _ in rows)
        else []
    )
    return Words(
        f"{count.capitalize()} on {about.title}", f"{about.event.actor_name} sent {count}.",
        [*(_line(about, thread, said) for thread, said in rows[:SHOWN]), *more, *inside],
        f"{about.page}/comments?after={rows[0][0].number - 1}", "Read and answer", "you take part in these comments.",
    )  # fmt: skip


def _sent(about: Subject) -> list[tuple[Thread, Comment]]:
    """What was sent: of each thread as many of the sender's comments, from then on, as the event speaks of."""
    numbers = recipients.numbers_of(about.event)
    rows = about.session.exec(
        select(Thread, Comment)
        .join(Comment, col(Comment.thread_id) == col(Thread.id))
        .where(
            Thread.edition_id == about.event.edition_id, col(Thread.number).in_(numbers), Thread.state != "withdrawn",
            Comment.author_id == about.event.actor_id, Comment.created >= about.event.at,
        )
        .order_by(col(Thread.number), col(Comment.created))
    )  # fmt: skip
    left = Counter(numbers)
    found = []
    for thread, said in rows:
        left[thread.number] -= 1
        if left[thread.number] >= 0:
            found.append((thread, said))
    return found


def _line(about: Subject, thread: Thread, said: Comment) -> str:
    what = f"{'Reply to comment' if thread.created < about.event.at else 'Comment'} {thread.number}"
    blocks = " (it blocks)" if thread.blocking and thread.created == about.event.at else ""
    return f"{what}{blocks}: {said.words}"


def named(about: Subject) -> Words | None:
    """To somebody who is named in a comment. Nothing when it was answered or withdrawn, or the person has spoken there since."""
    rows = about.session.exec(
        select(Thread, Comment)
        .join(Comment, col(Comment.thread_id) == col(Thread.id))
        .join(Mention, (col(Mention.comment_id) == col(Comment.id)) & (col(Mention.person_id) == about.person.id))
        .where(
            Thread.edition_id == about.event.edition_id, col(Thread.number).in_(recipients.numbers_of(about.event)),
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


def _spoken_since(about: Subject, comment: Comment) -> bool:
    later = select(Comment.id).where(
        Comment.thread_id == comment.thread_id, Comment.author_id == about.person.id, Comment.created > comment.created
    )  # fmt: skip
    return about.session.exec(later).first() is not None
