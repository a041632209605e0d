"""The comment matrix: every thread with its answer in one row, as page, JSON and CSV (REVIEW, section 2.6).

The columns are those of the comment resolution matrices that boards and agencies know. One function makes the rows; page,
API and file differ in nothing but their clothes. Numbers are the threads' own and never used again.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, func, select

from workflow.core.cells import neutral
from workflow.core.people import Actor
from workflow.review.ground import Ground, find, texts
from workflow.review.models import Thread
from workflow.review.threads import queries, shown
from workflow.review.verdicts.queries import clause_name

COLUMNS = {
    "number": "No.",
    "party": "Source",
    "reviewer": "Reviewer",
    "kind": "Type",
    "blocking": "Blocking",
    "audience": "Visible to",
    "clause": "Clause",
    "quotation": "Quotation",
    "anchor": "Place in the text now",
    "comment": "Comment",
    "rationale": "Basis",
    "disposition": "Decision",
    "answer": "Answer",
    "decided_by": "Decided by",
    "introduced": "Revision commented on",
    "resolved": "Revision that stood when it was decided",
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
    return [_row(thread, names) for thread in threads]


def _row(thread: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    first = thread["comments"][0] if thread["comments"] else {}
    answer = thread["disposition"] or {}
    decision = answer.get("label", queries.STATES[thread["state"]])
    if answer.get("duplicate_of"):
        decision = f"Duplicate of {answer['duplicate_of']}"
    return {
        "number": thread["number"],
        "party": first.get("party") or thread["side"] or "Invited reviewer",
        "reviewer": ", ".join(part for part in (first.get("author", ""), first.get("office", "")) if part),
        "kind": queries.KINDS[thread["kind"]],
        "blocking": "yes" if thread["blocking"] else "no",
        "audience": "all parties" if thread["visibility"] == "parties" else thread["visibility"] if thread["visibility"] == "public" else f"only {thread['side']}",
        "clause": names.get(thread["clause"], "") if thread["clause"] else "The whole text",
        "quotation": thread["quote"],
        "anchor": ANCHOR_WORDS[thread["anchor"]["state"]],
        "comment": first.get("words", ""),
        "rationale": thread["basis"],
        "disposition": decision,
        "answer": answer.get("words", ""),
        "decided_by": answer.get("by", ""),
        "introduced": thread["revision"],
        "resolved": answer.get("revision") or "",
        "link": thread["link"],
    }  # fmt: skip


def page(
    session: Session, actor: Actor, edition_id: str, *, after: int = 0, state: str = ""
) -> dict[str, Any]:
    """The matrix page, with what it does not show: how many internal comments of other sides there are."""
    ground = find(session, actor, edition_id)
    found = rows(session, ground, actor, after=after, most=PAGE + 1, state=state)
    total, seen = session.exec(
        select(func.count(), func.count().filter(queries.visible(ground, actor))).where(
            Thread.edition_id == edition_id
        )
    ).one()
    kept = found[:PAGE]
    return {
        "edition": {"id": edition_id, "title": ground.edition.title, "number": ground.edition.number},
        "timezone": ground.mou.timezone,
        "columns": COLUMNS,
        "rows": kept,
        "total": seen,
        "hidden": total - seen if ground.reviewing & actor.party_ids else 0,
        "state": state if state in queries.STATES else "",
        "after": after,
        "next": kept[-1]["number"] if len(found) > PAGE else None,
    }


def as_csv(found: Iterable[dict[str, Any]], base: str = "") -> bytes:
    """The rows as a CSV file (RFC 4180, UTF-8). No cell is a formula to any spreadsheet (OWASP ASVS 1.2.10).

    `base` makes the addresses whole.
    """
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    write.writerow(COLUMNS.values())
    for row in found:
        write.writerow(_cells({**row, "link": base + row["link"]}, tuple(COLUMNS)))
    return out.getvalue().encode("utf-8", "replace")


def _cells(row: dict[str, Any], names: Sequence[str]) -> list[str]:
    return [neutral(str(row[name])) for name in names]


def csv_file(session: Session, actor: Actor, edition_id: str, base: str = "") -> bytes:
    """The whole matrix as a file, as far as this actor may see it. Raises NotFound."""
    ground = find(session, actor, edition_id)
    return as_csv(rows(session, ground, actor, most=None), base)
