"""By which day a text is expected to be signed, as far as anybody can know, and when whose key is warned of.

1. Before the freeze three days can be known: the day on which the agreement is to take effect, the day on which the signed
   edition before it ends, and the day on which the review's stages are due to be through. The earliest that lies ahead counts,
   since a warning that comes too late is worth nothing.
2. None of them is a promise. The day is called *expected* and says what it was taken from; where none lies ahead none is named.
3. From the freeze on it is the last day on which a signature counts.
4. Whoever is to sign and, as things stand, will have no key that counts on that day, is warned 30, 14 and 7 days before. After
   a silence only the latest warning comes.
5. Whoever is waited for is reminded 7 and 2 days before the window closes, unless the window opened later than that. After a
   silence only the latest reminder comes, and none once it has closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflow.core.enrolment import Standing
from workflow.core.routing import Route, due_at

WARN_BEFORE = (7, 14, 30)
REMIND_BEFORE = (2, 7)
TAKES_EFFECT = "the agreement is to take effect then"
LAPSES = "the signed edition before it ends then"
REVIEWED = "the review is due to be through then"
CLOSES = "it is the last day on which this text can be signed"


@dataclass(frozen=True)
class Expected:
    """A day, and what it was taken from, in words."""

    day: date
    because: str


def expected(known: Iterable[tuple[date | None, str]], today: date) -> Expected | None:
    """Rules 1 and 2: the earliest day ahead, or None."""
    ahead = [Expected(day, because) for day, because in known if day and day >= today]
    return min(ahead, key=lambda one: one.day, default=None)


def review_through(route: Route, stage_id: str, opened: datetime) -> datetime:
    """When the open stage and those after it are due to be through, if each takes the days it has."""
    through, following = due_at(opened, route.stage(stage_id)), route.after(stage_id)
    while following:
        through = due_at(through, following)
        following = route.after(following.id)
    return through


def warning_due(day: date, today: date) -> int | None:
    """Rule 4: how many days before the warning is that is due now; None when it is too early, or the day has passed."""
    left = (day - today).days
    return next((before for before in WARN_BEFORE if 0 <= left <= before), None)


def in_time(standing: Standing, begins: datetime) -> bool:
    """Whether a key that stands so may sign when that day begins."""
    return standing.first is not None and standing.first <= begins


def reminder_due(opened: datetime, closes: datetime, at: datetime) -> int | None:
    """Rule 5: how many days before the end the reminder is that is due now; None when there is none."""
    ahead = [before for before in REMIND_BEFORE if opened < closes - timedelta(days=before) <= at]
    return min(ahead, default=None) if at <= closes else None
