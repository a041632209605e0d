"""Lines to clauses, by the rules of `headings`. The text before the first heading is the preamble clause.

No word is lost and none is moved: the clauses' words, one after the other, are the words of the lines.
"""

import re
from dataclasses import dataclass, field

from workflow.drafting import markup
from workflow.drafting.headings import (
    KEYWORD,
    LINE_LONG,
    NAMED,
    NUMBERED,
    SUBJECTS,
    Scheme,
    contents_line,
    in_capitals,
    in_title_case,
    run_in,
    titled_run_in,
    words,
)
from workflow.drafting.importing.shapes import ClauseText

TITLE_WORDS = re.compile(
    r"\b(AGREEMENT|MEMORANDUM|UNDERSTANDING|MOU|RESOLUTION|CONTRACT|ADDENDUM|AMENDMENT)\b", re.IGNORECASE
)
PASSAGE = re.compile(r"\[|(?:NOW,?\s+)?THEREFORE\b|IN WITNESS\b|.*\bPage\s+\d", re.IGNORECASE)
"""Lines that look like headings and are none."""


@dataclass
class _Clause:
    lines: list[str] = field(default_factory=list)
    body: bool = False
    recitals: bool = False


@dataclass
class _Splitter:
    marked: bool
    clauses: list[_Clause] = field(default_factory=lambda: [_Clause()])
    scheme: Scheme = field(default_factory=Scheme)
    title_over: bool = False
    contents: bool = False
    before: str = ""

    def take(self, line: str, following: str) -> None:
        body = line.strip()
        if not body:
            self.clauses[-1].lines.append("")
            return
        heading = self.heading(line, body, following)
        if heading is None:
            self.add(line)
        elif not (self.joins(heading) and self.clauses[-1].lines):
            self.clauses.append(_Clause([heading or body], body=not heading))
        else:
            self.clauses[-1].lines.append(heading)
        self.notice(body)
        self.before = body

    def add(self, line: str) -> None:
        self.clauses[-1].lines.append(line)
        self.clauses[-1].body = True

    def joins(self, heading: str) -> bool:
        """A heading of several lines in capitals is one heading."""
        last = self.clauses[-1]
        return bool(heading) and not last.body and not self.marked and not markup.NUMBER.match(heading[2:])

    def notice(self, body: str) -> None:
        upper = body.upper()
        self.contents = "TABLE OF CONTENTS" in upper or (self.contents and contents_line(body))
        self.clauses[-1].recitals |= upper.startswith(("WHEREAS", "RECITALS", "WITNESSETH"))
        self.title_over |= len(words(body)) > LINE_LONG or body.rstrip(":") in NAMED or len(self.clauses) > 1

    def heading(self, line: str, body: str, following: str) -> str | None:
        """The heading line this becomes; an empty string for a clause that runs in; None when it begins nothing."""
        if self.marked:
            return body if markup.HEADING.match(body) else None
        if self.contents and contents_line(body):
            return None
        if KEYWORD.match(body) and len(words(body)) <= 16:
            return f"# {body}"
        if self.scheme.begins(line):
            found = NUMBERED.match(body)
            rest = found["rest"] if found else body
            return f"# {body}" if len(rest) <= len(run_in(rest)) + 1 else ""
        if self.runs_in(body):
            return ""
        return f"# {body}" if self.is_bare_heading(body, following) else None

    def runs_in(self, body: str) -> bool:
        """Recitals, signature lines, and a title that lost its number begin a clause without a heading of their own."""
        if body.upper().startswith("WHEREAS"):
            return not self.clauses[-1].recitals and self.clauses[-1].body
        if body.lower().startswith("[signature"):
            return not self.before.lower().startswith("[signature")
        return self.title_over and not markup.begins(body) and titled_run_in(body)

    def is_bare_heading(self, body: str, following: str) -> bool:
        if body.rstrip(":") in NAMED or body in NAMED:
            return True
        if not self.title_over or markup.begins(body) or PASSAGE.match(body):
            return False
        if in_capitals(body) and len(words(body)) <= 14:
            return True
        if not in_title_case(body) or body.endswith((".", ",", ";", ":")) or not following.strip():
            return False
        named = bool(SUBJECTS.search(body))
        ended = self.before.endswith(".") or not self.before
        return named or (ended and len(words(following)) > LINE_LONG)


def split(lines: list[str], *, marked: bool = False) -> tuple[ClauseText, ...]:
    """The clauses of the lines. `marked`: only lines with `# ` begin a clause."""
    splitter = _Splitter(marked)
    for number, line in enumerate(lines):
        following = next((after for after in lines[number + 1 : number + 4] if after.strip()), "")
        splitter.take(line, following)
    texts = (_compose(clause.lines) for clause in splitter.clauses)
    return tuple(ClauseText(text) for text in texts if text)


def _compose(lines: list[str]) -> str:
    """Lines to clause text: a paragraph apart where a sentence ended, short lines that belong together kept so."""
    parts: list[str] = []
    before = ""
    for line in _dedent(lines):
        if not line.strip():
            before = ""
            continue
        if parts:
            parts.append("\n" if before and _together(before, line) else "\n\n")
        parts.append(line)
        before = line
    return "".join(parts)


def _together(before: str, line: str) -> bool:
    if markup.HEADING.match(before) or markup.HEADING.match(line.strip()):
        return False
    if markup.begins(before) or markup.begins(line):
        return markup.begins(before) == markup.begins(line)
    if line.strip().startswith("|") and before.strip().startswith("|"):
        return True
    return len(words(before)) <= LINE_LONG and len(words(line)) <= LINE_LONG


def _dedent(lines: list[str]) -> list[str]:
    """Items without the margin they share, so that only real steps inwards remain."""
    body = [line for line in lines[1:] if markup.begins(line)]
    margin = min((len(line) - len(line.lstrip(" ")) for line in body), default=0)
    return [
        lines[0].strip() if lines else "",
        *(line[min(margin, len(line) - len(line.lstrip(" "))) :] for line in lines[1:]),
    ]


def title_of(lines: list[str]) -> str:
    """A title from the first lines: the line that says agreement or memorandum, else the first line there is."""
    first = [line.strip().lstrip("# ").strip() for line in lines[:40] if line.strip()][:12]
    named = next((line for line in first if TITLE_WORDS.search(line)), first[0] if first else "Agreement")
    return named if len(named) <= 200 else named[:199].rsplit(" ", 1)[0] + "…"
