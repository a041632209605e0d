"""`make soak`: plants, asks, counts.

A fault that changes nothing anybody could see is listed in tests/equivalent.toml with the reason why. `--only` takes names such
as "workflow.core.term*", for a part at a time. What was found stays in `.soak/`, by what the function and the fault say, so
that an interrupted run goes on where it was; what was not found is asked about again each time.
"""

import argparse
import sys
import tomllib
from collections import Counter
from fnmatch import fnmatch, fnmatchcase
from pathlib import Path

import pytest

from tests.soak.asking import FOUND, Asking, Tests, watching
from tests.soak.planting import Fault, Planted, plant

FLOOR = 0.95
ROOT = Path(__file__).resolve().parents[2]
EXCUSED = "changes nothing"
KEPT = ROOT / ".soak/found.txt"


def _modules(only: list[str]) -> list[Planted]:
    names = (
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for room in ("core", "evidence")
        for path in sorted((ROOT / "workflow" / room).glob("*.py"))
        if path.stem != "__init__"
    )
    return [plant(name) for name in names if any(fnmatch(name, one) for one in only)]


def _say(words: str) -> None:
    print(words, file=sys.__stderr__, flush=True)


def _is(fault: Fault, known: dict[str, str]) -> bool:
    """Whether a fault is one of those that are listed; brackets in a line stand for themselves."""
    return fnmatchcase(fault.where, known["where"]) and fnmatchcase(
        fault.told(), known["now"].replace("[", "[[]")
    )


class Count:
    """What became of each fault, told on the way and counted at the end."""

    def __init__(self, faults: list[Fault], found: set[str]) -> None:
        known = tomllib.loads((ROOT / "tests/equivalent.toml").read_text("utf-8"))["fault"]
        self.outcomes = {fault: EXCUSED for fault in faults if any(_is(fault, one) for one in known)} | {
            fault: FOUND for fault in faults if fault.key in found
        }
        self.all, self.missed = len(faults), 0

    def __call__(self, fault: Fault, outcome: str) -> None:
        self.outcomes[fault] = outcome
        if outcome == FOUND:
            with KEPT.open("a", encoding="utf-8") as kept:
                kept.write(fault.key + "\n")
        else:
            self.missed += 1
            _say(f"{outcome}: {fault.where}\n    {fault.was}\n    {fault.told()}")
        if len(self.outcomes) % 100 == 0:
            _say(f"{len(self.outcomes)} of {self.all} faults, {self.missed} not found")

    def told(self) -> bool:
        """Prints the share of what was found, by module and of all. Returns whether that is enough."""
        missed = [fault for fault, outcome in self.outcomes.items() if outcome not in (FOUND, EXCUSED)]
        excused = sum(1 for outcome in self.outcomes.values() if outcome == EXCUSED)
        by_module, gone = (Counter(fault.module for fault in them) for them in (self.outcomes, missed))
        for module, count in sorted(by_module.items()):
            print(f"{module:40} {count:5} faults, {gone[module]:4} not found")
        counted = len(self.outcomes) - excused
        share = 1 - len(missed) / counted if counted else 0
        print(
            f"{counted} faults, {len(missed)} not found: {share:.1%} found, {FLOOR:.0%} asked for; "
            f"{excused} more change nothing (tests/equivalent.toml)."
        )
        return share >= FLOOR


def main() -> int:
    """0 when enough was found. Prints what was not, so that somebody can write the test or the reason."""
    ask = argparse.ArgumentParser(prog="make soak")
    ask.add_argument("--only", nargs="*", default=["workflow.*"], help="such as workflow.core.term*")
    ask.add_argument(
        "--tests", nargs="+", required=True, help="the files and folders of tests that are asked"
    )
    asked = ask.parse_args()
    coverage = watching()
    modules = _modules(asked.only)
    KEPT.parent.mkdir(exist_ok=True)
    found = set(KEPT.read_text("utf-8").split()) if KEPT.exists() else set()
    count = Count([fault for one in modules for fault in one.faults], found)
    asking = Asking(modules, {fault.key for fault in count.outcomes}, count)
    stands = pytest.main(["-q", "-p", "no:cacheprovider", *asked.tests], plugins=[Tests(asking, coverage)])
    return 0 if count.told() and stands == pytest.ExitCode.OK else 1


if __name__ == "__main__":
    sys.exit(main())
