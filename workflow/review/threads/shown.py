"""A thread as it is shown: one serialiser for pages, the API, the matrix and its file."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from workflow.core.people import Actor
from workflow.drafting.models import Clause
from workflow.review.ground import Ground
from workflow.review.models import Comment, Disposition
from workflow.review.suggestions.queries import beside
from workflow.review.threads.anchors import Place, State
from workflow.review.threads.queries import COMMENTS_SHOWN, VALUES, Row, Texts, comments, dispositions, places


def values(
    session: Session,
    ground: Ground,
    actor: Actor,
    rows: Sequence[Row],
    known: Texts,
    *,
    shown: int = COMMENTS_SHOWN,
) -> list[dict[str, Any]]:
    """Threads as they are shown, everywhere: the one serialiser. Two statements, three when a quotation moved."""
    threads = [row.thread for row in rows]
    words, answers = comments(session, threads, shown), dispositions(session, threads)
    where = places(session, ground, rows, known)
    now = known.get(ground.edition.revision_id or "", {})
    return [
        _value(
            ground,
            actor,
            row,
            where[row.thread.id],
            words.get(row.thread.id, []),
            answers.get(row.thread.id),
            now,
        )
        for row in rows
    ]


def _value(
    ground: Ground, actor: Actor, row: Row, at: Place, words: list[tuple[Comment, int]],
    answer: tuple[Disposition, int | None] | None, now: Mapping[str, Clause],
) -> dict[str, Any]:  # fmt: skip
    thread = row.thread
    standing = now[at.clause].text[at.start : at.end] if at.clause in now and at.end else ""
    return {
        "number": thread.number,
        "kind": thread.kind,
        "blocking": thread.blocking,
        "basis": thread.basis,
        "visibility": thread.visibility,
        "side": ground.name(thread.party_id or ""),
        "state": thread.state,
        "clause": thread.clause_key,
        "clause_path": now[thread.clause_key].path if thread.clause_key in now else "",
        "revision": row.revision,
        "quote": thread.selector.get("exact", ""),
        "selector": thread.selector,
        "anchor": {
            "state": str(at.state), "clause": at.clause, "start": at.start, "end": at.end,
            "text": standing, "old_text": (row.old or "") if at.state is not State.EXACT else "",
        },
        "created": thread.created,
        "comments": [_comment(comment) for comment, _ in words],
        "comment_count": words[0][1] if words else 0,
        "disposition": _disposition(*answer) if answer and thread.state != "open" else None,
        "suggestion": beside(row, {key: clause.text for key, clause in now.items()}),
        "mine": bool(actor.person_id) and thread.author_id == actor.person_id,
        "link": f"{ground.link}/threads/{thread.number}",
    }  # fmt: skip


def _comment(comment: Comment) -> dict[str, Any]:
    return {
        "id": comment.id,
        "author": comment.author_name,
        "office": comment.author_office,
        "party": comment.author_party,
        "words": comment.words,
        "created": comment.created,
    }


def _disposition(row: Disposition, revision: int | None) -> dict[str, Any]:
    return {
        "value": row.value,
        "label": VALUES[row.value],
        "words": row.words,
        "duplicate_of": row.duplicate_of,
        "by": row.person_name,
        "created": row.created,
        "revision": revision,
    }
