"""The check says which script the log names, and whether it is the one that is there."""

from datetime import timedelta

from tests.audit.conftest import Record
from tests.conftest import NOW
from workflow.audit import scripted
from workflow.history.sequencer import sequence
from workflow.publication import scripts


def test_the_check_says_which_script_the_log_names(record: Record) -> None:
    at = NOW + timedelta(days=3)
    with record.database.writing() as session:
        scripts.note(session, at=at)
        sequence(session, key=record.keystore.checkpoint_key, beside=record.keystore.beside_key, at=at)
    report = record.check()
    assert report.findings == []
    words = f"The signing page's script is {scripts.today()} since 2026-05-15, as the log says: the one served here."
    assert words in report.sentences()


def test_another_script_than_the_log_names_is_said() -> None:
    assert scripted.sentences([]) == []
    old = {"script": "A" * 43, "at": "2026-05-12T17:00:00Z"}
    new = {"script": "B" * 42 + "A", "at": "2026-06-12T17:00:00Z"}
    (said,) = scripted.sentences([old, new])
    assert "since 2026-06-12, after 1 other, as the log says: not the one that is here now." in said
