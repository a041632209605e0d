"""What an import gives: a title, clauses, where it came from, and notes on everything that was not plain."""

from dataclasses import asdict, dataclass
from typing import Any

from workflow.drafting import headings


@dataclass(frozen=True)
class Note:
    """Something a person should look at. `code` is stable, `words` say what was seen and what was done, `place` where."""

    code: str
    words: str
    place: str = ""

    @property
    def said(self) -> str:
        return f"{self.words} {self.place}".strip()


@dataclass(frozen=True)
class ClauseText:
    """One clause in the closed grammar: its printed number and heading are part of `text`."""

    text: str

    @property
    def heading(self) -> str:
        """What people call it; derived, never stored beside the text."""
        return headings.name_of(self.text)

    @property
    def number(self) -> str:
        return headings.number_of(self.text)


@dataclass(frozen=True)
class Imported:
    """A whole text, ready to become a revision. `source`: the lines above the file's own text, as they stood."""

    title: str
    clauses: tuple[ClauseText, ...]
    notes: tuple[Note, ...] = ()
    source: str = ""

    @property
    def text(self) -> str:
        return "\n\n".join(clause.text for clause in self.clauses)

    def to_json(self) -> dict[str, Any]:
        """The one serialiser: the preview page and the API show this."""
        return {
            "title": self.title,
            "source": self.source,
            "notes": [asdict(note) for note in self.notes],
            "clauses": [
                {"number": clause.number, "heading": clause.heading, "text": clause.text}
                for clause in self.clauses
            ],
        }
