"""docs/importing.md names every note and every refusal of a Word file."""

import re

from tests.house.tree import read, under

SPOKEN = re.compile(r'(?:findings\.add\(|refuse\()\s*"(\w+)"')
OF_BYTES = {"binary", "empty", "large", "pdf", "rtf", "image", "long", "lines", "clauses", "nothing"}


def test_every_code_is_told() -> None:
    code = "".join(read(file) for file in under("workflow/drafting/importing", suffix=".py"))
    told = set(re.findall(r"`(\w+)`", read(*under("docs", suffix="importing.md"))))
    assert set(SPOKEN.findall(code)) - OF_BYTES - told == set()
    assert {"struck", "hidden", "tracked", "merged", "raised"} <= told
