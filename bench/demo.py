"""The life of one agreement, played once for all pairs that need its outcome."""

import functools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.rig.processes import environment
from workflow.adapters.settings import Settings


@functools.cache
def played() -> Path:
    """A folder with `data` (the service's) and `out` (package.json, public.pdf, policy.json ...); gone with the process."""
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="countersign-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    command = [Path(sys.executable).with_name("countersign"), "demo", "--once"]
    command += ["--data", folder / "data", "--out", folder / "out"]
    done = subprocess.run(
        command, env=environment(Settings()), cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"The demo did not end well:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return folder
