"""Other people's tools, by name. One that is missing fails the run and says how to get it."""

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
}


def run(tool: str, *arguments: str | Path, good: tuple[int, ...] = (0,)) -> str:
    """What the tool says, on both streams. Fails for a tool that is not there or ends otherwise than `good`."""
    assert shutil.which(tool), f"{tool} is missing: sudo apt-get install {PACKAGES[tool]}"
    done = subprocess.run([tool, *map(str, arguments)], capture_output=True, timeout=120)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert done.returncode in good, f"{tool} ended with {done.returncode}: {said}"
    return said
