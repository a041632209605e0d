"""How the demo is told: one line a step, in plain words, with the address where it can be seen. No terminal assumed."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

Say = Callable[[str], None]


def to_stdout(line: str) -> None:
    print(line, flush=True)


@dataclass
class Telling:
    """Numbers the chapters and steps. Every line stands alone, so a pipe or a log shows the same as a screen."""

    address: str
    say: Say = to_stdout
    chapters: int = 0
    began: float = field(default_factory=time.monotonic)

    def chapter(self, title: str) -> None:
        self.chapters += 1
        self.say("")
        self.say(f"{self.chapters}. {title}")

    def step(self, words: str, path: str = "") -> None:
        """Say what has just happened, and where to look."""
        self.say(f"   {words}" + (f"  {self.address}{path}" if path else ""))

    @contextmanager
    def waiting(self, words: str) -> Iterator[None]:
        """Something that takes a moment: said before, so that nobody wonders."""
        self.say(f"   {words} ...")
        yield

    def end(self, words: str) -> None:
        self.say("")
        self.say(f"{words} ({time.monotonic() - self.began:.0f} seconds)")


def complain(words: str) -> None:
    """What went wrong, where errors belong."""
    print(words, file=sys.stderr, flush=True)
