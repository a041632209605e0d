"""The key of form tokens: made once, ours alone, agreed on by processes that start together."""

import threading
from pathlib import Path

from workflow.adapters.settings import Settings
from workflow.web.secret import service_secret, stamp, stamped


def test_it_is_made_once_and_readable_by_us_alone(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    assert service_secret(settings) == service_secret(settings)
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    found: set[bytes] = set()
    threads = [
        threading.Thread(target=lambda: found.add(service_secret(Settings(data=tmp_path)))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(found) == 1


def test_a_stamp_fits_one_purpose_one_subject_and_one_key() -> None:
    mark = stamp(b"key", "form", "session")
    assert stamped(b"key", "form", "session", mark)
    for other in ((b"other", "form", "session"), (b"key", "once", "session"), (b"key", "form", "else")):
        assert not stamped(*other, mark)
    assert not stamped(b"key", "form", "session", "é\ud800")


def test_a_secret_of_the_settings_needs_no_file(tmp_path: Path) -> None:
    service_secret(Settings(data=tmp_path / "none", secret="s"))
    assert not (tmp_path / "none").exists()
