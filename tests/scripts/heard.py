"""What the attacks and the tests of evidence give to the verifier in Python, given to the verifier of the browser too.

Those tests run once more, in a process of their own, in which `listener.py` writes down what is asked.
"""

import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from tests.scripts.case import Case
from tests.scripts.packages import package_case

ROOT = Path(__file__).resolve().parents[2]
PLUGIN, NAMED = "tests.scripts.listener", "COUNTERSIGN_HEARD"


def asking() -> Iterator[str]:
    """The files whose tests give something to the verifier."""
    for file in sorted(
        (*ROOT.glob("tests/evidence/test_*.py"), *ROOT.glob("tests/attacks/test_package_*.py"))
    ):
        if re.search(r"judging import|evidence\.verify import", file.read_text("utf-8")):
            yield str(file.relative_to(ROOT))


def cases() -> Iterator[Case]:
    """Each package with its policy once, by the test that gave it first."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", PLUGIN]
    with NamedTemporaryFile("r", encoding="utf-8") as heard:
        env = {**os.environ, NAMED: heard.name}
        subprocess.run([*command, *asking()], cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL)
        said = {line.partition(",")[2]: json.loads(line) for line in heard}
    for number, (test, package, policy) in enumerate(said.values()):
        trust = None if policy is None else b64decode(policy)
        yield package_case(f"{test} {number}", b64decode(package), trust)
