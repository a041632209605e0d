"""What a letter is about, and what it says: the two shapes between the table of letters and their words."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from workflow.adapters.mail import Attached
from workflow.drafting.models import Edition, Mou
from workflow.history.models import Event
from workflow.parties.models import Person


@dataclass(frozen=True)
class Subject:
    """What a letter is about: everything its words may come from."""

    session: Session
    event: Event
    person: Person
    origin: str
    at: datetime
    mou: Mou | None
    edition: Edition | None
    waiting_hours: int = 0
    witnesses: tuple[str, ...] = ()
    """Verifier keys of those who are asked to sign the log."""

    @property
    def title(self) -> str:
        return self.mou.title if self.mou else "Countersign"

    @property
    def page(self) -> str:
        return f"{self.origin}/editions/{self.edition.id}" if self.edition else self.origin


@dataclass(frozen=True)
class Words:
    """What one letter says."""

    subject: str
    first_line: str
    lines: list[str] = field(default_factory=list)
    link: str = ""
    link_words: str = ""
    why: str = ""
    due: datetime | None = None
    zone: str = ""
    """In which `due` is told, where the letter is about no agreement."""
    details: list[tuple[str, str]] = field(default_factory=list)
    """Hashes and the like, by name, below everything else."""
    attached: tuple[Attached, ...] = ()
    also: "list[Words]" = field(default_factory=list)
    """What else there is to tell in the same letter."""
