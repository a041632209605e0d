"""The browser's scripts with one fault planted at a time: at least 95 of 100 are found by the cases that hold them. `make soak-scripts`.

StrykerJS plants them all at once, each behind a switch; a Chromium for each processor asks the cases of tests/scripts until an answer differs
from the whole script's, which is Python's wherever Python answers the same question. A fault that changes nothing anybody
could see is listed in tests/equivalent_scripts.toml with the reason why. What was found stays in `.soak/`, by what the
fault says, so that an interrupted run goes on where it was; what was not found is asked about again, last. `--afresh` forgets all.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from pathlib import Path
from threading import Lock
from typing import Any

from playwright.sync_api import Error

from tests.rig.chromium import launched
from tests.scripts import cases, trial
from tests.scripts.case import Case
from tests.scripts.trial import Fault, Ground, Planted

FLOOR = 0.95
KEPT = trial.ROOT / ".soak/scripts.json"
TOOLS = trial.ROOT / ".venv/planter"
TOGETHER = 8
PATIENCE = 20_000
"""Milliseconds for fifty cases: a page that says nothing for so long runs for ever."""


def tools() -> Path:
    """StrykerJS's planter, as package-lock.json has it."""
    lock = (trial.HERE / "package-lock.json").read_bytes()
    mark = TOOLS / ".lock"
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", "planter.mjs"):
        shutil.copy(trial.HERE / name, TOOLS / name)
    if not mark.exists() or mark.read_bytes() != lock:
        command = [trial.node("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=TOOLS, check=True)
        mark.write_bytes(lock)
    return TOOLS


class Waiting:
    """The faults of one script that wait to be asked about. Several searches take of them and add to what was found."""

    def __init__(self, faults: Sequence[Fault], kept: "Kept") -> None:
        self.faults, self.kept = [fault.id for fault in faults], kept
        self.keys = {fault.id: fault.key for fault in faults}
        self.one_at_a_time = Lock()

    def take(self) -> list[int]:
        """The next ones; none when all were taken."""
        with self.one_at_a_time:
            some, self.faults = self.faults[:TOGETHER], self.faults[TOGETHER:]
            return some

    def put(self, found: dict[int, str], left: Sequence[int]) -> None:
        """What was found of those that were taken, by whom; the others wait again."""
        with self.one_at_a_time:
            self.kept.found.update({self.keys[fault]: by for fault, by in found.items()})
            self.faults = [*left, *self.faults]
            self.kept.keep()


class Search:
    """One browser at the faults that wait: to each it gives the cases that may find it, those that find much and cost little first."""

    def __init__(self, planted: Planted, cases: list[Case], waiting: Waiting) -> None:
        self.planted, self.cases, self.waiting = planted, cases, waiting
        self.finders: Counter[int] = Counter()
        self.near: list[int] = []
        self.costs: list[float] = []
        self.past: dict[int, list[int]] = {}

    def run(self) -> None:
        """On one page after another: a page is replaced when a fault makes it run for ever."""
        told: list[dict[str, Any]] = []
        with launched() as browser:
            while self.waiting.faults:
                with trial.ground(browser) as ground:
                    told = self.learn(ground, told)
                    self.seek(ground)

    def learn(self, ground: Ground, told: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The whole script answers every case as it must; what each costs, and which faults lie on its way."""
        name = self.planted.script.name
        ground.bring(name, self.planted.script.whole(self.planted.text))
        ground.add([case.asked for case in self.cases])
        if told:
            ground.know(told)
        for number, said in enumerate([] if told else ground.learn()):
            wrong = self.cases[number].wrong(said["answer"])
            if wrong or not said["again"]:
                sys.exit(f"The whole script does not answer {self.cases[number].title!r} as it must: {wrong}")
            self.costs.append(said["took"] + 0.1)
            for fault in json.loads(said["met"]):
                self.past.setdefault(int(fault), []).append(number)
            told.append(said)
        ground.bring(name, self.planted.script.whole(self.planted.bare))
        return told

    def seek(self, ground: Ground) -> None:
        """Until nothing waits, or the page is stuck."""
        while some := self.waiting.take():
            found = self.held(ground, {fault: self.order(fault) for fault in some})
            if found is None:
                self.waiting.put({ground.last: "runs for ever"}, [one for one in some if one != ground.last])
                return
            self.waiting.put({fault: self.noted(by) for fault, by in found.items()}, ())

    def held(self, ground: Ground, asked: dict[int, list[int]]) -> dict[int, int] | None:
        """By fault the case that is not answered as it must; an answer that only reads otherwise does not count."""
        found = dict.fromkeys(asked, -1)
        while asked:
            told = sought(ground, list(asked.items()))
            if told is None:
                return None
            again: dict[int, list[int]] = {}
            for fault, by, said in told:
                if by >= 0 and self.cases[by].right(said):
                    again[fault] = asked[fault][asked[fault].index(by) + 1 :]
                else:
                    found[fault] = by
            asked = {fault: rest for fault, rest in again.items() if rest}
        return found

    def order(self, fault: int) -> list[int]:
        """What found its neighbours, then by worth."""
        there = self.past.get(fault, [])
        first = [number for number in self.near if number in there]
        return first + sorted(
            set(there) - set(first), key=lambda one: self.costs[one] / (1 + self.finders[one])
        )

    def noted(self, by: int) -> str:
        """The title of the case that found a fault; nothing where none did."""
        if by < 0:
            return ""
        self.finders[by] += 1
        self.near = [by, *(one for one in self.near if one != by)][:6]
        return self.cases[by].title


def sought(ground: Ground, asked: Sequence[tuple[int, list[int]]]) -> list[tuple[int, int, str]] | None:
    """By fault the first case that is answered otherwise, and how; -1 for none. None where the page says nothing any more."""
    ground.page.evaluate(BEGIN, [list(one) for one in asked])
    heard = -1
    while heard != ground.heard:
        heard = ground.heard
        try:
            ground.page.wait_for_function("globalThis.found !== null", timeout=PATIENCE)
            return [(fault, by, said) for fault, by, said in ground.page.evaluate("globalThis.found")]
        except Error:
            continue
    return None


BEGIN = """asked => {
  globalThis.found = null;
  setTimeout(async () => { globalThis.found = await ground.seek(asked); });
}"""


class Kept:
    """By fault which case found it, nothing where none did; of earlier runs too."""

    def __init__(self, *, afresh: bool) -> None:
        there = KEPT.exists() and not afresh
        self.found: dict[str, str] = json.loads(KEPT.read_bytes()) if there else {}

    def keep(self) -> None:
        """So that an interrupted run goes on where it was."""
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(self.found, indent=0), "utf-8")

    def asked(self, faults: Iterable[Fault]) -> list[Fault]:
        """Those that were not found: first those nobody asked about."""
        return sorted((one for one in faults if not self.found.get(one.key)), key=lambda one: one.key in self.found)  # fmt: skip


def equivalents() -> dict[tuple[str, str, str], str]:
    """By file, what stands there and what the fault makes of it: why nobody could see the difference."""
    listed = tomllib.loads((trial.ROOT / "tests/equivalent_scripts.toml").read_text("utf-8")).get("fault", [])
    return {(one["file"], one["was"], one["now"]): one["why"] for one in listed}


def told(planted: dict[str, Planted], found: dict[str, str]) -> float:
    """Prints what was not found and the count by file; the share that was found of all."""
    known = equivalents()
    counts: dict[str, Counter[str]] = {}
    for one in planted.values():
        for fault in one.faults:
            by = found.get(fault.key)
            if by is None:
                continue
            excused = not by and (fault.file, fault.was, fault.now) in known
            counts.setdefault(fault.file, Counter())[
                "found" if by else "excused" if excused else "missed"
            ] += 1
            if not by and not excused:
                print(f"not found: {fault.file}:{fault.line} {fault.kind}\n    {fault.was}\n    {fault.now}")
    total: Counter[str] = sum(counts.values(), Counter())
    for file, count in {**counts, "all": total}.items():
        planted_ = count["found"] + count["missed"]
        print(f"{file:14} {planted_:5} planted {count['found']:5} found {count['missed']:4} not found {count['excused']:4} more change nothing")  # fmt: skip
    return total["found"] / max(1, total["found"] + total["missed"])


def seek(planted: Planted, faults: list[Fault], kept: Kept) -> None:
    """All of these faults, by as many browsers as there are processors."""
    waiting, asked = Waiting(faults, kept), list(cases.of(planted.script.name))
    searches = [Search(planted, asked, waiting) for _ in range(os.cpu_count() or 1)]
    with ThreadPoolExecutor(len(searches)) as several:
        list(several.map(Search.run, searches))


def main() -> int:
    """0 when enough was found."""
    ask = argparse.ArgumentParser(prog="make soak-scripts")
    ask.add_argument("--only", nargs="*", default=["*"], help="files, such as tree.js")
    ask.add_argument("--afresh", action="store_true", help="forget what an earlier run found")
    ask.add_argument("--every", type=int, default=1, help="of so many faults one, for a quick look")
    ask.add_argument("--count", action="store_true", help="only count what an earlier run found")
    asked = ask.parse_args()
    planted = trial.plant([one() for one in trial.SCRIPTS.values()], tools())
    kept = Kept(afresh=asked.afresh)
    for one in planted.values() if not asked.count else ():
        chosen = (fault for fault in one.faults if any(fnmatch(fault.file, file) for file in asked.only))
        faults = [fault for fault in kept.asked(chosen) if fault.id % asked.every == 0]
        if faults:
            seek(one, faults, kept)
    share = told(planted, kept.found)
    print(f"{share:.1%} found, {FLOOR:.0%} asked for")
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
