"""The built-in outline (COPS sections A to E and the supplemental ones, in our words), and the blanks of any text.

A blank is whatever must not survive to signing (domain realities 1.2): a run of underscores, words in square brackets,
a date line with a hole in it, a DRAFT mark, a place where a text was cut off. Footnotes are no blanks.
"""

import re
from collections.abc import Iterable
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
    r"\b(Exhibit|Annex|Schedule|Attachment|Appendix|EXHIBIT|ANNEX|SCHEDULE|ATTACHMENT|APPENDIX)\s+"
    r"([A-Z]|\d{1,2}|[IVX]{1,4})(-\d{1,2})?\b(?!\s+to\b)"
)
"""A document that the text speaks of by its letter or number."""
IN_A_FILE_NAME = re.compile(
    r"(?<![a-z])(exhibit|annex|schedule|attachment|appendix)[ _.-]*([a-z]|\d{1,2}|[ivx]{1,4})(-\d{1,2})?(?![a-z0-9])"
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
    named: dict[str, str] = {}
    for kind, mark, part in EXHIBIT.findall(text):
        named.setdefault(f"{kind} {mark}{part}".casefold(), f"{kind.capitalize()} {mark}{part}")
    return list(named.values())


def exhibits_missing(texts: Iterable[str], attached: Iterable[str]) -> list[str]:
    """Those the clauses speak of that are neither attached under their name nor a clause of the text themselves.

    A clause holds an exhibit when its first line names it (`# EXHIBIT A: Bell times`). A file does when its name says so
    (`Exhibit A`, `exhibit_a-map.pdf`).
    """
    texts = list(texts)
    heads = "\n".join(text.lstrip().split("\n", 1)[0] for text in texts if _is_exhibit(text))
    here = {name.casefold() for name in exhibits_named(heads)}
    for name in attached:
        here |= {f"{kind} {mark}{part}" for kind, mark, part in IN_A_FILE_NAME.findall(name.casefold())}
    return [name for name in exhibits_named("\n".join(texts)) if name.casefold() not in here]


def _is_exhibit(text: str) -> bool:
    """Whether a clause begins with the name of an exhibit, rather than speaking of one in its first sentence."""
    first = re.sub(r"^#{1,4}\s+|^\W+", "", text.lstrip().split("\n", 1)[0])
    return bool(EXHIBIT.match(first)) and (text.lstrip().startswith("#") or len(first) < 80)


@cache
def cops() -> tuple[ClauseText, ...]:
    """The COPS outline, clause by clause."""
    lines = (OUTLINES / "cops.md").read_text(encoding="utf-8").split("\n")
    return split(lines, marked=True)
