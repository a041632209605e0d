"""A lock that goes to whoever has waited longest.

SQLite has one writer at a time, and whoever finds the database busy sleeps, up to a tenth of a second a time, and looks again.
A thread that writes many small transactions in a row has taken the next one long before a sleeper looks: requests waited
seconds for a dispatcher that never held the lock for more than milliseconds (docs/adr/0033). So the threads of a process queue here
first, and the one that ends hands over to the one that came first.
"""

import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError


class Turns:
    """One at a time, first come, first served. A thread that has the turn must not ask for another."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._queue: deque[threading.Event] = deque()

    @contextmanager
    def taken(self, seconds: float) -> Iterator[None]:
        """The turn, while the block runs. Raises what SQLite would have said when it has not come within `seconds`."""
        mine = threading.Event()
        with self._guard:
            self._queue.append(mine)
            self._queue[0].set()
        try:
            if not mine.wait(seconds):
                raise OperationalError(
                    "BEGIN IMMEDIATE", None, sqlite3.OperationalError("database is locked")
                )
            yield
        finally:
            with self._guard:
                self._queue.remove(mine)
                if self._queue:
                    self._queue[0].set()

    @property
    def waiting(self) -> int:
        """How many stand in the queue behind the one whose turn it is."""
        with self._guard:
            return max(0, len(self._queue) - 1)
