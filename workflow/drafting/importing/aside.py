"""Words that a file holds and does not say plainly: struck through, or hidden. What becomes of them a person decides.

As with tracked changes, such a file is two texts at once, and which of them is meant is not for a program to decide. So it
is refused with the words and their places, until it is said that they are left out or taken as text; then that is noted.
"""

from dataclasses import dataclass, field

from workflow.core.errors import Invalid, Issue
from workflow.drafting.importing.findings import Findings, quoted
from workflow.drafting.importing.shapes import Note

LEAVE, TAKE = "leave", "take"
LOOKS = {"struck": ("Struck through", "are struck through"), "hidden": ("Hidden", "are formatted as hidden")}
SHOWN = 20


@dataclass(frozen=True)
class Choice:
    """What was decided about struck and about hidden words: leave, take, or nothing yet."""

    struck: str = ""
    hidden: str = ""

    def __post_init__(self) -> None:
        """Raises Invalid for any other word."""
        for look in LOOKS:
            if self.of(look) not in ("", LEAVE, TAKE):
                raise Invalid.one(look, "Say “leave” to leave these words out, or “take” to take them as text.", code="import.choice")  # fmt: skip

    def of(self, look: str) -> str:
        return self.struck if look == "struck" else self.hidden


@dataclass
class Aside:
    """Gathers such words while a file is read."""

    choice: Choice
    findings: Findings
    open: dict[str, list[Note]] = field(default_factory=dict)

    def takes(self, look: str) -> bool:
        return not look or self.choice.of(look) == TAKE

    def weigh(self, look: str, words: str) -> str:
        """The words that stay of these: all or none. Blanks alone are no words."""
        if not look or not words.strip():
            return words
        chosen = self.choice.of(look)
        if not chosen:
            self.open.setdefault(look, []).append(Note(look, quoted(words), self.findings.where()))
            return ""
        done = "taken as text" if chosen == TAKE else "left out"
        self.findings.add(look, f"{LOOKS[look][0]} in Word and {done}: {quoted(words)}.")
        return words if chosen == TAKE else ""

    def insist(self) -> None:
        """Raises Invalid, with the words and where they stand, when something was not decided."""
        if self.open:
            raise Invalid(
                [
                    Issue(f"import.{look}", _asked(look, notes), field=look)
                    for look, notes in self.open.items()
                ]
            )


def _asked(look: str, notes: list[Note]) -> str:
    shown = "; ".join(f"{note.words} ({note.place})" if note.place else note.words for note in notes[:SHOWN])
    more = f"; and {len(notes) - SHOWN} more" if len(notes) > SHOWN else ""
    return (
        f"The file holds words that {LOOKS[look][1]} ({len(notes)} of them), so it is two texts at once: {shown}{more}. "
        "Say whether they are left out or taken as text, choose the file once more, and send it again."
    )
