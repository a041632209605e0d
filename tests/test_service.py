"""The service as a process, and the promises it makes before its first request. Each process takes a second or two to start."""

import gc
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from tests.adapters.test_keystore import pkcs12_file
from tests.rig.processes import Process, environment, process
from tests.rig.services import ROOT, Services, free_port
from workers import dispatch
from workflow import service
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.core.errors import Refused
from workflow.history.models import Work
from workflow.parties.models import Person

SERVE = [sys.executable, "-m", "workflow.cli", "serve"]


@contextmanager
def serving(settings: Settings, *options: str) -> Iterator[Process]:
    settings.data.mkdir(parents=True, exist_ok=True)
    with process([*SERVE, *options], settings.data.parent / "serve.log", environment(settings)) as running:
        yield running


def said(settings: Settings, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SERVE, *options], cwd=ROOT, env=environment(settings), capture_output=True, text=True, timeout=60
    )


def test_the_life_of_a_process(tmp_path: Path) -> None:
    """First line, first link, one process a folder, an end within ten seconds, and no second first link."""
    settings = Settings(data=tmp_path / "data")
    with serving(settings, "--port", "0") as first:
        address = first.wait_for(r"^Listening on (http://localhost:\d+)\n")[1]
        link = first.wait_for(r"to create the first: (\S+)\n")[1]
        assert first.words.startswith("Listening on ") and link.startswith(f"{address}/begin/")
        page = _answer(link)
        assert page.status_code == 200 and "<form" in page.text
        second = said(settings, "--port", "0")
        assert second.returncode == 1 and second.stdout == ""
        assert "Another Countersign is already running" in second.stderr and "Traceback" not in second.stderr
        began = time.monotonic()
        assert first.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 10
    database = Database(settings.database)
    with database.writing() as session:
        session.add(Person(name="Ann", email="ann@example.org", created=service.SystemClock().now()))
    database.close()
    with serving(settings, "--port", "0") as again:
        _answer(again.wait_for(r"^Listening on (http://localhost:\d+)\n")[1] + "/healthz")
        assert "Nobody has an account" not in again.words


def _answer(address: str) -> httpx.Response:
    """The address is said before the server listens to it: the socket is bound, so the request waits."""
    return httpx.get(address, timeout=20)


@pytest.mark.parametrize("port", [0, 70000])
def test_a_port_that_cannot_be_used_is_refused_in_words(tmp_path: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        wanted = port or taken.getsockname()[1]
        settings = Settings(data=tmp_path)
        with (
            pytest.raises(Refused, match=f"Port {wanted} at 127.0.0.1 cannot be used") as no,
            service.opened(settings, host="127.0.0.1", port=wanted),
        ):
            pass
        assert no.value.remedy == "Choose another --port."


def test_the_folder_is_free_again_after_a_refusal(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    with service.only_one(lock), pytest.raises(Refused, match="already running"), service.only_one(lock):
        pass
    with service.only_one(lock), service.only_one(None):
        pass


def test_the_first_link_is_there_only_while_nobody_is(tmp_path: Path) -> None:
    with service.opened(Settings(data=tmp_path), host="127.0.0.1", port=0) as opened:
        first, second = service.first_link(opened), service.first_link(opened)
        assert first != second and re.fullmatch(r"http://localhost:\d+/begin/[\w-]{22}", second)
        with opened.kit.database.writing() as session:
            session.add(Person(name="Ann", email="ann@example.org", created=opened.kit.clock.now()))
        assert service.first_link(opened) == ""


def test_the_certificate_that_is_set_for_the_seal_is_noted_as_it_starts(tmp_path: Path) -> None:
    file = pkcs12_file(tmp_path / "seal.p12", None, b"opens it")
    settings = Settings(data=tmp_path / "data", seal_file=file, seal_passphrase="opens it")
    with service.opened(settings, host="127.0.0.1", port=0) as opened:
        keys = opened.kit.keystore
        assert [one.certificate for one in keys.seal_authorities] == [keys.authority, keys.seal.certificate]
    # One that cannot be opened keeps nobody from what is there: it is said when something has to be sealed.
    with service.opened(replace(settings, seal_passphrase="another"), host="127.0.0.1", port=0) as opened:
        assert len(opened.kit.keystore.seal_authorities) == 2


def test_production_runs_as_a_role_that_owns_nothing(
    settings: Settings, database: Database, services: Services
) -> None:
    with service.opened(settings, host="127.0.0.1", port=0) as opened:
        assert opened.kit.database.url == database.url
    name = settings.database_url.split("?")[0].rsplit("/", 1)[1]
    for role in ("countersign_owner", "postgres"):
        owning = replace(settings, database_url=services.database_url(name, role))
        with (
            pytest.raises(Refused, match="owns the tables or is a superuser"),
            service.opened(owning, host="127.0.0.1", port=0),
        ):
            pass


def test_production_makes_no_tables_and_says_who_does(
    settings: Settings, database: Database, services: Services
) -> None:
    from tests.rig.databases import create_empty, drop_postgres

    create_empty(services, "test_bare")
    try:
        bare = replace(settings, database_url=services.database_url("test_bare"))
        ended = said(bare, "--port", "0")
        assert ended.returncode == 1 and "Run `countersign migrate` first." in ended.stderr
    finally:
        drop_postgres(services, "test_bare")


def test_a_database_that_is_away_is_said_in_words(tmp_path: Path) -> None:
    away = Settings(data=tmp_path, database_url=f"postgresql+psycopg://x@127.0.0.1:{free_port()}/x")
    with (
        pytest.raises(Refused, match="The database cannot be reached"),
        service.opened(away, host="127.0.0.1", port=0),
    ):
        pass


def test_a_key_that_signed_and_is_gone_is_not_replaced_by_a_fresh_one(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    with service.opened(settings, host="127.0.0.1", port=0) as opened:
        assert {one.name for one in settings.keys_folder.glob("*.pem")} == {
            "checkpoint.pem", "checkpoint-mldsa.pem", "publication.pem", "seal.pem", "time.pem", "authority.pem",
        }  # fmt: skip
        dispatch.run_until_quiet(opened.kit)
    lost = settings.keys_folder / "checkpoint.pem"
    lost.rename(tmp_path / "backup.pem")
    (settings.keys_folder / "publication.pem").unlink()  # it has signed nothing: another may be made
    with (
        pytest.raises(Refused, match=r"checkpoint\.pem is not there. Nothing was signed in its place.") as no,
        service.opened(settings, host="127.0.0.1", port=0),
    ):
        pass
    assert str(lost) in no.value.reason and "backup of the keys" in no.value.remedy
    with service.opened(settings, host="127.0.0.1", port=0, read_only=True) as shown:
        assert shown.closed == service.READ_ONLY and not lost.exists()
    (tmp_path / "backup.pem").rename(lost)
    with service.opened(settings, host="127.0.0.1", port=0) as again:
        assert not again.closed and (settings.keys_folder / "publication.pem").exists()


def test_the_embedded_default_dispatches_while_it_serves(tmp_path: Path) -> None:
    from workflow.core.events import EventKind
    from workflow.core.people import SERVICE
    from workflow.history import actions as history
    from workflow.history.queries import undispatched

    with service.opened(
        replace(Settings(data=tmp_path), tick_seconds=0.01), host="127.0.0.1", port=0
    ) as opened:
        with opened.kit.database.writing() as session:
            history.record(session, EventKind.PARTY_CREATED, actor=SERVICE, at=opened.kit.clock.now())
        with service.in_background(opened):
            end = time.monotonic() + 20
            while time.monotonic() < end:
                state = _answer(f"{opened.address}/readyz").json()
                with opened.kit.database.reading() as session:
                    if undispatched(session)[0] == 0:
                        break
            assert state["ready"] and state["dead_work"] == 0
            now = opened.kit.clock.now()
            with opened.kit.database.writing() as session:
                session.add(Work(key="k", task="letter", payload={}, state="dead", due=now, created=now))
            state = _answer(f"{opened.address}/readyz").json()
            assert (
                state["ready"] and state["dead_work"] == 1
            )  # to be looked at, but no reason to take the service down
            assert "countersign_work_dead 1.0" in _answer(f"{opened.address}/metrics").text


def test_what_was_made_before_the_first_request_is_looked_through_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full look of the garbage collector stops every thread: what stays until the end is left out of it."""
    made: list[object] = []
    tracked: list[bool] = []
    server = SimpleNamespace(run=lambda **_: tracked.append(any(one is made for one in gc.get_objects())))
    monkeypatch.setattr(service, "server_of", lambda opened: server)
    monkeypatch.setattr(service.signal, "signal", lambda *_: None)
    assert any(one is made for one in gc.get_objects())
    with service.opened(Settings(data=tmp_path / "data"), host="localhost", port=0) as opened:
        service.run(opened)
    assert tracked == [False]
