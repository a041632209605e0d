"""The command line as a whole: help, misspelt words, settings that do not exist."""

import gc
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from workflow.cli import RARELY, UNREAD, VERBS, main


@pytest.mark.parametrize(
    "arguments", [[], ["dance"], ["verify"], ["serve", "--port", "many"], ["verify", "--polcy", "x", "y"]]
)
def test_what_cannot_be_understood_is_shown_how(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2 and "usage: countersign" in capsys.readouterr().err


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb.__name__.rsplit(".", 1)[1], "--help"])
    assert ended.value.code == 0 and re.search(r"-h, --help", capsys.readouterr().out)


def test_a_misspelt_setting_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COUNTERSIGN_SMPT_URL", "x")
    assert main(["migrate", "--data", str(tmp_path)]) == 1
    assert "There is no setting COUNTERSIGN_SMPT_URL" in capsys.readouterr().err


def test_whoever_reads_may_stop_reading() -> None:
    package = Path(__file__).parents[1] / "vectors/packages/good-core.json"
    command = [sys.executable, "-m", "workflow.cli", "verify", str(package)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as said:
        assert said.stdout and said.stderr
        said.stdout.close()
        assert (said.stderr.read(), said.wait()) == (b"", UNREAD)


def test_the_collector_of_garbage_looks_rarely() -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    try:
        assert main(["verify", "/nowhere"]) and gc.get_threshold() == RARELY
    finally:
        gc.set_threshold(*before)
