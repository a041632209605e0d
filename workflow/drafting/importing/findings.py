"""What was not plain in a file: each said once, with its words and every place it stood at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from workflow.drafting.importing.shapes import Note

PLACES = 5
BEGINNING = 6


@dataclass
class Findings:
    """Notes in the order they were found. `place` is where the reader stands now."""

    heading: str = ""
    place: str = ""
    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, code: str, words: str) -> None:
        self.found.setdefault((code, words), []).append(self.where())

    def where(self) -> str:
        under = f"under “{self.heading}”" if self.heading and self.place else ""
        return ", ".join(part for part in (self.place, under) if part)

    @contextmanager
    def at(self, place: str) -> Iterator[None]:
        """Everything found within stands here."""
        before, self.place = self.place, place
        yield
        self.place = before

    def knows(self, code: str) -> bool:
        return any(each == code for each, _ in self.found)

    def notes(self) -> list[Note]:
        return [Note(code, words, listed(places)) for (code, words), places in self.found.items()]


def listed(places: list[str]) -> str:
    """Some places as a sentence; how many more there are is said."""
    named = list(dict.fromkeys(place for place in places if place))
    if not named:
        return ""
    more = len(named) - PLACES
    said = "; ".join(named[:PLACES]) + (f"; and at {more} more" if more > 0 else "")
    return f"{said[0].upper()}{said[1:]}."


def quoted(words: str) -> str:
    """Words of a file in quotation marks, on one line, without characters that cannot be seen."""
    return f"“{' '.join(''.join(c if c.isprintable() else ' ' for c in words).split())}”"


def beginning(words: str) -> str:
    """How a paragraph is called: by its first words."""
    first = words.split()
    return quoted(" ".join(first[:BEGINNING])[:80] + (" …" if len(first) > BEGINNING else ""))
