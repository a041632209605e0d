"""Packages written anew with one thing otherwise (rewriting.py), one for each answer that a change can bring about: rewritten.json.

By package of tests/vectors it holds changes: `at` is the place among what was opened; there stands then what stands `like` another
place, or `to`, or nothing (`drop`), or the list's items in this `order`. They were chosen among 200,000, so that each way a verdict
can go wrong is there by several places, and for each time both sides of every moment at which the verdict turns.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from tests.scripts.case import Case
from tests.scripts.changes import Change, changed
from tests.scripts.packages import package_case
from tests.scripts.rewriting import Book, Closing
from tests.vectors import make
from tests.vectors.case import Case as Story

FILE = Path(__file__).with_name("rewritten.json")


@cache
def stories() -> dict[str, Story]:
    """The packages of tests/vectors by name, those too that are not kept."""
    return {one.name: one for one in make.cases()}


@cache
def book(name: str) -> Book:
    """The package of this name, open."""
    found = stories()[name]
    assert found.policy
    return Book(found.package, found.policy)


def there(value: Any, at: list[Any]) -> Any:
    """What stands at a place."""
    for step in at:
        value = value[step]
    return value


def plainly(change: Change, given: Any) -> Change:
    """The change, with what it refers to."""
    if "like" in change:
        return {"at": change["at"], "to": there(given, change["like"])}
    if "order" in change:
        items = there(given, change["at"])
        return {"at": change["at"], "to": [items[number] for number in change["order"]]}
    return change


def made(name: str, change: Change) -> tuple[bytes, bytes]:
    """Package and policy with a change."""
    one = book(name)
    return Closing(one, changed(one.given, plainly(change, one.given))).all()


def cases() -> Iterator[Case]:
    """All of them."""
    for name, changes in json.loads(FILE.read_bytes()).items():
        for change in changes:
            yield package_case(f"rewritten {name} {json.dumps(change)}", *made(name, change))
