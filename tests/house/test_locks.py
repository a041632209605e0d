"""What is installed is locked by hash, and no lock says where to fetch it from: that is the operator's to choose."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import read

LOCKS = {"run": ["build"], "test": ["build", "test"], "sure": ["build", "test", "sure"]}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> dict[str, set[str]]:
    """Distribution -> versions of a lock file (one may be locked twice, for different Pythons)."""
    found: dict[str, set[str]] = {}
    for distribution, version in re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[.*\])?==([^ ;\\]+)", read(Path(f"locks/{name}.txt")), re.M
    ):
        found.setdefault(normal(distribution), set()).add(version)
    return found


@pytest.mark.parametrize("name", [*LOCKS, "uv"])
def test_every_line_is_hashed_and_none_has_an_address(name):
    text = read(Path(f"locks/{name}.txt"))
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in entry, entry[:80]
    assert not re.search(r"https?:|--index|--find-links|git\+|file:", text)


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_everything_that_the_project_names(name):
    project = tomllib.loads(read(Path("pyproject.toml")))
    wanted = project["project"]["dependencies"] + [
        line for group in LOCKS[name] for line in project["dependency-groups"][group]
    ]
    names = {normal(re.match(r"[A-Za-z0-9._-]+", line)[0]) for line in wanted}
    assert names - set(locked(name)) == set()


def test_the_locks_agree_with_each_other():
    run, test, sure = (locked(name) for name in LOCKS)
    assert {name: versions for name, versions in run.items() if test[name] != versions} == {}
    assert {name: versions for name, versions in test.items() if sure[name] != versions} == {}


def test_the_libraries_that_hold_others_back_are_absent():
    """litestar's redis extra would quietly take celery back a version; advanced-alchemy warns on import."""
    assert {"advanced-alchemy", "granian"} & set(locked("run")) == set()
