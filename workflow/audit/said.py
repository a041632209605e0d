"""Comments held against what their events committed to: the words of none were changed, and none was taken away or slipped in.

A comment whose words and salt were both erased, as a law may ask, is no finding; that it was made stays in the log. Comments
made before their words were committed to are named by no event, and have no salt.
"""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Text, cast, or_
from sqlmodel import Session, col, select

from workflow.audit.findings import Finding
from workflow.audit.rows import plain
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
    rows = {id_: (words, salt) for id_, words, salt in plain(session, select(*columns))}
    named: set[str] = set()
    for event, detail in plain(session, _events()):
        for comment, committed in _said(detail).items():
            named.add(comment)
            words, salt = rows.get(comment, ("", None))
            if comment not in rows:
                yield Finding("comment.missing", f"the comment of event {event} is gone")
            elif (words or salt is not None) and _hash(salt, comment, words) != committed:
                yield Finding(
                    "comment.words",
                    f"the comment of event {event} does not say what it said when it was made",
                )
    for comment, (_, salt) in rows.items():
        if salt is not None and comment not in named:
            yield Finding("comment.unlogged", f"comment {comment} was never logged")


def _events() -> Select[Any]:
    """The events that may commit to words: whoever spells the member another way in JSON needs a backslash for it."""
    detail = cast(col(Event.detail), Text)
    may = or_(detail.contains("said"), detail.contains("\\", autoescape=True, escape="/"))
    return select(Event.id, detail).where(col(Event.kind).in_(SAYING), may).order_by(col(Event.id))


def _said(detail: Any) -> dict[str, Any]:
    """What an event commits to. One whose detail cannot be read commits to nothing, and is blamed where events are walked."""
    try:
        said = json.loads(detail).get("said", {})
    except (TypeError, ValueError, AttributeError):
        return {}
    return said if isinstance(said, dict) else {}


def _hash(salt: Any, comment: str, words: Any) -> str:
    """Empty for what is no words or no salt: a driver gives whatever somebody wrote there."""
    if not isinstance(words, str) or not isinstance(salt, bytes):
        return ""
    return said_hash(salt, comment, words)
