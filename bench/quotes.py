"""Quote search by the npm package `approx-string-match`, in a node process that stays: the yardstick of anchoring.

The package is fetched by npm into a cache folder inside `.venv`, once; it is no part of the product.
"""

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.measure import NotHere
from tests.review.threads.edited import History
from tests.rig.services import ROOT
from workflow.review.threads.anchors import selector
from workflow.review.threads.following import Passage

PACKAGE = "approx-string-match@2.0.0"
FOLDER = ROOT / ".venv" / ".cache" / "quotes"


class Quotes:
    """Every passage of a history's first text, searched for in its last one."""

    def __init__(self, process: subprocess.Popen[str], told: History) -> None:
        self.process = process
        self.last, self.starts = joined(told.texts[-1])
        _, first = joined(told.texts[0])
        quotes = [self._quote(told.texts[0], passage, first) for passage in told.passages]
        self._say(json.dumps({"text": self.last, "quotes": quotes}))

    @staticmethod
    def _quote(text: Mapping[str, str], passage: Passage, starts: Mapping[str, int]) -> dict[str, Any]:
        chosen = selector(text[passage.clause], passage.start, passage.end)
        hint = starts[passage.clause] + passage.start
        return {name: chosen[name] for name in ("exact", "prefix", "suffix")} | {"hint": hint}

    def search(self) -> list[Passage | None]:
        """One search for all of them."""
        self._say("go")
        assert self.process.stdout is not None
        return [self._passage(found) for found in json.loads(self.process.stdout.readline())]

    def _passage(self, found: Sequence[Any] | None) -> Passage | None:
        if found is None:
            return None
        start, end, _ = found
        key = max((key for key, at in self.starts.items() if at <= start), key=lambda key: self.starts[key])
        return Passage(key, start - self.starts[key], end - self.starts[key])

    def _say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def joined(text: Mapping[str, str]) -> tuple[str, dict[str, int]]:
    """The clauses as one text, and where each begins in it. As UTF-16 has it in JavaScript; these texts have no more."""
    starts, at = {}, 0
    for key, words in text.items():
        starts[key] = at
        at += len(words) + 1
    return "\n".join(text.values()), starts


@contextlib.contextmanager
def node() -> Iterator[subprocess.Popen[str]]:
    """The process, with the package at hand. Raises NotHere in words."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise NotHere(
            "The yardstick of anchoring is a JavaScript package: install node and npm to measure against it."
        )
    if not (FOLDER / "node_modules").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = [
            "npm",
            "install",
            "--prefix",
            str(FOLDER),
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            PACKAGE,
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotHere(f"npm could not fetch {PACKAGE}:\n{done.stderr[-500:]}")
    script = FOLDER / "quotes.js"
    shutil.copyfile(ROOT / "bench" / "quotes.js", script)
    with subprocess.Popen(
        ["node", str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()
