"""A test starts no loop in the thread of the tests: a browser may be keeping one there."""

import ast
from pathlib import Path

from tests.house.tree import parsed, under

STARTS = {("asyncio", "run"), ("anyio", "run"), ("asyncio", "Runner"), ("asyncio", "new_event_loop")}
THE_PLACE = Path("tests/rig/loops.py")


def started(module: ast.Module) -> list[int]:
    """The lines on which a module names one of the ways to start a loop."""
    return [
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr) in STARTS
    ]


def test_a_loop_starts_in_one_place_only():
    found = {
        str(file): lines
        for file in under("tests", suffix=".py")
        if file != THE_PLACE and (lines := started(parsed(file)))
    }
    assert found == {}


def test_the_measure_sees_one():
    assert started(ast.parse("import asyncio\nasyncio.run(work())")) == [2]
    assert started(parsed(THE_PLACE)) != []
