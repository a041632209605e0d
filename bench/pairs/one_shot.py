"""`countersign verify` on one file, from nothing to its exit code, against a bare Python that loads cryptography alone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.demo import played
from bench.measure import Step, pair

BARE = "from cryptography.hazmat.primitives.asymmetric import ec; ec.generate_private_key(ec.SECP256R1())"


@pair(
    "one-shot",
    ours="countersign verify --policy policy.json package.json, as a process of its own",
    yardstick="a Python process that loads cryptography and makes one P-256 key",
)
def one_shot() -> Iterator[tuple[Step, Step]]:
    out = played() / "out"
    verify = [Path(sys.executable).with_name("countersign"), "verify", "--policy", out / "policy.json"]
    verify.append(out / "package.json")

    def ours() -> None:
        subprocess.run(verify, check=True, capture_output=True)

    def yardstick() -> None:
        subprocess.run([sys.executable, "-I", "-c", BARE], check=True, capture_output=True)

    yield ours, yardstick
