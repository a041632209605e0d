"""The files of the house, as git sees them: what is tracked, and what is about to be."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("parties", "drafting", "review", "signing", "publication", "renewal")
CODE = ("workflow", "workers")
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".sh",
    ".js",
    ".css",
    ".sql",
    ".typ",
    ".mako",
    ".svg",
    "",
}


@functools.cache
def files() -> tuple[Path, ...]:
    """Every file of the project that still exists, relative to its root."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(sorted(Path(name) for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


def under(*folders: str, suffix: str = "") -> list[Path]:
    """The files below these folders, with this suffix."""
    found = [
        f for f in files() if f.parts[0] in folders or any(f.is_relative_to(folder) for folder in folders)
    ]
    return [f for f in found if f.name.endswith(suffix)]


def code() -> list[Path]:
    """The Python modules of the service itself."""
    return under(*CODE, suffix=".py")


def texts() -> Iterator[tuple[Path, str]]:
    """Every file of our own words, with its text. Agreements, brought in as data, are other people's."""
    for file in files():
        agreement = file.suffix in {".txt", ".md"} and file.parts[0] in {"tests", "workflow"}
        if file.suffix in TEXT and not agreement:
            yield file, read(file)


def read(file: Path) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


@functools.cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(read(file), str(file))
