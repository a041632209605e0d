"""What people say, and how it is committed to: one table for all of it.

1. Whatever somebody writes for others to rely on has a salt in its row, and the event of saying it holds a salted hash of it
   (docs/format.md, section 6). What is said anew is committed to anew; the newest event holds.
2. Whoever erases words by law erases words and salt together. What stays in the event tells nobody what they were.
3. What the event says in clear of the same row (`plain`), and who said it (`by`), is held against the row too.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.core.events import EventKind
from workflow.evidence.said import said_hash


@dataclass(frozen=True)
class Saying:
    """Where one kind of words lies, and which events commit to it. Its columns are named as they are in `table`."""

    table: str
    kinds: tuple[EventKind, ...]
    words: tuple[str, ...] = ("words",)
    """What may be erased, the words themselves first."""
    plain: tuple[str, ...] = ()
    by: str = "person_name"
    """The name of whoever acted, as the event has it too; empty where the row has none."""
    who: tuple[str, ...] = ("person_id",)
    """The ids of whoever acted, the first that is there, as the event has it too; none where the row has none."""
    key: str = "id"
    salt: str = "salt"
    since: str = "created"
    """Empty where rows that no event names are looked at elsewhere."""
    unsaid: str = ""
    """The state of a row that nobody reads yet, and no event names."""
    named: Mapping[str, str] = field(default_factory=dict)
    """How the event names what it repeats, where that is otherwise than the column."""


SAYINGS = {
    "comment": Saying(
        "comment",
        (EventKind.THREAD_OPENED, EventKind.COMMENTS_SENT, EventKind.COMMENT_POSTED, EventKind.THREAD_REOPENED),
        by="author_name", who=("author_id",),
    ),
    "basis": Saying("thread", (EventKind.THREAD_OPENED, EventKind.COMMENTS_SENT), ("basis",), by="", who=("author_id",)),
    "suggestion": Saying("suggestion", (EventKind.THREAD_OPENED,), ("text",), by="", who=()),
    "answer": Saying("disposition", (EventKind.THREAD_DISPOSED, EventKind.THREAD_WITHDRAWN), plain=("value",)),
    "verdict": Saying("verdict", (EventKind.VERDICT_GIVEN,), plain=("value", "stage", "revision_id"), by="", who=("deputy_id", "person_id"),
        named={"revision_id": "revision"},
    ),
    "reason_to_pass": Saying("advance", (EventKind.LANE_PASSED,)),
    "escalation": Saying("escalation", (EventKind.OBJECTION_ESCALATED,), key="thread_id"),
    "override": Saying("override", (EventKind.OBJECTION_OVERRIDDEN,)),
    "note": Saying("member_note", (EventKind.NOTE_WRITTEN,), by="author_name", who=("author_id",)),
    "public_comment": Saying(
        "public_comment", (EventKind.PUBLIC_CONFIRMED,), ("words", "name"), ("clause_key",), by="", who=(), since="written",
        unsaid="pending",
    ),
    "public_answer": Saying("public_answer", (EventKind.PUBLIC_ANSWERED,), plain=("value",)),
    "moderation": Saying("moderation", (EventKind.PUBLIC_MODERATED,), plain=("act", "reason")),
    "mark": Saying("mark", (EventKind.FINDING_MARKED,), plain=("value",)),
    "objection": Saying("party_objection", (EventKind.OBJECTION_RAISED,), since="at"),
    "objection_answer": Saying(
        "party_objection", (EventKind.OBJECTION_ANSWERED,), ("answer",), by="answered_by", who=(), salt="answer_salt",
        since="answered",
    ),
    "evidence": Saying(
        "appointment", (EventKind.PARTY_CREATED, EventKind.PERSON_INVITED, EventKind.APPOINTMENT_RECORDED), ("evidence",), by="",
        who=(), since="",
    ),
}  # fmt: skip


def new_salt() -> bytes:
    return secrets.token_bytes(32)


def commit(**spoken: Sequence[Any]) -> dict[str, Any]:
    """What an event's detail says of these rows: of each noun of the table, by the row's key, the hash of its words.

    Rows without words and without a salt say nothing. Raises ValueError for words without a salt: nothing commits to them.
    """
    said = {noun: found for noun, rows in spoken.items() if (found := _hashes(SAYINGS[noun], rows))}
    return {"said": said} if said else {}


def _hashes(saying: Saying, rows: Sequence[Any]) -> dict[str, str]:
    found = {}
    for row in rows:
        salt, words = getattr(row, saying.salt), [getattr(row, name) for name in saying.words]
        if salt is not None:
            found[getattr(row, saying.key)] = said_hash(salt, getattr(row, saying.key), *words)
        elif any(words):
            raise ValueError(f"nothing commits to the words of a {saying.table} without a salt")
    return found
