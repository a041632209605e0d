"""The built-in outline (COPS sections A to E and the supplemental ones, in our words), and the blanks of any text.

A blank is whatever must not survive to signing (domain realities 1.2): a run of underscores, words in square brackets,
a date line with a hole in it, a DRAFT mark, a place where a text was cut off. Footnotes are no blanks.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workflow.drafting.importing.clauses import split
from workflow.drafting.importing.shapes import ClauseText

OUTLINES = Path(__file__).parent / "outlines"

BLANK = re.compile(
    r"_{2,}(?:[ /.,]*_{2,})*"
    r"|\[(?!\^)[^\[\]\n]{1,120}\]"
    r"|\b(?:this\s+)?(?:the\s+)?['‘’]?day\s+of\s*,?\s*(?=\d{4}|,|\.|$|\s+between)(?:\s*\d{4})?"
    r"|\bDRAFT\b"
    r"|\bTBD\b",
    re.MULTILINE,
)
EXHIBIT = re.compile(
    r"\b(Exhibit|Annex|Schedule|Attachment|Appendix)\s+([A-Z]|\d{1,2}|[IVX]{1,4})\b(?!\s+to\b)"
)


@dataclass(frozen=True)
class Blank:
    """One blank as it stands, and where: code points from the start of the text."""

    words: str
    start: int
    end: int


def placeholders(text: str) -> list[Blank]:
    """Every blank of a text, in order. Linear."""
    return [Blank(" ".join(found[0].split()), found.start(), found.end()) for found in BLANK.finditer(text)]


def exhibits_named(text: str) -> list[str]:
    """Exhibits, annexes, schedules, attachments and appendices that a text speaks of, once each, in order."""
    return list(dict.fromkeys(f"{kind} {mark}" for kind, mark in EXHIBIT.findall(text)))


@cache
def cops() -> tuple[ClauseText, ...]:
    """The COPS outline, clause by clause."""
    lines = (OUTLINES / "cops.md").read_text(encoding="utf-8").split("\n")
    return split(lines, marked=True)
