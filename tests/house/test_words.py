"""What may not stand anywhere: things left open, checks silenced, places only one machine has."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.house.tree import read, texts
from workflow.adapters.settings import Settings


def spelled(*words: str) -> re.Pattern[str]:
    """One pattern for words written here with a dot in the middle, so that this file does not find itself."""
    return re.compile("|".join(word.replace("·", "") for word in words))


FORBIDDEN = {
    "left open": spelled(
        r"\bTO·DO\b", r"\bFIX·ME\b", r"\bXX·X\b", r"\bHA·CK\b", r"raise NotImplemented·Error\b"
    ),
    "silenced": spelled(r"#\s*no·qa", r"type:\s*ig·nore", r"pragma:\s*no co·ver"),
    "skipped": spelled(r"pytest\.(sk·ip|xf·ail|imp·ortorskip)\b", r"mark\.(sk·ip|skip·if|xf·ail)\b"),
    "a machine's path": spelled(
        r"(?<![\w.])/(wo·rk|fa·rm|ro·ot)/", r"/ho·me/\w", r"/Us·ers/\w", r"/tmp/(ba·sh_jobs|st·udio)"
    ),
    "a package registry": spelled(
        r"py·pi\.org",
        r"python·hosted\.org",
        r"npm·js\.(org|com)",
        r"cra·tes\.io",
        r"ruby·gems\.org",
        r"golang\.or·g/x",
    ),
    "a secret": spelled(r"BEGIN [A-Z ]*PRIVATE K·EY", r"AK·IA[0-9A-Z]{16}"),
}


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_nothing_is(kind):
    found = [
        f"{file}:{number}: {line.strip()[:100]}"
        for file, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if FORBIDDEN[kind].search(line)
    ]
    assert found == []


def test_the_table_of_settings_is_the_settings():
    rows = re.findall(r"^\| `([A-Z_]+)` \|", read(Path("docs/settings.md")), re.M)
    assert rows == [field.name.upper() for field in fields(Settings)]
