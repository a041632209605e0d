"""Asynchronous code, run to its end in a thread of its own.

A browser that an earlier test opened keeps a loop running in the thread of the tests, and a second one cannot start there:
a test that calls `asyncio.run` passes alone and fails after a browser. `tests/house/test_loops.py` holds everyone to this.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What this coroutine returns."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
