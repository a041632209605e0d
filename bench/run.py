"""`python -m bench.run [--json] [--seconds N] [NAME ...]`: every pair, or those whose name contains a NAME."""

import argparse
import contextlib
import importlib
import json
import os
import pkgutil
import platform
import sys
import time
from collections.abc import Iterator, Mapping

import bench.pairs
from bench.measure import FIGURES, PAIRS, NotHere, Result, measure

NONE: Mapping[str, list[str]] = {}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="Paired speed ratios: ours / yardstick.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only pairs whose name contains this")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--seconds",
        type=float,
        default=1.5,
        help="time for each pair (default 1.5: all of them in three minutes, half of it for a log of a million events)",
    )
    chosen = parser.parse_args(arguments)
    for module in pkgutil.iter_modules(bench.pairs.__path__, "bench.pairs."):
        importlib.import_module(module.name)
    began, results = time.perf_counter(), []
    figures: dict[str, list[str]] = {}
    for pair in PAIRS:
        with wanted(pair.name, chosen.names) as here:
            if here:
                results.append(measure(pair, chosen.seconds))
    for name, lines in FIGURES.items():
        with wanted(name, chosen.names) as here:
            if here:
                figures[name] = list(lines())
    if not results and not figures:
        print("No pair has such a name, or none could be measured.", file=sys.stderr)
        return 2
    seconds = time.perf_counter() - began
    print(as_json(results, seconds, figures) if chosen.json else as_table(results, figures))
    return 0


@contextlib.contextmanager
def wanted(name: str, names: list[str]) -> Iterator[bool]:
    """Whether this was asked for. What it is measured against may not be here: that is said, and the others go on."""
    here = not names or any(one in name for one in names)
    if here:
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
    try:
        yield here
    except NotHere as no:
        print(f"not measured: {name}. {no}", file=sys.stderr, flush=True)


def as_json(results: list[Result], seconds: float, figures: Mapping[str, list[str]] = NONE) -> str:
    machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.platform()}
    return json.dumps(
        {
            "machine": machine,
            "seconds": round(seconds, 1),
            "pairs": [r.plain() for r in results],
            "figures": dict(figures),
        },
        indent=2,
    )


def as_table(results: list[Result], figures: Mapping[str, list[str]] = NONE) -> str:
    head = f"{'pair':<24} {'ratio':>7} {'middle half':>15} {'ours':>11} {'yardstick':>11} {'rounds':>6}"
    lines = [head, "-" * len(head)]
    for one in results:
        spread = f"{one.low:.2f} .. {one.high:.2f}"
        times = f"{one.ours_us:>8.0f} us {one.yardstick_us:>8.0f} us"
        lines.append(f"{one.name:<24} {one.ratio:>7.2f} {spread:>15} {times} {one.rounds:>6}")
        lines.append(f"    {one.ours}\n    vs {one.yardstick}")
    return "\n".join(
        [
            *lines,
            "",
            "ratio = ours / yardstick, median of rounds in one run: 1.00 is as fast, 2.00 takes twice as long.",
            *(
                line
                for name, found in figures.items()
                for line in ("", name, *(f"    {one}" for one in found))
            ),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
