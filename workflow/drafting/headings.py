"""Which lines of an agreement begin a clause, and what a clause is called.

Real agreements number their clauses 1./1.1, 1.0, I./A., ARTICLE I, Section 2:, or not at all, and mixtures (domain
realities 1.2). The rules:

1. `# ` is a heading; so is a line that begins with ARTICLE or SECTION and a number.
2. The first printed number in front of a title settles the *scheme* (arabic, roman or letter, and its indent). Later
   numbers begin a clause only in that scheme, at that indent, and next in order; others are items of their clause.
3. A line in capitals is a heading, once the title lines at the top are over. Lines that follow it in capitals belong
   to it.
4. A short line In Title Case is a heading when the line before it ended a sentence, or it names a usual subject.
5. WHEREAS begins the recitals. Lines of a table of contents (they end in a page number) begin nothing.
"""

import re
from dataclasses import dataclass

KEYWORD = re.compile(r"(?:ARTICLE|SECTION|Article|Section)\s+(?:\d{1,3}|[IVXLC]{1,6})\b[.:]?(?:\s|$)")
NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.0)?\.?|[IVXLC]{1,6}\.|[A-Z]\.)\s+(?P<rest>[A-Z\"“(*].*)")
RUN_IN = re.compile(r"(?P<title>[^.:;]{3,90}?)(?P<end>[.:])(?:\s|$)")
CONTENTS = re.compile(r".*\S\s\d{1,3}$")
SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "with",
        "within",
        "this",
        "its",
        "their",
        "under",
        "between",
    ]
)
SUBJECTS = re.compile(
    r"\b(purpose|goals?|objectives?|dut(?:y|ies)|responsibilit|roles?|term|termination|assignment|supervision|selection|hours|"
    r"training|information|evaluation|compensation|definitions?|recitals?|signatures?|insurance|notices?|preamble|scope|"
    r"mission|discipline|amendments?|involvement|records|indemn|monitoring|review|complaints|background|funding)",
    re.IGNORECASE,
)
NAMED = frozenset(
    ["RECITALS", "RECITALS:", "WITNESSETH", "WITNESSETH:", "PREAMBLE", "PURPOSE", "BACKGROUND", "AGREEMENT"]
)
LINE_LONG = 12


def words(line: str) -> list[str]:
    return re.findall(r"[^\s]+", line)


def in_capitals(line: str) -> bool:
    """Capitals throughout, four letters at least, not a sentence's end of a list."""
    letters = [c for c in line if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters) and line.rstrip()[-1] not in ";,"


def in_title_case(line: str, most: int = 9) -> bool:
    """Every word but the small ones begins with a capital, and the line is no sentence."""
    all_words = [re.sub(r"^[^\w]+", "", word) for word in words(line)]
    real = [word for word in all_words if word]
    large = [word for word in real if word.lower() not in SMALL]
    return bool(
        large and len(real) <= most and real[0][0].isupper() and all(w[0].isupper() or w[0].isdigit() for w in large)
    )  # fmt: skip


def run_in(rest: str) -> str:
    """The short title that a clause's first line begins with (`Term. One year from ...` gives `Term`), or nothing."""
    found = RUN_IN.match(rest)
    title = found["title"].strip() if found else rest.strip()
    return title if len(words(title)) <= 8 and (found or len(rest) < 90) else ""


def titled_run_in(line: str) -> bool:
    """A lost number: `Term of Agreement. Effective April 1 ...` begins with a title about a usual subject."""
    title = run_in(line)
    return bool(
        len(words(title)) > 1 and len(line) > len(title) + 20 and in_title_case(title, 6) and SUBJECTS.search(title)
    )  # fmt: skip


def contents_line(line: str) -> bool:
    return bool(CONTENTS.match(line))


@dataclass
class Scheme:
    """Rule 2: the numbering that begins clauses, once the first one has settled it."""

    kind: str = ""
    indent: int = 0
    last: int = 0

    def begins(self, line: str) -> bool:
        """Whether this line carries the next clause's number. Remembers it when it does."""
        body = line.strip()
        found = NUMBERED.match(body)
        if not found or contents_line(body) or not run_in(found["rest"]):
            return False
        indent = len(line) - len(line.lstrip(" "))
        for kind, value in _values(found["number"]):
            if not self.kind and value <= (12 if kind.startswith("arabic") else 1):
                self.kind, self.indent, self.last = kind, indent, value
                return True
            if kind == self.kind and indent == self.indent and self.last < value <= self.last + 2:
                self.last = value
                return True
        return False


def _values(number: str) -> list[tuple[str, int]]:
    """What a printed number can mean: `I.` is roman one or the ninth letter."""
    bare = number.rstrip(".")
    if bare[0].isdigit():
        kind = "arabic.0" if "." in bare else "arabic"
        return [(kind, int(bare.split(".")[0]))] if number.endswith(".") or "." in number else []
    meanings = [("roman", value)] if (value := _roman(bare)) else []
    return meanings + ([("letter", ord(bare) - 64)] if len(bare) == 1 else [])


def _roman(numeral: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}.get(c, 0) for c in numeral]
    if not digits or 0 in digits:
        return 0
    following = [*digits[1:], 0]
    return sum(-digit if digit < after else digit for digit, after in zip(digits, following, strict=True))


def name_of(text: str) -> str:
    """What people call a clause: its heading without number and signs, its run-in title, or how it begins."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return "(empty)"
    heads = [line for line in lines if re.match(r"#{1,4}\s", line)]
    if heads and heads[0] == lines[0]:
        return _shorten(strip_number(re.sub(r"^#{1,4}\s+", "", heads[0])) or heads[0].lstrip("# "))
    for beginning, name in ((r"WHEREAS\b", "Recitals"), (r"\[signature", "Signatures")):
        if re.match(beginning, lines[0], re.IGNORECASE):
            return name
    bare = strip_number(re.sub(r"^-\s+", "", lines[0]))
    title = run_in(bare)
    return _shorten(title.replace("*", "") if title else bare.replace("*", ""))


def number_of(text: str) -> str:
    """The number printed at the head of a clause (`3.2`, `ARTICLE I`, `C`), or nothing."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    found = LEADING.match(re.sub(r"^#{1,4}\s+", "", first))
    return found[0].strip().lstrip("(").rstrip(".:)") if found and found[0].strip() else ""


def label_of(text: str) -> str:
    """A clause in a list of contents: its name, after the number that is printed before it (`3. Hours`)."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    found = LEADING.match(re.sub(r"^#{1,4}\s+", "", first))
    return f"{found[0].strip() if found else ''} {name_of(text)}".strip()


LEADING = re.compile(
    r"(?:(?:article|section)\s+(?:\d{1,3}|[ivxlc]{1,6})\b[.:]?\s*|"
    r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]\s+|\d{1,3}(?:\.\d{1,3})+\s+)",
    re.IGNORECASE,
)


def strip_number(heading: str) -> str:
    """The heading without its printed number and closing point: what two editions have in common."""
    bare = heading.strip()
    found = LEADING.match(bare)
    return bare[found.end() if found else 0 :].strip().rstrip(".:").strip()


def _shorten(name: str, most: int = 70) -> str:
    bare = name.strip().rstrip(".:").strip()
    return bare if len(bare) <= most else bare[: most - 1].rsplit(" ", 1)[0] + "…"
