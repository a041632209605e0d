"""`python -m bench.run [--json] [--seconds N] [NAME ...]`: every pair, or those whose name contains a NAME."""

import argparse
import importlib
import json
import os
import pkgutil
import platform
import sys
import time

import bench.pairs
from bench.measure import PAIRS, Result, measure


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make bench", description="Paired speed ratios: ours / yardstick.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="only pairs whose name contains this")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--seconds", type=float, default=15, help="time for each pair (default 15)")
    chosen = parser.parse_args(arguments)
    for module in pkgutil.iter_modules(bench.pairs.__path__, "bench.pairs."):
        importlib.import_module(module.name)
    began, results = time.perf_counter(), []
    for pair in PAIRS:
        if not chosen.names or any(name in pair.name for name in chosen.names):
            print(f"measuring: {pair.name} ...", file=sys.stderr, flush=True)
            results.append(measure(pair, chosen.seconds))
    if not results:
        print("No pair has such a name.", file=sys.stderr)
        return 2
    print(as_json(results, time.perf_counter() - began) if chosen.json else as_table(results))
    return 0


def as_json(results: list[Result], seconds: float) -> str:
    machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.platform()}
    return json.dumps(
        {"machine": machine, "seconds": round(seconds, 1), "pairs": [r.plain() for r in results]}, indent=2
    )


def as_table(results: list[Result]) -> str:
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
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
