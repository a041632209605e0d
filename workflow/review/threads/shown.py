"""A thread as it is shown: one serialiser for pages, the API, the matrix and its file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session

from workflow.core.lifecycle import COMMENTABLE
from workflow.core.passages import Passage
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.drafting import headings
from workflow.drafting.models import Clause
from workflow.review.ground import Ground
from workflow.review.models import Comment, Disposition, Thread
from workflow.review.places.queries import Standing, Texts, chooser
from workflow.review.suggestions.queries import beside
from workflow.review.threads.anchors import State
from workflow.review.threads.queries import VALUES, Row, places
from workflow.review.threads.talk import COMMENTS_SHOWN, said


def values(
    session: Session,
    ground: Ground,
    actor: Actor,
    rows: Sequence[Row],
    known: Texts,
    *,
    shown: int = COMMENTS_SHOWN,
) -> list[dict[str, Any]]:
    """Threads as they are shown, everywhere: the one serialiser. One statement, and two more while places are not kept."""
    threads = [row.thread for row in rows]
    talk = said(session, threads, shown)
    where = places(session, ground, rows, known)
    now = known.get(ground.edition.revision_id or "", {})
    return [
        _value(
            ground,
            actor,
            row,
            where[row.thread.id],
            *talk.get(row.thread.id, ([], None)),
            now,
        )
        for row in rows
    ]


def passages(shown: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """What these threads, as they are shown, mark in the clause they stand on. Those withdrawn, and those on all of it, nothing."""
    return [
        Passage(one["anchor"]["start"], one["anchor"]["end"], one["number"], one["state"] != "open")
        for one in shown
        if one["anchor"]["end"] and one["state"] != "withdrawn"
    ]


def _value(
    ground: Ground, actor: Actor, row: Row, standing: Standing, words: list[tuple[Comment, int]],
    answer: tuple[Disposition, int | None] | None, now: Mapping[str, Clause],
) -> dict[str, Any]:  # fmt: skip
    thread, at = row.thread, standing.place
    reads = now[at.clause].text[at.start : at.end] if at.clause in now and at.end else ""
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
            "text": reads, "last_seen": standing.last_seen, "chosen_by": standing.chosen_by,
            "candidates": [_candidate(one, now) for one in standing.candidates if one["clause"] in now], "old_text": (row.old or "") if at.state is not State.EXACT else "",
        },
        "placeable": _placeable(ground, actor, thread, standing),
        "created": thread.created,
        "comments": [_comment(comment) for comment, _ in words],
        "comment_count": words[0][1] if words else 0,
        "disposition": _disposition(*answer) if answer and thread.state != "open" else None,
        "suggestion": beside(row, {key: clause.text for key, clause in now.items()}),
        "mine": bool(actor.person_id) and thread.author_id == actor.person_id,
        "link": f"{ground.link}/threads/{thread.number}",
    }  # fmt: skip


def _placeable(ground: Ground, actor: Actor, thread: Thread, standing: Standing) -> bool:
    """Whether this actor may say where the thread belongs: it lost its place, or a person chose one before."""
    lost = standing.place.state is State.DETACHED or bool(standing.chosen_by)
    return (
        lost and ground.status in COMMENTABLE and may("edition:thread:place", actor, chooser(ground, thread))
    )


def _candidate(found: Mapping[str, Any], now: Mapping[str, Clause]) -> dict[str, Any]:
    """A passage that a detached thread may be about, with the value that chooses it."""
    key, start, end = found["clause"], found["start"], found["end"]
    return {
        "value": f"{key}:{start}-{end}" if end else key,
        "clause": key,
        "name": headings.label_of(now[key].text),
        "text": now[key].text[start:end] if end else now[key].text,
        "score": found["score"],
    }


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
