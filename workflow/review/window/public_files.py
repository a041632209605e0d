"""What the public said, as a table and as data: the same comments, numbers and answers as the page."""

import csv
import io
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlmodel import Session

from workflow.review.threads.matrix_files import neutral
from workflow.review.window import public
from workflow.review.window.queries import place
from workflow.review.window.shown import summary

COLUMNS = {
    "number": "Comment",
    "clause_name": "Clause",
    "name": "Name",
    "confirmed": "Confirmed on",
    "words": "Comment's words",
    "hidden": "Not shown, because",
    "group": "Says nearly the same as comment",
    "answer": "Answer",
    "answer_words": "Answer's words",
    "answered_by": "Answered by",
}


def whole(session: Session, slug: str, number: str, now: datetime) -> dict[str, Any]:
    """Everything that was said and shown. Raises NotFound."""
    where = place(session, slug, number)
    head = public.head(session, where, now)
    return {
        **head,
        "summary": summary(session, where.edition.id),
        "comments": public.every(session, where),
    }


def as_json(value: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1)


def as_csv(value: dict[str, Any]) -> bytes:
    """RFC 4180, UTF-8; no cell is a formula."""
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    write.writerow(COLUMNS.values())
    for row in value["comments"]:
        cells = _cells(row, ZoneInfo(value["timezone"]))
        write.writerow(neutral(str(cells[name])) for name in COLUMNS)
    return out.getvalue().encode("utf-8", "replace")


def _cells(row: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    answer = row["answer"] or {}
    return {
        **row,
        "confirmed": row["confirmed"].astimezone(zone).date(),
        "group": row["group"] or "",
        "answer": answer.get("label", ""),
        "answer_words": answer.get("words", ""),
        "answered_by": answer.get("by", ""),
    }
