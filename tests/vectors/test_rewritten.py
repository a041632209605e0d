"""A record written anew by whoever holds every key, with one thing otherwise (tests/scripts/rewriting.py): why it is refused is kept."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.scripts.changes import Change
from tests.scripts.rewritten import kept, made
from workflow.evidence.verify import verify


def changes() -> Iterator[Any]:
    """Each change, by its package and place."""
    for name, several in kept().items():
        for number, change in enumerate(several):
            yield pytest.param(name, change, id=f"{name} {number} {'.'.join(map(str, change['at']))}")


@pytest.mark.parametrize(("name", "change"), list(changes()))
def test_one_thing_otherwise_is_refused_for_what_it_is(name: str, change: Change) -> None:
    verdict = verify(*made(name, change))
    assert verdict.codes == change["codes"], json.dumps(verdict.missing)
