"""What people type, before it may stand in a record or a statement: shown as it is, nothing hidden in it."""

from datetime import date, time

from workflow.core.errors import Invalid, Issue
from workflow.core.lookalikes import lookalikes
from workflow.evidence import text as door
from workflow.parties.emails import is_email, normalise_email


class Typed:
    """Collects every Issue of one form, so that a person mends everything at once."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def wrong(self, field: str, words: str, code: str = "invalid") -> None:
        """Note something to mend."""
        self.issues.append(Issue(code, words, field=field))

    def line(self, field: str, label: str, text: str, *, needed: bool = True, most: int = 200) -> str:
        """One line of text; spaces are settled, hidden characters are named, and letters that look like others."""
        said = " ".join(door.normalise(text).split())
        for found in lookalikes(said)[:1]:
            self.wrong(field, f"{label}: {found.words}", "lookalike")
        return self._door(field, label, said, needed, most)

    def words(self, field: str, label: str, text: str, *, needed: bool = True, most: int = 4000) -> str:
        """Some sentences, with their line breaks."""
        return self._door(field, label, door.normalise(text).strip(), needed, most)

    def _door(self, field: str, label: str, said: str, needed: bool, most: int) -> str:
        if not said:
            if needed:
                self.wrong(field, f"{label} is missing.", "missing")
            return ""
        if len(said) > most:
            self.wrong(field, f"{label} has {len(said):,} characters; {most:,} are the most.", "too_long")
        for found in door.problems(said)[:1]:
            self.wrong(
                field, f"{label} holds {found.words} ({found.code}, character {found.column}). Please type it again.",
                "hidden_character",
            )  # fmt: skip
        return said

    def email(self, field: str, text: str) -> str:
        """An e-mail address in its one form."""
        said = normalise_email(text)
        if not said:
            self.wrong(field, "The e-mail address is missing.", "missing")
        elif not said.partition("@")[0].isascii():
            self.wrong(
                field,
                "Before the @ an address may hold a to z without accents, digits and plain signs: letters to others do not "
                "arrive everywhere. Give another address of this person.",
            )
        elif not is_email(said):
            self.wrong(field, "This is not an e-mail address. It looks like name@example.gov.")
        return said

    def day(self, field: str, label: str, text: str, *, default: date | None = None) -> date | None:
        """A date such as 2026-05-12; the default when nothing was given."""
        said = text.strip()
        if not said:
            if default is None:
                self.wrong(field, f"{label} is missing.", "missing")
            return default
        try:
            return date.fromisoformat(said)
        except ValueError:
            self.wrong(field, f"{label} is a date such as 2026-05-12.")
            return default

    def clock(self, field: str, label: str, text: str) -> time:
        """A time of day such as 14:30; midnight when nothing was given."""
        said = text.strip()
        try:
            found = time.fromisoformat(said) if said else time()
        except ValueError:
            found = None
        if found is None or found.tzinfo or found != found.replace(second=0, microsecond=0):
            self.wrong(field, f"{label} is a time of day such as 14:30.")
            return time()
        return found

    def settle(self) -> None:
        """Raises Invalid with everything noted so far."""
        if self.issues:
            raise Invalid(self.issues)
