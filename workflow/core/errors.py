"""The few ways of saying no, in words a superintendent can act on. No status codes: `web` and `cli` map them.

There are two kinds. *Issues* collect everything that must be mended, each with its field and its link.
*Refused* means that this act makes no sense now, or not for you, and says why and what to do instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Issue:
    """One thing that stands between here and the next step. `field` names a form field, `link` a page that mends it."""

    code: str
    words: str
    field: str = ""
    link: str = ""


class CountersignError(Exception):
    """Anything this service says no to on purpose. A fault (a bug, an outage) is never one of these."""


class Refused(CountersignError):
    """The act makes no sense now. `remedy` says what to do instead."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


class Unconfirmed(Refused):
    """The act would undo something of somebody else's, and whoever acts has not said yet that this is meant."""


class Unready(Refused):
    """Something of the operator's own is not as it must be. The words are the operator's, and may name files: whoever asks over
    the web reads that it is so, and no more.
    """


class Forbidden(Refused):
    """The subject may be seen, but this act is not for this person."""


class SignInNeeded(Refused):
    """Nobody is signed in, and the act needs to know who acts."""

    def __init__(self, reason: str = "Please sign in first.", remedy: str = "") -> None:
        super().__init__(reason, remedy)


class TooMany(Refused):
    """The act was asked for too often; `retry_after` is in seconds."""

    def __init__(self, reason: str, retry_after: int) -> None:
        minutes = max(1, round(retry_after / 60))
        super().__init__(reason, f"Try again in {minutes} minute{'s' if minutes > 1 else ''}.")
        self.retry_after = retry_after


class NotFound(CountersignError):
    """There is no such thing, or this person may not know that there is: the answer is the same."""

    def __init__(self, what: str = "page") -> None:
        super().__init__(f"There is no such {what}, or you may not see it.")
        self.what = what


class Gone(CountersignError):
    """It was public once and has been withdrawn; `tombstone` says when, by whom and why."""

    def __init__(self, tombstone: str) -> None:
        super().__init__(tombstone)
        self.tombstone = tombstone


class Invalid(CountersignError):
    """A form cannot be taken as it is. Every Issue at once, never one at a time."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__(" ".join(issue.words for issue in self.issues))

    @classmethod
    def one(cls, field: str, words: str, code: str = "invalid") -> "Invalid":
        """The common case: a single Issue about a single field."""
        return cls([Issue(code, words, field=field)])


class Conflict(CountersignError):
    """Somebody else was faster. Both texts are shown and nothing that was typed is lost."""

    def __init__(self, reason: str, *, mine: str = "", theirs: str = "") -> None:
        super().__init__(reason)
        self.reason, self.mine, self.theirs = reason, mine, theirs
