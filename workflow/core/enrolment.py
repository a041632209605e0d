"""From when a signing key may sign an agreement, and if not, why not.

1. A key counts once a registrar has vouched for it and the waiting time has passed: the wait lets others notice a key that
   is not its holder's.
2. A key that was revoked, or that its holder reported lost, signs nothing any more.
3. Another party may object to a key or to its party's record, with words. While an objection stands the key signs nothing.
   The party answers; one more waiting time after its answer the key counts again, withdrawn or not. An objection delays,
   and is noticed by everyone; it is never a veto over who speaks for somebody else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Objection:
    """What another party holds against a key or a record: answered or withdrawn when, if it was."""

    answered: datetime | None = None
    withdrawn: datetime | None = None


@dataclass(frozen=True)
class Key:
    """A signing key as far as these rules look at it."""

    state: str
    vouched: datetime | None = None
    lost: datetime | None = None
    objections: tuple[Objection, ...] = ()


class Why(StrEnum):
    """How far a person's best key has come, worst first."""

    MISSING = "missing"
    REVOKED = "revoked"
    LOST = "lost"
    UNVOUCHED = "unvouched"
    OBJECTED = "objected"
    WAITING = "waiting"
    READY = "ready"


@dataclass(frozen=True)
class Standing:
    """Where a key, or the best of several, stands. `first` is from when it may sign, as far as that is known."""

    why: Why
    first: datetime | None = None


def free_from(objection: Objection, hours: int) -> datetime | None:
    """From when an objection no longer holds a key up (rule 3); None while nobody knows."""
    after = objection.answered and objection.answered + timedelta(hours=hours)
    return min((one for one in (objection.withdrawn, after) if one), default=None)


def stands(objection: Objection, hours: int, at: datetime) -> bool:
    """Whether an objection holds a key up at this moment."""
    free = free_from(objection, hours)
    return free is None or at < free


def standing(key: Key, hours: int, at: datetime) -> Standing:
    """Where one key stands at this moment."""
    if key.state == "revoked":
        return Standing(Why.REVOKED)
    if key.lost:
        return Standing(Why.LOST)
    if key.state != "vouched" or key.vouched is None:
        return Standing(Why.UNVOUCHED)
    frees = [free_from(one, hours) for one in key.objections if stands(one, hours, at)]
    waited = key.vouched + timedelta(hours=hours)
    known = [one for one in frees if one is not None]
    if frees:
        return Standing(Why.OBJECTED, max([waited, *known]) if len(known) == len(frees) else None)
    return Standing(Why.READY if waited <= at else Why.WAITING, waited)


def best(keys: Iterable[Key], hours: int, at: datetime) -> Standing:
    """The key that is furthest; of several waiting ones the first that may sign."""
    order: Sequence[Why] = list(Why)
    found = [standing(key, hours, at) for key in keys]
    if not found:
        return Standing(Why.MISSING)
    furthest = max((one.why for one in found), key=order.index)
    firsts = [one.first for one in found if one.why is furthest]
    return Standing(furthest, min((one for one in firsts if one), default=None))
