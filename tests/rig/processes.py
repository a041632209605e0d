"""Running the service's own commands as processes, with settings as their environment and their words kept."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path

from tests.rig.services import ROOT
from workflow.adapters.settings import Settings

KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "SSL_CERT_FILE")


def environment(settings: Settings) -> dict[str, str]:
    """A small environment in which a process reads exactly these settings (those that are not the default)."""
    plain = {name: os.environ[name] for name in KEPT if name in os.environ}
    programs = str(Path(sys.executable).parent)
    plain |= {"PATH": f"{programs}:{plain.get('PATH', '/usr/bin:/bin')}", "PYTHONUNBUFFERED": "1"}
    own = {f.name: getattr(settings, f.name) for f in fields(settings)}
    changed = {name: value for name, value in own.items() if value != getattr(Settings(), name)}
    return plain | {f"COUNTERSIGN_{name.upper()}": _written(value) for name, value in changed.items()}


def _written(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


class Process:
    """A running command. `words` is all it has said so far, on either stream."""

    def __init__(self, command: list[str], log: Path, env: Mapping[str, str], cwd: Path = ROOT) -> None:
        self.command, self.log = command, log
        with log.open("w") as sink:
            self.popen = subprocess.Popen(
                command, cwd=cwd, env=dict(env), stdin=subprocess.DEVNULL, stdout=sink,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def words(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, pattern: str, seconds: float = 30) -> re.Match[str]:
        """The first match in what it says; fails with its words when it ends or stays silent."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.words)):
            over = self.popen.poll() is not None or time.monotonic() > end
            if over and not (found := re.search(pattern, self.words)):
                raise AssertionError(f"{self.command} never said {pattern!r}:\n{self.words}")
            time.sleep(0.02)
        return found

    def end(self, how: signal.Signals = signal.SIGTERM, seconds: float = 15) -> int:
        """Ask it to stop and wait. Returns its exit code; after `seconds` its whole group is killed."""
        if self.popen.poll() is None:
            self.popen.send_signal(how)
        try:
            return self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.command} did not end within {seconds} s:\n{self.words}") from None

    def kill(self) -> None:
        """As a power cut would: the process and everything it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


@contextlib.contextmanager
def process(command: list[str], log: Path, env: Mapping[str, str], cwd: Path = ROOT) -> Iterator[Process]:
    """A command that runs until the block ends, and is then ended."""
    started = Process(command, log, env, cwd)
    try:
        yield started
    finally:
        try:
            started.end()
        finally:
            started.kill()
