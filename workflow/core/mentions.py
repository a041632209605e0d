"""Who is meant by "@Name" in a comment, of those who may read it. Pure.

1. A mention begins with an @ that no letter stands before (so an e-mail address holds none) and a letter after.
2. The most words that are a person's name, or stand in it one after another, name that person; a whole name comes before a
   part of a longer one. Capitals, the kind of blank and "'s" do not matter.
3. When several bear it, what follows may tell them apart: "@Pat Smith, Counsel" or "@Pat Smith (Springfield District)".
   Otherwise it is asked back; nobody is guessed at.
4. What is written like a name (`Maria`, not `import` or `SUM`), and nobody in the list is called so, is unknown: it may be
   misspelt. Whether there is such a person elsewhere is not asked, so it cannot be told. Any other word after an @ is a word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

SIGN = re.compile(r"(?<![\w@.+/-])@(?=[^\W\d_])")
WORDS = re.compile(r"[^\W_][\w'’.-]*(?:[ \t\u00a0]+[^\W\d_][\w'’.-]*){0,6}")
ENDS = ".'’-"


@dataclass(frozen=True)
class Named:
    """Somebody who may be mentioned: the name, and the office and party that tell two of one name apart."""

    id: str
    name: str
    office: str = ""
    party: str = ""

    @property
    def about(self) -> str:
        return ", ".join(filter(None, (self.office, self.party)))

    @property
    def whole(self) -> str:
        return f"{self.name} ({self.about})" if self.about else self.name


@dataclass(frozen=True)
class Meant:
    """Who is meant, each once; the names that nobody bears; and those that several bear, with all of these."""

    people: tuple[Named, ...] = ()
    unknown: tuple[str, ...] = ()
    several: tuple[tuple[str, tuple[Named, ...]], ...] = ()


def meant(words: str, people: Sequence[Named]) -> Meant:
    """Who is meant in these words, of these people."""
    found: dict[str, Named] = {}
    unknown: list[str] = []
    several: list[tuple[str, tuple[Named, ...]]] = []
    for sign in SIGN.finditer(words):
        typed, bearers = _called(words, sign.end(), people)
        if len(bearers) > 1:
            bearers = _apart(bearers, words[sign.end() + len(typed) :])
        if len(bearers) == 1:
            found.setdefault(bearers[0].id, bearers[0])
        elif bearers:
            several.append((typed, bearers))
        elif typed[:1].isupper() and typed[1:2].islower():
            unknown.append(typed)
    return Meant(tuple(found.values()), tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(several)))


def mentions(words: str) -> bool:
    """Whether anybody is mentioned at all."""
    return SIGN.search(words) is not None


def _called(words: str, at: int, people: Sequence[Named]) -> tuple[str, tuple[Named, ...]]:
    """What was typed as a name there, and who bears it (rule 2)."""
    run = WORDS.match(words, at)
    typed = run[0].rstrip(ENDS) if run else ""
    parts = [(one.start(), one.end()) for one in re.finditer(r"[^ \t\u00a0]+", typed)]
    for count in range(len(parts), 0, -1):
        name = typed[: parts[count - 1][1]].rstrip(ENDS)
        said = _fold(name)
        whole = tuple(one for one in people if _fold(one.name) == said)
        if bearers := whole or tuple(one for one in people if _within(said, _fold(one.name))):
            return name, bearers
    return typed[: parts[0][1]].rstrip(ENDS) if parts else "", ()


def _apart(bearers: tuple[Named, ...], after: str) -> tuple[Named, ...]:
    """Rule 3: the one whom what follows tells apart; all of them when it does not."""
    rest = _line(after.lstrip(" \t\u00a0,("))
    for words in attrgetter("about"), attrgetter("office"), attrgetter("party"):
        said = tuple(one for one in bearers if words(one) and rest.startswith(_line(words(one))))
        if len(said) == 1:
            return said
    return bearers


def unique(one: Named, people: Sequence[Named]) -> str:
    """What to write after the @ so that this person is meant: the name, and what tells it apart where it must."""
    for words in (one.name, f"{one.name}, {one.office}"):
        if meant(f"@{words}", people).people == (one,):
            return words
    return f"{one.name}, {one.about}"


def _line(words: str) -> str:
    return " ".join(words.casefold().split())


def _fold(name: str) -> tuple[str, ...]:
    return tuple(part.rstrip(ENDS).removesuffix("'s") for part in name.casefold().replace("’", "'").split())


def _within(said: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(name[at : at + len(said)] == said for at in range(len(name) - len(said) + 1))
