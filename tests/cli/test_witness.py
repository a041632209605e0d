"""`countersign witness`, as the library in the next town runs it: a process, a log over HTTP, and one that was forked."""

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.rig.processes import environment
from tests.witness.logs import ORIGIN, Log
from tests.witness.test_looking import serving
from workflow.adapters.settings import Settings
from workflow.cli import main
from workflow.evidence.witness import request

KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    made = str(tmp_path / "witness")
    assert (
        main(["witness", "begin", "--folder", made, "--name", "library.example", "--log", Log(1, KEY).vkey])
        == 0
    )
    return made


def test_a_new_witness_prints_its_key_and_keeps_it_to_itself(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["witness", "begin", "--folder", folder, "--log", Log(1, KEY).vkey]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == second and first.startswith("library.example+")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in Path(folder).iterdir()}
    assert modes == {"key.pem": 0o600, "witness.json": 0o600, "logs": 0o700}


def test_a_new_witness_needs_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["witness", "begin", "--folder", str(tmp_path / "w"), "--log", Log(1, KEY).vkey]) == 1
    assert "needs a name" in capsys.readouterr().err


def test_looking_prints_the_cosigned_checkpoint_and_refuses_a_fork_in_words(
    folder: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(Log(300, KEY)) as address:
        assert main(["witness", "look", "--folder", folder, address]) == 0
    said = capsys.readouterr().out
    assert f"{ORIGIN}\n300\n" in said and "\u2014 library.example " in said
    for log, words in (
        (Log(300, KEY, fork_at=7), "the log was forked"),
        (Log(900, KEY, fork_at=7), "does not continue"),
        (Log(200, KEY), "leaves were taken away"),
    ):
        with serving(log) as address:
            assert main(["witness", "look", "--folder", folder, address]) == 1
        assert words in capsys.readouterr().err


def test_a_process_answers_until_it_is_told_to_end(folder: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "workflow.cli", "witness", "serve", "--folder", folder, "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(Settings()),
    )  # fmt: skip
    assert process.stdout
    with process.stdout:
        address = process.stdout.readline().removeprefix("Listening on ").strip()
        log = Log(20, KEY)
        answer = httpx.post(f"{address}/add-checkpoint", content=request(0, [], log.note))
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(10) == 0
    assert answer.status_code == 200 and answer.text.startswith("\u2014 library.example ")
