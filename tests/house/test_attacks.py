"""docs/attacks.md tells what is tried. What it names is there, so that a test renamed or taken out is missed."""

import re

import pytest

from tests.house.tree import ROOT

NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
LINES = [
    line
    for line in (ROOT / "docs/attacks.md").read_text().splitlines()
    if line.startswith("| ") and "::" in line
]


@pytest.mark.parametrize("line", LINES, ids=[line.split("|")[1].strip() for line in LINES])
def test_every_attack_that_is_told_is_tried(line: str) -> None:
    named = NAMED.findall(line)
    assert named and len(named) == line.count("::")
    for file, name in named:
        assert f"def {name}(" in (ROOT / "tests" / file).read_text(), (file, name)


def test_the_list_is_long() -> None:
    assert len(LINES) > 40
