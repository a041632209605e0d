"""Business days by a party's own calendar: no weekends, none of the days on which the party is closed.

A span of business days begins at a moment and ends at the same hour by the clock on that party's wall, whatever the clocks
did meanwhile. An hour that a change of clocks left out is the hour after it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SATURDAY = 5
LONGEST = 400
"""A party that records itself closed for longer than this is treated as open again: no due date may vanish."""


@dataclass(frozen=True)
class Calendar:
    """Days on which a party works. `closed`: first and last day of each time it does not."""

    zone: str = "UTC"
    closed: tuple[tuple[date, date], ...] = ()

    def works(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not any(first <= day <= last for first, last in self.closed)

    def after(self, day: date, days: int) -> date:
        """So many business days after a day; before it when negative. None at all leaves the day as it is."""
        step, left, skipped = (DAY if days > 0 else -DAY), abs(days), 0
        while left:
            day += step
            if self.works(day) or skipped > LONGEST:
                left, skipped = left - 1, 0
            else:
                skipped += 1
        return day

    def add(self, moment: datetime, days: int) -> datetime:
        """The moment so many business days later or earlier, at the same hour on the wall."""
        local = moment.astimezone(ZoneInfo(self.zone))
        day = self.after(local.date(), days)
        return datetime.combine(day, local.timetz()).astimezone(UTC)

    def morning(self, moment: datetime, hour: int = 7) -> datetime:
        """The next morning on the wall, be it a working day or not."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return datetime.combine(local.date() + DAY, time(hour), ZoneInfo(self.zone)).astimezone(UTC)


def midnight(day: date, zone: str) -> datetime:
    """When this day begins on the wall."""
    return datetime.combine(day, time(0), ZoneInfo(zone)).astimezone(UTC)


def begun_day(zone: str, now: datetime, hour: int = 8) -> date:
    """The last day whose working morning has come on the wall: yesterday, before eight."""
    local = now.astimezone(ZoneInfo(zone))
    return local.date() if local.hour >= hour else local.date() - DAY


def shared(zone: str, calendars: Iterable[Calendar]) -> Calendar:
    """A calendar that is closed whenever one of these is: a school's with its district's."""
    return Calendar(zone, tuple(sorted({span for one in calendars for span in one.closed})))
