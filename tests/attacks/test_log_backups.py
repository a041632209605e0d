"""Yesterday's backup restored, a clone that publishes, two services at once: each would give one log two histories."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from tests.rig.databases import Databases
from workers import dispatch
from workers.kit import Kit
from workflow import service
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.cli import main
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.evidence.errors import Bad
from workflow.history import actions as history
from workflow.history.models import Checkpoint, Work

Begin = Callable[[Settings], Kit]


@pytest.fixture
def begin(now: datetime) -> Iterator[Begin]:
    kits: list[Kit] = []

    def one(settings: Settings) -> Kit:
        kits.append(Kit(settings, Database(settings.database), FixedClock(now)))
        with service.only_one(None), kits[-1].database.writing() as session:
            history.begin(
                session, deployment=kits[-1].keystore.deployment, rp_id="localhost", origin="http://localhost:1",
                log_origin=f"localhost/countersign/{kits[-1].keystore.deployment}", actor=SERVICE, at=now,
            )  # fmt: skip
        return kits[-1]

    yield one
    for kit in kits:
        kit.database.close()


@pytest.fixture
def district(make_database: Databases, tmp_path: Path, begin: Begin) -> Kit:
    kit = begin(make_database("sqlite", tmp_path / "data"))
    live(kit, 4)
    return kit


def act(kit: Kit, times: int) -> None:
    with kit.database.writing() as session:
        for _ in range(times):
            history.record(session, EventKind.PARTY_CREATED, actor=SERVICE, at=kit.clock.now())


def live(kit: Kit, times: int) -> None:
    """Things happen, and are published."""
    act(kit, times)
    assert dispatch.sequence_log(kit)


def clone(kit: Kit, folder: Path, **changes: Path) -> Settings:
    """Database and keys and everything beside them, as `cp -a` takes them. Nobody writes meanwhile."""
    kit.database.close()
    shutil.copytree(kit.settings.data, folder)
    return replace(kit.settings, data=folder, **changes)


def heads(folder: Path) -> list[str]:
    return sorted(file.name for file in (folder / "heads").iterdir())


def restore_yesterday(kit: Kit, tmp_path: Path) -> Settings:
    """A backup without what was published, a day of work, and the backup put back over it."""
    yesterday = clone(kit, tmp_path / "yesterday").data
    shutil.rmtree(yesterday / "published")
    live(kit, 3)
    kit.database.close()
    for file in kit.settings.data.glob("countersign.db*"):
        file.unlink()
    shutil.copytree(yesterday, kit.settings.data, dirs_exist_ok=True)
    return kit.settings


def test_yesterdays_backup_restored_must_resume(
    district: Kit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = restore_yesterday(district, tmp_path)
    with (
        pytest.raises(Refused, match="The published log has 8 leaves, and this database holds 5") as no,
        service.opened(settings, host="127.0.0.1", port=0),
    ):
        pass
    assert "countersign log resume" in no.value.remedy and "--read-only" in no.value.remedy
    with service.opened(settings, host="127.0.0.1", port=0, read_only=True) as shown:
        assert "an older backup was restored" in shown.closed and service.first_link(shown) == ""
    act(district, 1)
    with pytest.raises(Refused, match="an older backup was restored"):
        dispatch.sequence_log(district)
    district.database.close()
    data = ["--data", str(settings.data)]
    assert main(["log", "resume", *data]) == 1
    assert "8 leaves were published" in capsys.readouterr().out
    assert main(["log", "resume", *data, "--this-is-the-one"]) == 0
    assert "of 3 published leaves 3 lost what they said" in capsys.readouterr().out
    with service.opened(settings, host="127.0.0.1", port=0) as opened:
        assert opened.closed == ""
        assert dispatch.sequence_log(opened.kit), "the start says which script the signing page has"
        assert dispatch.sequence_log(opened.kit) is False
        with service.in_background(opened):
            said = httpx.get(f"{opened.address}/verify", timeout=20).text
        assert "its log had 3 entries beyond that backup, and 3 lost what they said" in said
    assert main(["log", "check", *data]) == 0
    assert (
        "from a backup of 5 leaves: of the 3 published after them, 3 lost what they said"
        in capsys.readouterr().out
    )


def test_after_a_resumption_what_was_kept_outside_still_holds(
    district: Kit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = restore_yesterday(district, tmp_path)
    kept = tmp_path / "checkpoint"
    shutil.copyfile(settings.published_folder / "heads" / "8", kept)
    check = ["log", "check", "--data", str(settings.data), "--against", str(kept)]
    assert main(check) == 1
    said = capsys.readouterr().out
    assert "outside.truncated" in said and "published.head: The published log has 8 leaves" in said
    assert main(["log", "resume", "--data", str(settings.data), "--this-is-the-one"]) == 0
    assert main(check) == 0
    said = capsys.readouterr().out
    assert "its first 8 leaves" in said and "The log says that it was resumed on" in said


def test_a_clone_that_publishes(district: Kit, tmp_path: Path) -> None:
    """Started elsewhere it shows its pages, says what it is, signs nothing and sends nothing."""
    settings = clone(district, tmp_path / "clone", published=None)
    with service.opened(replace(settings, tick_seconds=0.01), host="127.0.0.1", port=0) as opened:
        act(opened.kit, 2)
        with opened.kit.database.writing() as session:
            now = opened.kit.clock.now()
            session.add(Work(key="k", task="letter", payload={}, due=now, created=now))
        with service.in_background(opened):
            page = httpx.get(opened.address, timeout=20)
            assert page.status_code == 200 and "This is a copy of the record" in page.text
            no = httpx.post(f"{opened.address}/api/v1/sign-in", json={}, timeout=20)
            assert no.status_code == 409 and "Nothing can be done here" in no.json()["detail"]
        assert "copy of the record" in dispatch.stand_back(opened.kit)
        with pytest.raises(Refused, match="This is a copy"):
            dispatch.run_once(opened.kit)
        with opened.kit.database.reading() as session:
            assert session.exec(select(Work.state)).all() == ["ready"]
            assert [*session.exec(select(Checkpoint.size))] == [5]
    assert heads(settings.published_folder) == ["5"]


def test_a_clone_of_the_database_with_the_folder_of_the_service(
    district: Kit, tmp_path: Path, begin: Begin
) -> None:
    settings = clone(district, tmp_path / "clone", published=district.settings.published_folder)
    other = begin(settings)
    live(district, 1)
    act(other, 1)
    with pytest.raises(Refused, match="an older backup was restored"):
        dispatch.sequence_log(other)


def test_two_services_sequencing_at_once(district: Kit, tmp_path: Path, begin: Begin) -> None:
    """Two databases, one folder, and each round both begin at the same instant: every head is published by one of them."""
    kits = [
        district,
        begin(clone(district, tmp_path / "clone", published=district.settings.published_folder)),
    ]
    gate, won = threading.Barrier(2), []

    def run(kit: Kit) -> None:
        act(kit, 1)
        gate.wait()
        try:
            won.append((kit.settings.data.name, dispatch.sequence_log(kit)))
        except (Refused, Bad) as no:
            won.append((kit.settings.data.name, type(no).__name__))

    threads = [threading.Thread(target=run, args=(kit,)) for kit in kits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(str(result) for _, result in won) == ["Refused", "True"]
    sizes = []
    for kit in kits:
        with kit.database.reading() as session:
            sizes += session.exec(select(Checkpoint.root).where(Checkpoint.size == 6)).all()
    assert len(sizes) == 1
