"""The lines of a verdict, for whoever reads no codes: is the text intact, who signed and who vouched, by whose word log and time stand, how current it is.

Which steps stand behind a line is data: lines.json, which the savable page carries, too (docs/format.md, section 10).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.evidence import sentences
from workflow.evidence.verdict import Check, Verdict

FILE = Path(__file__).with_name("lines.json")
TABLE: dict[str, dict[str, list[str]]] = json.loads(FILE.read_bytes())
"""Of a package (or one clause of it) and of a receipt: each line's name, and how the codes of its steps begin."""


@dataclass(frozen=True)
class Line:
    """One line; `state` is good, bad, warned (true, and there is something to be warned of), weak (true, but by the operator's word
    alone), paper (true, and a signature on paper by the word of two people) or unknown (not checked)."""

    id: str
    state: str
    checks: tuple[Check, ...]

    def said(self, language: str = "en") -> tuple[str, str]:
        """The line and its state, in words."""
        words: dict[str, Any] = sentences.WORDS[language]
        return words["lines"][self.id], words["states"][self.state]


def lines(verdict: Verdict) -> list[Line]:
    """The six lines of a package, or the four of a receipt. A step stands behind one line, that which names it most narrowly."""
    table = TABLE["receipt" if verdict.receipt else "package"]
    behind: dict[str, list[Check]] = {name: [] for name in table}
    for check in verdict.checks:
        fitting = [
            (len(one), name) for name, codes in table.items() for one in codes if check.id.startswith(one)
        ]
        if fitting:
            behind[max(fitting)[1]].append(check)
    return [Line(name, _state(checks), tuple(checks)) for name, checks in behind.items()]


def _state(checks: list[Check]) -> str:
    if not all(check.ok for check in checks):
        return "bad"
    if not checks or any(check.id == "receipt.signature" for check in checks):
        return "unknown"
    if any(check.warned for check in checks):
        return "warned"
    if any("operator's word" in check.detail for check in checks):
        return "weak"
    return "paper" if any(check.id == "signer.paper" for check in checks) else "good"
