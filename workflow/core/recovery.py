"""Recovery of a lost key by two people: who may, and how far it has come (docs/format.md, section 6; evidence/recovery.py).

1. It is for somebody of whose keys for an office none is left: each is lost or revoked. While one counts, one registrar's vouch
   enrols another; after that it takes two people, who are not the person himself.
2. Both hold a key of the party that has counted for as long as the new one will wait. One of them is a registrar, unless it is a
   registrar who is recovered: else a party whose registrars lost their keys could never go on.
3. The new key waits as long as any new key here, and at least three days; in a demonstration as long as the demonstration says.
4. Until then the person, or a registrar of a party that accepted this one, may stop it. Afterwards it counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflow.core.people import SIGNING_OFFICES, Office

HELPING = SIGNING_OFFICES | {Office.REGISTRAR, Office.CLERK}
"""Offices whose holders have keys, and so may be one of the two."""
LEAST_HOURS = 72
CLOCKS = timedelta(minutes=1)
"""Two servers' clocks differ, and the record of a party takes the later time: so much more, and nobody helps too early by it."""


@dataclass(frozen=True)
class Had:
    """A key somebody had for an office: whether it was enrolled and counted once, and whether it is gone."""

    counted: bool
    gone: bool


@dataclass(frozen=True)
class Helper:
    """Somebody who would be one of the two: by which office, and since when the key counts."""

    person: str
    office: Office
    since: datetime


class Stage(StrEnum):
    """How far a recovery has come."""

    HALF = "half"
    """One of the two has signed."""
    EXPIRED = "expired"
    """The second did not sign in time."""
    WAITING = "waiting"
    """Both have signed; the new key does not count yet."""
    STOPPED = "stopped"
    """Objected to, or taken back."""
    DONE = "done"


def needed(had: Iterable[Had]) -> bool:
    """Whether it takes two people to enrol another key (rule 1)."""
    keys = list(had)
    return any(key.counted for key in keys) and not any(key.counted and not key.gone for key in keys)


def hours(waiting: int, demo: bool) -> int:
    """How long the new key waits (rule 3)."""
    return waiting if demo else max(waiting, LEAST_HOURS)


def ripe(helper: Helper, wait: int, at: datetime) -> bool:
    """Whether this key has counted long enough for its holder to be one of the two (rule 2)."""
    return helper.since + timedelta(hours=wait) + (CLOCKS if wait else timedelta()) <= at


def pair(first: Helper, second: Helper, subject: str, office: Office) -> str:
    """Why these two cannot recover this person's key of this office; empty if they can (rule 2)."""
    if first.person == second.person:
        return "It takes two people, each with a key of their own."
    if subject in (first.person, second.person):
        return "Nobody recovers their own key: two other people do."
    if office is not Office.REGISTRAR and Office.REGISTRAR not in (first.office, second.office):
        return "One of the two has to be a registrar of the party."
    return ""


def stage(
    at: datetime, *, expires: datetime, recorded: datetime | None, counts: datetime | None, stopped: datetime | None
) -> Stage:  # fmt: skip
    """Where it stands at this moment."""
    if stopped is not None:
        return Stage.STOPPED
    if recorded is None or counts is None:
        return Stage.EXPIRED if expires <= at else Stage.HALF
    return Stage.WAITING if at < counts else Stage.DONE
