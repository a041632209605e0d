"""What was said, held against what its events committed to: no words were changed, and none were taken away or slipped in.

What there is to say, and where it lies, is one table (`history.sayings`). Words that were erased together with their salt, as
a law may ask, are no finding but a note; that they were said stays in the log. What was said before its words were committed
to has no salt, is named by no event, and is passed over: it is no younger than the last act that committed to nothing.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, cast, false, func, literal, or_, true
from sqlmodel import Session, col, select

from workflow.audit.findings import Finding
from workflow.audit.rows import plain
from workflow.evidence.said import said_hash
from workflow.history.models import Event
from workflow.history.sayings import SAYINGS, Saying
from workflow.tables import metadata

SAYING = sorted({str(kind) for one in SAYINGS.values() for kind in one.kinds})
AT_ONCE = timedelta(seconds=1)
"""A row may be some microseconds younger than its event: rows of one instant are told apart by them."""


class Named(NamedTuple):
    """What an event says of a row: the hash of its words, who acted, and what it repeats of the row in clear."""

    event: int
    hash: Any
    who: str
    by: str
    plain: list[Any]


class Row(NamedTuple):
    """A row as the driver gives it: whatever somebody wrote there. `passed`: it is as old as acts that
    committed to nothing, or not said yet."""

    salt: Any
    passed: Any
    who: Any
    by: Any
    words: tuple[Any, ...]
    plain: tuple[Any, ...]

    @property
    def empty(self) -> bool:
        return self.salt is None and not self.words[0]


def look(session: Session) -> tuple[list[Finding], list[str]]:
    """Everything that is not what was said, and a sentence about what was erased, if anything was."""
    found: list[Finding] = []
    erased: list[str] = []
    named, old = _named(session), _old(session)
    for noun, saying in SAYINGS.items():
        rows = _rows(session, saying, old)
        gone = sum(key in rows and rows[key].empty for key in named[noun])
        erased += [f"{gone} × {_word(noun)}"] if gone else []
        found += _compare(noun, saying, named[noun], rows)
    told = f"Words were erased with their salt, as a law may ask: {', '.join(erased)}. That they were said stands in the log."
    return found, [told] if erased else []


def _compare(noun: str, saying: Saying, named: dict[str, Named], rows: dict[str, Row]) -> Iterator[Finding]:
    word = _word(noun)
    for key, one in named.items():
        row = rows.pop(key, None)
        whose = f"the {word} of event {one.event}"
        if row is None:
            yield Finding(f"{noun}.missing", f"{whose} is gone")
            continue
        if not row.empty and _hash(row, key) != one.hash:
            yield Finding(f"{noun}.words", f"{whose} does not say what it said when it was made")
        if (saying.by and row.by != one.by) or (saying.who and row.who != one.who):
            yield Finding(f"{noun}.author", f"{whose} is {one.by}’s, and stands under another name")
        for name, now, was in zip(saying.plain, row.plain, one.plain, strict=True):
            if now != was:
                yield Finding(f"{noun}.{name}", f"{whose} was made as “{was}”, and says “{now}”")
    for key, row in rows.items():
        if row.salt is not None or (any(row.words) and not row.passed):
            yield Finding(f"{noun}.unlogged", f"the {word} {key} was never logged")


def _named(session: Session) -> dict[str, dict[str, Named]]:
    """What events say of rows, by noun and the row's key; the newest of each."""
    found: dict[str, dict[str, Named]] = {noun: {} for noun in SAYINGS}
    query = select(Event.id, Event.actor_id, Event.actor_name, _detail()).where(
        col(Event.kind).in_(SAYING), _may()
    )
    for event, who, by, stored in plain(session, query.order_by(col(Event.id))):
        detail = _read(stored)
        for noun, hashes in _dict(detail.get("said")).items():
            if noun in found:
                clear = [detail.get(SAYINGS[noun].named.get(name, name)) for name in SAYINGS[noun].plain]
                found[noun] |= {key: Named(event, one, who, by, clear) for key, one in _dict(hashes).items()}
    return found


def _old(session: Session) -> Any:
    """When somebody last said something that no event commits to; None where every word is committed to."""
    dated = sorted({str(kind) for one in SAYINGS.values() if one.since for kind in one.kinds})
    query = select(Event.at).where(col(Event.kind).in_(dated), ~_may())
    try:
        return session.exec(query.order_by(col(Event.id).desc()).limit(1)).first()
    except ValueError:  # no time at all stands there; the walk over the events blames it
        return None


def _detail() -> ColumnElement[str]:
    return cast(col(Event.detail), Text)


def _may() -> ColumnElement[bool]:
    """Whether an event may commit to words: whoever spells the member another way in JSON needs a backslash for it."""
    return or_(_detail().contains("said"), _detail().contains("\\", autoescape=True, escape="/"))


def _rows(session: Session, saying: Saying, old: Any) -> dict[str, Row]:
    table = metadata.tables[saying.table].c
    before = true() if not saying.since else table[saying.since] <= old + AT_ONCE if old else false()
    unsaid = table.state == saying.unsaid if saying.unsaid else false()
    by = table[saying.by] if saying.by else literal("")
    who = func.coalesce(*(func.nullif(table[name], "") for name in saying.who), "", "")
    texts = [table[name] for name in (*saying.words, *saying.plain)]
    query: Select[Any] = select(table[saying.key], table[saying.salt], or_(before, unsaid), who, by, *texts)
    many = len(saying.words)
    return {
        key: Row(salt, passed, who, whose, tuple(texts[:many]), tuple(texts[many:]))
        for key, salt, passed, who, whose, *texts in plain(session, query)
    }


def _read(detail: Any) -> dict[str, Any]:
    """An event's detail. One that cannot be read commits to nothing, and is blamed where events are walked."""
    try:
        return _dict(json.loads(detail))
    except (TypeError, ValueError, RecursionError):
        return {}


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _hash(row: Row, key: str) -> str:
    """Empty for what is no words or no salt."""
    if not isinstance(row.salt, bytes) or not all(isinstance(one, str) for one in row.words):
        return ""
    return said_hash(row.salt, key, *row.words)


def _word(noun: str) -> str:
    return noun.replace("_", " ")
