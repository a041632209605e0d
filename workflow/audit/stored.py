"""Rows as they are stored, each value in one form whatever database it stands in: what a check reads that nothing may stop.

A time is `2026-05-12T17:00:00Z`, a day `2026-05-12`, JSON what it says. A value that is not of its column's kind, as somebody with
full access can leave it, is UNREADABLE and equals nothing else; no such value ends the reading.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, Boolean, Column, ColumnElement, Date, DateTime, Integer, LargeBinary, Text, cast
from sqlmodel import Session, select

from workflow.audit.rows import moments, plain
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.errors import Bad
from workflow.tables import metadata

Row = dict[str, Any]


class _Unreadable:
    def __repr__(self) -> str:
        return "what cannot be read"


UNREADABLE: Final = _Unreadable()
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
CLOCKS = timedelta(hours=1)
"""How far a time in a row may lie from that of its event: chains never go back in time, and two servers' clocks differ."""


def read(
    session: Session, name: str, columns: Sequence[str], *where: ColumnElement[bool], order: str = ""
) -> Iterator[Row]:
    """These columns of a table, in one statement."""
    table = metadata.tables[name].c
    chosen = [table[one] for one in columns]
    query = select(*(_as_it_is(session, one) for one in chosen)).where(*where)
    if order:
        query = query.order_by(table[order])
    for values in plain(session, query):
        yield {one.name: _form(one, value) for one, value in zip(chosen, values, strict=True)}


def members(envelope: Any) -> Row:
    """What a signed statement says; nothing where it is none."""
    try:
        value = loads(unb64u(envelope["statement"])) if isinstance(envelope, dict) and envelope else {}
    except (Bad, KeyError, TypeError):
        return {}
    return value if isinstance(value, dict) else {}


def near(one: Any, other: Any) -> bool:
    """Whether two times can be those of one act."""
    try:
        return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= CLOCKS
    except (TypeError, ValueError):
        return False


def _as_it_is(session: Session, column: Column[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, JSON):
        return cast(column, Text)
    return moments(session, column) if _is_moment(column) else column


def _is_moment(column: Column[Any]) -> bool:
    kind = getattr(column.type, "impl_instance", column.type)
    return isinstance(kind, DateTime)


def _form(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    match column.type:
        case JSON():
            return _json(value)
        case Boolean():
            return bool(value) if isinstance(value, int) else UNREADABLE
        case Integer():
            return value if isinstance(value, int) else UNREADABLE
        case LargeBinary():
            return value if isinstance(value, bytes) else UNREADABLE
        case Date():
            said = str(value) if isinstance(value, date) else value
            return said if isinstance(said, str) and DAY.fullmatch(said) else UNREADABLE
    if not isinstance(value, str):
        return UNREADABLE
    if _is_moment(column):
        return f"{value[:10]}T{value[11:19]}Z" if TIME.fullmatch(value) else UNREADABLE
    return value


def _json(value: Any) -> Any:
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return UNREADABLE
