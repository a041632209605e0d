"""The comment matrix: every thread with its answer in one row (REVIEW, section 2.6).

The columns and their order are those of the comment resolution matrices that boards and agencies know. One function makes
the rows; page, API and files (`matrix_files`) differ in nothing but their clothes. Numbers are the threads' own and never
used again.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, func, select

from workflow.core.people import Actor
from workflow.review.ground import Ground, find, texts
from workflow.review.models import Thread
from workflow.review.threads import queries, shown
from workflow.review.verdicts.queries import clause_name

COLUMNS = {
    "number": "Item",
    "party": "Source",
    "kind": "Type",
    "clause": "Clause",
    "comment": "Comment",
    "rationale": "Rationale",
    "disposition": "Disposition",
    "answer": "Answer",
    "introduced": "Introduced in revision",
    "resolved": "Resolved in revision",
    "reviewer": "Reviewer",
    "commented": "Commented on",
    "blocking": "Blocking",
    "audience": "Visible to",
    "quotation": "Quotation",
    "anchor": "Place in the text now",
    "decided_by": "Decided by",
    "decided": "Decided on",
    "link": "Address",
}
PAGE = 100
ANCHOR_WORDS = {
    "exact": "stands as quoted",
    "changed": "edited since",
    "moved": "moved to another clause",
    "detached": "no longer in the text",
}


def rows(
    session: Session,
    ground: Ground,
    actor: Actor,
    *,
    after: int = 0,
    most: int | None = PAGE,
    state: str = "",
) -> list[dict[str, Any]]:
    """The matrix rows this actor may see, in the order of their numbers. Five statements, however many rows."""
    found = queries.listed(session, ground, actor, after=after, most=most, state=state)
    known = texts(session, {ground.edition.revision_id or ""} | {row.thread.revision_id for row in found})
    threads = shown.values(session, ground, actor, found, known)
    names = {key: clause_name(clause) for clauses in known.values() for key, clause in clauses.items()}
    zone = ZoneInfo(ground.mou.timezone)
    return [_row(thread, names, zone) for thread in threads]


def _row(thread: dict[str, Any], names: dict[str, str], zone: ZoneInfo) -> dict[str, Any]:
    first = thread["comments"][0] if thread["comments"] else {}
    answer = thread["disposition"] or {}
    decision = answer.get("label", queries.STATES[thread["state"]])
    if answer.get("duplicate_of"):
        decision = f"Duplicate of {answer['duplicate_of']}"
    return {
        "number": thread["number"],
        "party": first.get("party") or thread["side"] or "Invited reviewer",
        "kind": queries.KINDS[thread["kind"]],
        "clause": names.get(thread["clause"], "") if thread["clause"] else "The whole text",
        "comment": first.get("words", ""),
        "rationale": thread["basis"],
        "disposition": decision,
        "answer": answer.get("words", ""),
        "introduced": thread["revision"],
        "resolved": answer.get("revision"),
        "reviewer": ", ".join(part for part in (first.get("author", ""), first.get("office", "")) if part),
        "commented": _day(thread["created"], zone),
        "blocking": "yes" if thread["blocking"] else "no",
        "audience": "all parties" if thread["visibility"] == "parties" else thread["visibility"] if thread["visibility"] == "public" else f"only {thread['side']}",
        "quotation": thread["quote"],
        "anchor": ANCHOR_WORDS[thread["anchor"]["state"]],
        "decided_by": answer.get("by", ""),
        "decided": _day(answer["created"], zone) if answer else None,
        "link": thread["link"],
    }  # fmt: skip


def _day(at: datetime, zone: ZoneInfo) -> date:
    """The day it was where the agreement lives."""
    return at.astimezone(zone).date()


def page(
    session: Session, actor: Actor, edition_id: str, *, after: int = 0, state: str = ""
) -> dict[str, Any]:
    """The matrix page, with what it does not show: how many internal comments of other sides there are."""
    ground = find(session, actor, edition_id)
    found = rows(session, ground, actor, after=after, most=PAGE + 1, state=state)
    kept = found[:PAGE]
    return {
        **about(session, ground, actor),
        "rows": kept,
        "state": state if state in queries.STATES else "",
        "after": after,
        "next": kept[-1]["number"] if len(found) > PAGE else None,
    }


def whole(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """The whole matrix as far as this actor may see it: what every file is made from. Raises NotFound."""
    ground = find(session, actor, edition_id)
    return {**about(session, ground, actor), "rows": rows(session, ground, actor, most=None)}


def about(session: Session, ground: Ground, actor: Actor) -> dict[str, Any]:
    """What stands over the rows: which edition, how many comments there are, how many have an answer, and how many of them are another side's own."""
    mine = queries.visible(ground, actor)
    total, seen, answered = session.exec(
        select(
            func.count(),
            func.count().filter(mine),
            func.count().filter(mine, col(Thread.state) == "answered"),
        ).where(Thread.edition_id == ground.edition.id)
    ).one()
    return {
        "edition": {
            "id": ground.edition.id,
            "title": ground.edition.title,
            "number": ground.edition.number,
            "revision": ground.revision.number if ground.revision else None,
        },
        "timezone": ground.mou.timezone,
        "columns": COLUMNS,
        "total": seen,
        "answered": answered,
        "hidden": total - seen if ground.sides_of(actor) else 0,
    }
