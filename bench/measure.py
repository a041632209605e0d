"""Pairs of things that do the same job, ours and a yardstick, measured in turn so that a busy machine slows both.

A pair whose job cannot be done over and over on one thing (each person gives one verdict) says how many it has.

A round times a batch of ours, then a batch of the yardstick (and the other way round in the next round). The ratio of a
round is ours / yardstick; reported are the median of the ratios and the range that holds the middle half of them.
"""

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

Step = Callable[[], object]
Opened = contextlib.AbstractContextManager[tuple[Step, Step]]


@dataclass(frozen=True)
class Pair:
    """`open()` sets both sides up and yields (ours, yardstick): each call does the job once."""

    name: str
    ours: str
    yardstick: str
    open: Callable[[], Opened]
    most: int = 1_000_000
    """Calls that each side can make."""
    least: int = 7
    """Rounds, whatever they take."""


@dataclass(frozen=True)
class Result:
    """Times in microseconds for one call; `ratio` is ours / yardstick, `low` to `high` its middle half."""

    name: str
    ours: str
    yardstick: str
    ours_us: float
    yardstick_us: float
    ratio: float
    low: float
    high: float
    rounds: int
    calls: int

    def plain(self) -> dict[str, object]:
        return {
            key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()
        }


class NotHere(Exception):
    """Something to measure against is not on this machine; the words say what."""


Lines = Callable[[], Iterator[str]]
PAIRS: list[Pair] = []
FIGURES: dict[str, Lines] = {}
"""What is no ratio: lines of figures under a name."""
WARM_UP = 5


def pair(
    name: str, *, ours: str, yardstick: str, most: int = 1_000_000, least: int = 7
) -> Callable[[Callable[[], Iterator[tuple[Step, Step]]]], None]:
    """Register a generator function that yields (ours, yardstick) once."""

    def register(opening: Callable[[], Iterator[tuple[Step, Step]]]) -> None:
        PAIRS.append(Pair(name, ours, yardstick, contextlib.contextmanager(opening), most, least))

    return register


def figure(name: str) -> Callable[[Lines], Lines]:
    """Register a function that yields lines of figures."""

    def register(lines: Lines) -> Lines:
        FIGURES[name] = lines
        return lines

    return register


def measure(of: Pair, seconds: float, *, batch_seconds: float = 0.05) -> Result:
    """Rounds until the time is up, at least `of.least` of them, after one that warms both sides up."""
    least = of.least
    with of.open() as (ours, yardstick):
        counts = [
            min(_batch(step, batch_seconds), (of.most - WARM_UP) // least) for step in (ours, yardstick)
        ]
        rounds = (of.most - WARM_UP) // max(counts)
        times: tuple[list[float], list[float]] = ([], [])
        end = time.perf_counter() + seconds
        while len(times[0]) < least or (time.perf_counter() < end and len(times[0]) < rounds):
            turns = [(0, ours), (1, yardstick)]
            for side, step in turns if len(times[0]) % 2 else reversed(turns):
                times[side].append(_time(step, counts[side]) / counts[side])
    ratios = [a / b for a, b in zip(*times, strict=True)]
    low, _, high = statistics.quantiles(ratios, n=4)
    middle = [statistics.median(side) * 1e6 for side in times]
    return Result(
        of.name, of.ours, of.yardstick, *middle, statistics.median(ratios), low, high, len(ratios), sum(counts) * len(ratios)
    )  # fmt: skip


def _batch(step: Step, seconds: float) -> int:
    """How many calls make a batch of about this length. Warms the step up on the way."""
    once = min(_warm_up(step))
    return max(1, min(1000, round(seconds / max(once, 1e-7))))


def _warm_up(step: Step) -> Iterator[float]:
    """The time of a few calls, or of one that takes longer than a second."""
    for _ in range(WARM_UP):
        yield (once := _time(step, 1))
        if once > 1:
            return


def _time(step: Step, count: int) -> float:
    began = time.perf_counter()
    for _ in range(count):
        step()
    return time.perf_counter() - began
