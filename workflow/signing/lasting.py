"""How long a frozen text can be signed: whoever freezes it chooses, among days said as dates.

A board that meets once a month and a council after it need longer than two offices do. What is chosen stands in the manifest as the
moment after which no signature counts, so it is signed with the text and cannot be drawn out later.
"""

from datetime import datetime, timedelta

from workflow.adapters.settings import MOST_SIGNING_DAYS as LONGEST
from workflow.adapters.templates import day, plural
from workflow.core.errors import Invalid, Issue

SHORTEST = 1
OFFERED = (7, 14, 30, 45, 60, 90, 120, 180)


def choices(usual: int, zone: str, at: datetime) -> list[list[str]]:
    """What the page offers to somebody who freezes at `at`: days, and the same in words with the day on which they end there."""
    return [
        [str(days), f"{plural(days, 'day')}, until {day(at + timedelta(days=days), zone)}"]
        for days in sorted({*OFFERED, usual})
    ]


def chosen(typed: str, usual: int) -> int:
    """The days that were asked for, `usual` where nothing was. Raises Invalid for what is no such number."""
    said = typed.strip()
    if not said:
        return usual
    if said.isascii() and said.isdigit() and len(said) <= 4 and SHORTEST <= int(said) <= LONGEST:
        return int(said)
    words = f"The time to sign is a whole number of days, from {SHORTEST} to {LONGEST}."
    raise Invalid([Issue("days", words, field="days")])
