"""Comments held against what their events committed to: the words of none were changed, and none was taken away or slipped in.

A comment whose words and salt were both erased, as a law may ask, is no finding; that it was made stays in the log. Comments
made before their words were committed to are named by no event, and have no salt.
"""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from workflow.audit.findings import Finding
from workflow.core.events import EventKind
from workflow.evidence.said import said_hash
from workflow.history.models import Event
from workflow.review.models import Comment

SAYING = (
    EventKind.THREAD_OPENED, EventKind.COMMENTS_SENT, EventKind.COMMENT_POSTED, EventKind.THREAD_REOPENED,
)  # fmt: skip


def findings(session: Session) -> Iterator[Finding]:
    """Every comment that is not the one that was made, in the order of the record."""
    columns = (Comment.id, Comment.words, Comment.salt)
    rows = {id_: (words, salt) for id_, words, salt in session.exec(select(*columns))}
    named: set[str] = set()
    events = select(Event.id, Event.detail).where(col(Event.kind).in_(SAYING)).order_by(col(Event.id))
    for event, detail in session.exec(events):
        for comment, committed in detail.get("said", {}).items():
            named.add(comment)
            words, salt = rows.get(comment, ("", None))
            if comment not in rows:
                yield Finding("comment.missing", f"the comment of event {event} is gone")
            elif (words or salt is not None) and said_hash(salt or b"", comment, words) != committed:
                yield Finding(
                    "comment.words",
                    f"the comment of event {event} does not say what it said when it was made",
                )
    for comment, (_, salt) in rows.items():
        if salt is not None and comment not in named:
            yield Finding("comment.unlogged", f"comment {comment} was never logged")
