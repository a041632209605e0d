"""One performance of the demo, as a process and once for all its tests: it takes about 15 seconds."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rig.processes import environment
from tests.rig.services import ROOT
from workflow.adapters.settings import Settings


@dataclass(frozen=True)
class Performance:
    code: int
    told: str
    complaints: str
    out: Path
    data: Path


def countersign(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow.cli", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(Settings()), capture_output=True, text=True, timeout=240
    )


@pytest.fixture(scope="session")
def performance(tmp_path_factory: pytest.TempPathFactory) -> Performance:
    folder = tmp_path_factory.mktemp("demo")
    out, data = folder / "out", folder / "data"
    ended = countersign("demo", "--once", "--out", str(out), "--data", str(data))
    return Performance(ended.returncode, ended.stdout, ended.stderr, out, data)
