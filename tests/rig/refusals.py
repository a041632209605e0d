"""What evidence refuses with is a sentence of tests/evidence/refusals.txt: people read it, so it does not change unnoticed.

Every test is held to it, whatever else the test looks at; other rooms may refuse in their own words. In the table `*` stands for what differs from case to case. A line
that begins with `...: ` says what is wrong with a member; where it stands comes before it, and any code may go with it.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.evidence.errors import Bad

TABLE = Path(__file__).resolve().parents[1] / "evidence/refusals.txt"
PASSED_ON = (
    "json.canonical",
    "log.proof",
    "log.witnesses",
    "package.json",
    "policy.json",
    "policy.members",
    "statement.json",
    "witness.signature",
)
"""Codes under which the words of another refusal are passed on."""  # fmt: skip


def lines() -> list[str]:
    return [line for line in TABLE.read_text("utf-8").splitlines() if line and line[0] != "#"]


def _pattern(template: str) -> str:
    return ".+".join(map(re.escape, template.split("*")))


def known() -> re.Pattern[str]:
    """Matches `code: words` of every refusal in the table."""
    members = [_pattern(line.removeprefix("...: ")) for line in lines() if line.startswith("...: ")]
    whole = [line for line in lines() if not line.startswith("...: ")]
    words = [_pattern(line.partition(": ")[2]) for line in whole]
    passed = "|".join(map(re.escape, PASSED_ON))
    member = rf"[a-z0-9_.]+: (?:(?:\w+|\[\d+\]): )*(?:{'|'.join(members)})"
    return re.compile(
        "|".join([*map(_pattern, whole), member, f"(?:{passed}): (?:{'|'.join(words)})"]), re.DOTALL
    )


class Met:
    """The refusals that one process has met, and which of them are no sentence of the table."""

    def __init__(self) -> None:
        self.matches = known().fullmatch
        self.fine: set[str] = set()
        self.strange: list[str] = []

    def see(self, refusal: str) -> None:
        if refusal not in self.fine:
            (self.fine.add if self.matches(refusal) else self.strange.append)(refusal)


MET = Met()
"""Of this process; pytest's workers are processes of their own."""


def pytest_configure() -> None:
    honest = Bad.__init__

    def seen(self: Bad, code: str, words: str) -> None:
        honest(self, code, words)
        if sys._getframe(1).f_globals["__name__"].startswith("workflow.evidence."):
            MET.see(str(self))

    pytest.MonkeyPatch().setattr(Bad, "__init__", seen)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    MET.strange.clear()
    yield
    assert not MET.strange, f"tests/evidence/refusals.txt knows no such refusal: {MET.strange}"
