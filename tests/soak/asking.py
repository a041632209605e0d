"""The tests, asked about one fault after another, each time in a process of its own.

pytest collects once. Every test then runs once without a fault, to learn how long it takes and which lines it reaches;
after that a fault's process runs only the tests that reach its line, the nearest and quickest first, up to the first that
fails. What a function did while its module was imported stays done, so a fault in such a function is asked about again, in
a process in which it is there from the start.
"""

import gc
import os
import resource
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from tempfile import NamedTemporaryFile
from time import process_time
from types import FunctionType

import pytest
from coverage import Coverage

from tests.soak.early import NAMED
from tests.soak.planting import Fault, Planted, put

FOUND, UNFOUND, UNREACHED, UNPLANTED = "found", "not found", "no test reaches it", "could not be planted"
OUTCOMES = (FOUND, UNFOUND, UNREACHED, UNPLANTED)
"""A fault's process ends with the number of what became of it. One that is ended from outside was found too."""
PATIENCE = 2
"""Seconds of computing that a test with a fault is given beyond five times what it takes without."""
SLOW = 1
"""Seconds from which on a test of another module is not asked: the share that is found is then rather too small than too great."""
ROOM = 4 << 30
"""Bytes a fault may take more."""


WHOLE = (
    "tests/vectors/test_told.py",
    "tests/evidence/test_statement_table.py",
    "tests/evidence/test_package.py",
)
"""What a fault that works at import alone is asked by, beside its module's own tests: not all, so that none is counted too well."""


def watching() -> Coverage:
    """Watches from here on, before any module of the house is imported, which lines are reached."""
    coverage = Coverage(data_file=None, source=["workflow.core", "workflow.evidence"], config_file=False)
    coverage.start()
    return coverage


class Tests:
    """What the tests are, how long each takes and what it reaches. `asked` is called once all of that is known."""

    def __init__(self, asked: "Asking", coverage: Coverage) -> None:
        self.asked, self.coverage = asked, coverage
        self.failed, self.learning = False, True
        self.took: dict[str, float] = {}
        self.reach: dict[tuple[str, int], set[str]] = defaultdict(set)
        self.items: dict[str, pytest.Item] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.items = {item.nodeid: item for item in session.items}
        began = process_time()
        for item in self.run(session.items):
            self.took[item.nodeid], began = process_time() - began, process_time()
            if self.failed:
                raise pytest.UsageError(f"{item.nodeid} fails without any fault.")
        self.learning = False
        self.coverage.stop()
        self._learn()
        self.asked.all(self)
        return True

    def _learn(self) -> None:
        data = self.coverage.get_data()
        for path in data.measured_files():
            for line, contexts in data.contexts_by_lineno(path).items():
                self.reach[path, line].update(contexts)

    def run(self, items: list[pytest.Item]) -> Iterator[pytest.Item]:
        """Each test, once it has run. With one to follow, what a whole session shares is never taken down: others use it."""
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            if self.learning:
                self.coverage.switch_context(item.nodeid)
            else:
                signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE + 5 * self.took[item.nodeid])
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item

    def of(self, planted: Planted, fault: Fault) -> list[str]:
        """The tests that reach a fault: its module's own first, and the quick before the slow."""
        reached = set().union(*(self.reach.get((str(planted.path), line), ()) for line in fault.lines)) - {""}
        own = _own(planted)
        reached = {name for name in reached if self.took[name] < SLOW or name.startswith(own)}
        return sorted(reached, key=lambda name: (not name.startswith(own), self.took[name], name))

    def near(self, planted: Planted) -> list[list[str]]:
        """The files of tests of the module itself, and then those that are quickest to use it whole."""
        files = {name.partition("::")[0] for name in self.items}
        return [sorted(one for one in files if one.startswith(_own(planted))), list(WHOLE)]

    def at_import(self, planted: Planted, fault: Fault) -> bool:
        """Whether the function ran while its module was imported: what it made then knows nothing of the fault."""
        lines = range(fault.body, fault.last + 1)
        return any("" in self.reach.get((str(planted.path), line), ()) for line in lines)


def _own(planted: Planted) -> str:
    return "/".join(("tests", *planted.module.split(".")[1:-1], f"test_{planted.path.stem}"))


class Asking:
    """Runs the faults, as many at a time as there are processors. `said` tells each outcome as soon as it is known."""

    def __init__(self, modules: list[Planted], done: set[str], said: Callable[[Fault, str], None]) -> None:
        self.modules, self.done, self.said = modules, done, said
        self.waiting: dict[int, Fault] = {}
        self.caches: list[_lru_cache_wrapper[object]] = []

    def all(self, tests: Tests) -> None:
        self.caches = [one for one in gc.get_objects() if isinstance(one, _lru_cache_wrapper)]
        gc.freeze()  # what is there now is shared with every fault's process, not copied
        for planted in self.modules:
            copies = planted.copies()
            for fault in planted.faults:
                if fault.key not in self.done:
                    self._one(tests, planted, fault, copies[fault.name])
        while self.waiting:
            self._gather()

    def _one(self, tests: Tests, planted: Planted, fault: Fault, copy: FunctionType) -> None:
        while len(self.waiting) >= (os.cpu_count() or 1):
            self._gather()
        names = tests.of(planted, fault)
        sys.stdout.flush()
        pid = os.fork()
        if pid:
            self.waiting[pid] = fault
            return
        os._exit(self._outcome(tests, planted, fault, copy, names))

    def _outcome(
        self, tests: Tests, planted: Planted, fault: Fault, copy: FunctionType, names: list[str]
    ) -> int:
        try:
            _bounded()
            put(fault, copy)
        except BaseException:  # the fault is not there, so no test was asked about it
            return OUTCOMES.index(UNPLANTED)
        try:
            for one in self.caches:
                one.cache_clear()
            if not _stands(tests, names):
                return OUTCOMES.index(FOUND)
            if tests.at_import(planted, fault) and _falls_early(planted, fault, tests):
                return OUTCOMES.index(FOUND)
        except BaseException:  # whatever escapes a test, and the runner of tests, shows the fault
            return OUTCOMES.index(FOUND)
        return OUTCOMES.index(UNFOUND if names else UNREACHED)

    def _gather(self) -> None:
        pid, status = os.wait()
        ended = os.waitstatus_to_exitcode(status)
        self.said(self.waiting.pop(pid), OUTCOMES[ended] if 0 <= ended < len(OUTCOMES) else FOUND)


def _falls_early(planted: Planted, fault: Fault, tests: Tests) -> bool:
    """Whether a test fails where the fault is there from the import on."""
    with NamedTemporaryFile("w", encoding="utf-8", suffix=".py") as source:
        source.write(planted.with_fault(fault))
        source.flush()
        early = {**os.environ, NAMED: f"{fault.module} {source.name}"}
        asked = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            "-p",
            "tests.soak.early",
        ]
        return any(
            subprocess.run([*asked, *files], env=early, check=False, stdout=subprocess.DEVNULL).returncode
            for files in tests.near(planted)
        )


def _bounded() -> None:
    """A fault that takes all memory is found by that, and nothing it says is shown."""
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + ROOM, held + ROOM))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


def _stands(tests: Tests, names: list[str]) -> bool:
    """Whether all the tests pass. One that runs for ever ends the process: a fault is found by that too."""
    return not any(tests.failed for _ in tests.run([tests.items[name] for name in names]))
