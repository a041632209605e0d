"""Which database errors pass by themselves, and how often we try again before we say "busy"."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

T = TypeVar("T")
TRIES = 4
_PASSING = {"40001", "40P01", "55P03"}
"""PostgreSQL: serialization failure, deadlock, lock not available."""


def passes(fault: DBAPIError) -> bool:
    """Whether the same transaction may well succeed a moment later, with nothing of it done yet."""
    if getattr(fault.orig, "sqlstate", None) in _PASSING:
        return True
    words = str(fault.orig).lower()
    return "database is locked" in words or "database table is locked" in words


def unreachable(fault: BaseException) -> bool:
    """Whether the database could not be asked, or hung up, as opposed to having said no."""
    if isinstance(fault, DBAPIError) and (fault.connection_invalidated or passes(fault)):
        return True
    if isinstance(fault, InterfaceError):
        return True
    state = getattr(getattr(fault, "orig", None), "sqlstate", None) or ""
    # Class 08: connection; 53: out of memory, disk or connections; 57P0x: shutting down.
    return isinstance(fault, OperationalError) and (
        not state or state[:2] in ("08", "53") or state[:3] == "57P"
    )


def persist(work: Callable[[], T], tries: int = TRIES) -> T:
    """Run a whole transaction, and again from its beginning when it lost against another one."""
    for attempt in range(1, tries + 1):
        try:
            return work()
        except DBAPIError as fault:
            if attempt == tries or not passes(fault):
                raise
            time.sleep(0.01 * 2**attempt * (1 + random.random()))
    raise AssertionError("tries must be at least 1")
