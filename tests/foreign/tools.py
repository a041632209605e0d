"""Other people's tools, by name. One that is missing fails the run and says how to get it."""

import os
import shutil
import subprocess
from pathlib import Path

PACKAGES = {
    "pdfsig": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdfdetach": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdffonts": "poppler-utils",
    "qpdf": "qpdf",
    "openssl": "openssl",
    "softhsm2-util": "softhsm2",
    "go": "golang-go golang-golang-x-mod-dev",
}
GO_LIBRARIES = Path("/usr/share/gocode")
"""Where Debian keeps Go's libraries: nothing is fetched while testing."""


def there(tool: str, *, also: bool = True) -> None:
    """Fails with the one line that helps, unless the tool is here, and what it needs beside itself."""
    assert shutil.which(tool) and also, (
        f"{tool} is missing: sudo apt-get install --no-install-recommends {PACKAGES[tool]}"
    )


def go_program(source: Path, folder: Path) -> Path:
    """The program that Go makes of a folder with its own and Debian's libraries alone."""
    there("go", also=any(GO_LIBRARIES.glob("src/*/x/mod/sumdb/tlog")))
    program = folder / source.name
    own = {"GO111MODULE": "off", "GOPATH": str(GO_LIBRARIES), "GOCACHE": str(folder / "cache"), "GOFLAGS": ""}
    command = ["go", "build", "-o", str(program), "."]
    done = subprocess.run(command, cwd=source, env={**os.environ, **own}, capture_output=True, timeout=300)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return program


def run(tool: str, *arguments: str | Path, good: tuple[int, ...] = (0,)) -> str:
    """What the tool says, on both streams. Fails for a tool that is not there or ends otherwise than `good`."""
    there(tool)
    done = subprocess.run([tool, *map(str, arguments)], capture_output=True, timeout=120)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode in good, f"{tool} ended with {done.returncode}: {said}"
    return said
