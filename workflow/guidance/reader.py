"""Holding a text against a pack. Pure: a pack and clauses in, findings out.

1. A pattern leads to a passage; it never decides. A finding is *found* (here is the passage) or *not found* (we looked
   and saw nothing); whether the requirement is met is for a person to say.
2. A passage that may say the contrary is shown beside it.
3. A pack of one jurisdiction applies where a party of the agreement is at home there, beside the base pack.
4. Only a pack's gates can block, and only for an agreement with an award; without one they are findings like the rest.
   A gate stays shut until a person has judged it, whatever the patterns see.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

PACKS = Path(__file__).parent / "packs"
AROUND = 90
STRENGTHS = ("must", "should", "may")
KINDS = ("gate", "check", "prompt", "attest")


@dataclass(frozen=True)
class Requirement:
    """One row of a pack. `id` is the register's number; `covers` names rows that the same passage answers."""

    id: str
    section: str
    strength: str
    kind: str
    words: str
    covers: tuple[str, ...] = ()
    award: bool = False
    any: tuple[re.Pattern[str], ...] = ()
    all: tuple[re.Pattern[str], ...] = ()
    contrary: tuple[re.Pattern[str], ...] = ()


@dataclass(frozen=True)
class PublicComment:
    """Whether a jurisdiction asks for a public comment window before signing, and in which words."""

    required: bool = False
    words: str = ""


@dataclass(frozen=True)
class Pack:
    """A jurisdiction's requirements with their source and the day they were read.

    `where`: patterns of the places it applies to; a pack without any applies everywhere.
    """

    id: str
    version: int
    title: str
    source: str
    as_of: date
    requirements: tuple[Requirement, ...]
    where: tuple[re.Pattern[str], ...] = ()
    public_comment: PublicComment = PublicComment()

    def applies(self, places: Iterable[str]) -> bool:
        """Whether it applies to an agreement whose parties are at these places."""
        return not self.where or any(
            pattern.search(place) for pattern in self.where for place in places if place
        )


@dataclass(frozen=True)
class Passage:
    """Where something was found: the clause's key, the words themselves, and what stands around them."""

    clause: str
    found: str
    around: str


@dataclass(frozen=True)
class Finding:
    """One requirement held against a text. `gate`: it holds up a freeze until somebody has judged it."""

    requirement: str
    section: str
    strength: str
    kind: str
    words: str
    source: str
    passage: Passage | None
    contrary: Passage | None = None
    gate: bool = False
    pack: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class BadPack(ValueError):
    """A pack's file is wrong: a fault of whoever wrote it, told with its name and row."""


def packs() -> list[str]:
    """The packs that come with the service."""
    return sorted(path.stem for path in PACKS.glob("*.toml"))


@cache
def load(name: str) -> Pack:
    """A built-in pack. Raises BadPack, or FileNotFoundError for a name there is none of."""
    return parse((PACKS / f"{name}.toml").read_text(encoding="utf-8"))


def parse(text: str) -> Pack:
    """A pack from its file's text. Raises BadPack."""
    try:
        data = tomllib.loads(text)
        rows = tuple(_requirement(row) for row in data["requirement"])
        pack = Pack(
            data["id"], data["version"], data["title"], data["source"], data["as_of"], rows,
            _patterns(data["id"], data.get("where", ())), PublicComment(**data.get("public_comment", {})),
        )  # fmt: skip
    except (KeyError, TypeError, tomllib.TOMLDecodeError) as fault:
        raise BadPack(f"The pack cannot be read: {fault}") from fault
    ids = [row.id for row in rows]
    if len(set(ids)) != len(ids):
        raise BadPack(f"Pack {pack.id} has a requirement twice.")
    return pack


def _requirement(row: dict[str, Any]) -> Requirement:
    if row["strength"] not in STRENGTHS or row["kind"] not in KINDS:
        raise BadPack(f"Requirement {row['id']}: unknown strength or kind.")
    patterns = {name: _patterns(row["id"], row.get(name, ())) for name in ("any", "all", "contrary")}
    if row["kind"] in ("gate", "check") and not (patterns["any"] or patterns["all"]):
        raise BadPack(f"Requirement {row['id']} has nothing to look for.")
    return Requirement(
        row["id"], row["section"], row["strength"], row["kind"], row["words"], tuple(row.get("covers", ())),
        row.get("award", False), **patterns,
    )  # fmt: skip


def _patterns(row: str, sources: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    try:
        return tuple(re.compile(source, re.IGNORECASE) for source in sources)
    except re.error as fault:
        raise BadPack(f"Requirement {row}: {fault}") from fault


def findings(pack: Pack, clauses: Sequence[tuple[str, str]], *, award: bool = False) -> list[Finding]:
    """Every requirement that applies, held against `(clause key, text)` pairs, in the pack's order."""
    return [_finding(pack, row, clauses, award) for row in pack.requirements if award or not row.award]


def _finding(pack: Pack, row: Requirement, clauses: Sequence[tuple[str, str]], award: bool) -> Finding:
    passage = _look(row, clauses)
    contrary = _first(row.contrary, clauses)
    gate = award and row.kind == "gate"
    source = f"{pack.title}, row {row.id}, as of {pack.as_of.isoformat()}"
    return Finding(
        row.id, row.section, row.strength, row.kind, row.words, source, passage, contrary, gate, pack.id
    )


def _look(row: Requirement, clauses: Sequence[tuple[str, str]]) -> Passage | None:
    if row.all:
        holding = [(key, text) for key, text in clauses if all(pattern.search(text) for pattern in row.all)]
        return _first(row.all[-1:], holding)
    return _first(row.any, clauses)


def _first(patterns: Iterable[re.Pattern[str]], clauses: Sequence[tuple[str, str]]) -> Passage | None:
    """The first passage of the most telling pattern: patterns stand in that order."""
    for pattern in patterns:
        for key, text in clauses:
            if found := pattern.search(text):
                return Passage(key, " ".join(found[0].split()), _around(text, *found.span()))
    return None


def _around(text: str, start: int, end: int) -> str:
    left, right = max(0, start - AROUND), min(len(text), end + AROUND)
    cut = " ".join(text[left:right].replace("#", " ").split())
    return f"{'… ' if left else ''}{cut}{' …' if right < len(text) else ''}"
