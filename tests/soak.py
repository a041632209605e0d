"""Core and evidence with one fault planted at a time: at least 95 of 100 are found by the tests that hold them. `make soak`.

mutmut plants them and asks the tests; here they are counted. A fault that changes nothing anybody could see is listed in
tests/equivalent.toml with the reason why. `--only` takes mutmut's names ("workflow.core.term*"), for a part at a time: all
of it takes hours. What was found stays in `mutants/`, so that an interrupted run goes on where it was.
"""

import argparse
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

FLOOR = 0.95
ROOT = Path(__file__).resolve().parents[1]
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
FOUND = {"killed", "timeout", "segfault", "suspicious"}
"""What mutmut calls a fault that did not pass unseen: a test failed, ran for ever, or brought Python down."""


def mutmut(*words: str) -> str:
    return subprocess.run([MUTMUT, *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def outcomes(only: list[str]) -> dict[str, str]:
    """What became of each fault, by its name: killed, survived, no tests, ..."""
    lines = (line.strip().rpartition(": ") for line in mutmut("results", "--all", "true").splitlines())
    return {
        name: said
        for name, _, said in lines
        if "__mutmut_" in name and said != "not checked" and any(fnmatch(name, one) for one in only)
    }


def fault(name: str) -> tuple[str, str]:
    """The function of a fault, and the line as the fault leaves it."""
    added = [
        line[1:].strip()
        for line in mutmut("show", name).splitlines()
        if line.startswith("+") and line[:3] != "+++"
    ]
    return name.partition("__mutmut_")[0], " ".join(added)


def main() -> int:
    """0 when enough was found. Prints what was not, so that somebody can write the test or the reason."""
    ask = argparse.ArgumentParser(prog="make soak")
    ask.add_argument(
        "--only", nargs="*", default=["workflow.*"], help="mutmut's names, such as workflow.core.term*"
    )
    ask.add_argument("--count", action="store_true", help="only count what an earlier run found")
    asked = ask.parse_args()
    if not asked.count:
        subprocess.run([MUTMUT, "run", *asked.only], cwd=ROOT, check=True)
    known = {
        (one["where"], one["now"]): one["why"]
        for one in tomllib.loads((ROOT / "tests/equivalent.toml").read_text("utf-8"))["fault"]
    }
    said = outcomes(asked.only)
    unfound = [fault(name) for name, what in said.items() if what not in FOUND]
    missed = [one for one in unfound if one not in known]
    excused = len(unfound) - len(missed)
    for where, now in sorted(set(missed)):
        print(f"not found: {where}\n    {now}")
    counted = len(said) - excused
    share = 1 - len(missed) / counted if counted else 0
    print(
        f"{counted} faults, {len(missed)} not found: {share:.1%} found, {FLOOR:.0%} asked for; "
        f"{excused} more change nothing (tests/equivalent.toml)."
    )
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
