"""A public comment window: when it is open, who may still confirm, and what may be hidden. Plain rules.

1. A window has a notice, an opening and a closing, each an instant to the minute, written in the time zone of the agreement.
2. It is *planned* until its opening, *open* until its closing, and *closed* from then on. The clock decides, to the second;
   that a job is late changes nothing for who writes. *Cancelled* is for ever, and a cancelled window was not held.
3. While it is open the text rests. It can be made longer and never shorter: what was announced is kept.
4. A comment counts when it was written before the closing and confirmed within a day of it, and within a week of writing.
5. What breaks a rule of the notice is hidden with one of the reasons below, which the public reads in its place. An opinion
   is never a reason.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from workflow.core.errors import Invalid, Issue

GRACE = timedelta(hours=24)
PATIENCE = timedelta(days=7)
SHORTEST = timedelta(minutes=1)
LONGEST = timedelta(days=365)


class Phase(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


IN_WORDS = {
    Phase.PLANNED: "planned",
    Phase.OPEN: "open for comments",
    Phase.CLOSED: "closed",
    Phase.CANCELLED: "cancelled",
}

REASONS = {
    "pupil": "it names or describes a pupil",
    "private": "it holds private facts about somebody else",
    "kept": "it tells what the law lets the parties keep from the public",
    "threat": "it threatens somebody",
    "obscene": "it is obscene",
    "advertising": "it advertises something",
    "unrelated": "it is not about this agreement",
}
"""Why a comment may be hidden (rule 5)."""


def phase(opens: datetime, closes: datetime, cancelled: datetime | None, now: datetime) -> Phase:
    """Rule 2."""
    if cancelled is not None:
        return Phase.CANCELLED
    if now < opens:
        return Phase.PLANNED
    return Phase.OPEN if now < closes else Phase.CLOSED


def confirm_until(written: datetime, closes: datetime) -> datetime:
    """Until when a comment written now can be confirmed (rule 4)."""
    return min(written + PATIENCE, closes + GRACE)


def instant(field: str, words: str, zone: str) -> datetime:
    """The instant of "2026-05-12T17:00" in a zone, from a form. Raises Invalid: for no time, and for one the clock skips.

    Where the clock is set back and a time comes twice, the first is meant.
    """
    try:
        typed = datetime.fromisoformat(words.strip())
    except ValueError:
        raise Invalid.one(field, "Write a day and a time such as 2026-05-12T17:00.") from None
    if typed.tzinfo is not None or typed.second or typed.microsecond:
        raise Invalid.one(field, "Write a day and a time to the minute, as the clock shows it there.")
    local = typed.replace(tzinfo=ZoneInfo(zone))
    utc = datetime.fromtimestamp(local.timestamp(), ZoneInfo("UTC"))
    if utc.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != typed:
        raise Invalid.one(field, "The clock is set forward then: that time does not exist. Choose another.")
    return utc


def check(opens: datetime, closes: datetime, now: datetime) -> None:
    """Whether a window can be announced. Raises Invalid with everything that is wrong."""
    issues = []
    if opens < now:
        issues.append(Issue("window.past", "This opening lies in the past.", "opens"))
    if closes < opens + SHORTEST:
        issues.append(Issue("window.order", "The window must close after it opens.", "closes"))
    elif closes > opens + LONGEST:
        issues.append(Issue("window.long", "A window is open for a year at most.", "closes"))
    if issues:
        raise Invalid(issues)


@dataclass(frozen=True)
class WindowFacts:
    """What `before_freeze` looks at. `link` is the window's working page."""

    link: str
    required: str = ""
    """Who asks for a window, in words; empty where nobody does."""
    held: bool = False
    live: Phase | None = None
    """Planned or open: a window that is not over yet."""
    pending: int = 0
    """Comments that were written in time and can still be confirmed."""
    unanswered: tuple[int, ...] = ()
    undecided: tuple[int, ...] = ()
    """Comments held back, which have to be shown or hidden."""


def before_freeze(facts: WindowFacts) -> list[Issue]:
    """What public comment leaves to be done before the text can be frozen."""
    issues = []
    if facts.live:
        words = f"A public comment window is {IN_WORDS[facts.live]}. It has to end, or be cancelled with a reason, first."
        issues.append(Issue("window.live", words, link=facts.link))
    elif facts.required and not facts.held:
        words = f"{facts.required} asks for public comment, and no window has been held for this edition."
        issues.append(Issue("window.required", words, link=facts.link))
    elif facts.pending:
        words = "A public comment that was written in time can still be confirmed, for a day after the window closed."
        issues.append(Issue("window.pending", words, link=facts.link))
    for number in facts.undecided:
        words = f"Public comment {number} is held: show it, or hide it with a reason."
        issues.append(Issue("window.undecided", words, link=f"{facts.link}/comments/{number}"))
    for number in facts.unanswered:
        words = f"Public comment {number} has no answer yet."
        issues.append(Issue("window.unanswered", words, link=f"{facts.link}/comments/{number}"))
    return issues
