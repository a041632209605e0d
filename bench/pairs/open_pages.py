"""What two hundred open pages cost a service in which nothing happens: the share of one core its process uses for them."""

import http.client
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measure import figure
from tests.review.world import build
from tests.rig.processes import environment, process
from workflow.adapters.database import Database
from workflow.adapters.migrations import migrate
from workflow.adapters.settings import Settings
from workflow.parties import sessions
from workflow.review import actions
from workflow.web.sessions import cookie_name

PAGES, EVERY, ROUNDS = 200, 4.0, 10


@figure("open pages")
def open_pages() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="countersign-bench-", ignore_cleanup_errors=True) as name:
        folder, env = Path(name), environment(Settings())
        edition, tokens = _people_at_their_pages(Settings(data=folder / "data"))
        serve = [
            str(Path(sys.executable).with_name("countersign")),
            "serve",
            "--data",
            str(folder / "data"),
            "--port",
            "0",
        ]
        with process(serve, folder / "serve.log", env, folder) as service:
            port = int(service.wait_for(r"Listening on http://localhost:(\d+)")[1])
            pid = service.popen.pid
            poll = _polling(port, edition, tokens)
            poll()
            idle = _used(pid, lambda: time.sleep(EVERY)) / EVERY
            began = time.perf_counter()
            used = _used(pid, lambda: [poll() for _ in range(ROUNDS)])
            own = (used - idle * (time.perf_counter() - began)) / (PAGES * ROUNDS)
    yield f"{PAGES} pages asking every {EVERY:g} s: {own * PAGES / EVERY:.1%} of a core ({own * 1e6:.0f} us a poll)"


def _people_at_their_pages(settings: Settings) -> tuple[str, list[str]]:
    settings.data.mkdir()
    database, now = Database(settings.database), datetime.now(UTC)
    migrate(database)
    with database.writing() as session:
        world = build(session, now - timedelta(days=1))
        actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
        tokens = [sessions.begin(session, world.who["dana"], at=now, by_passkey=True) for _ in range(PAGES)]
    database.close()
    return world.edition.id, tokens


def _polling(port: int, edition: str, tokens: list[str]):
    """Each page asks once, with its own cookie and the mark it was told last."""
    connection, marks = http.client.HTTPConnection("localhost", port), dict.fromkeys(tokens, "")
    name = cookie_name(Settings())

    def poll() -> None:
        for token in tokens:
            headers = {"Cookie": f"{name}={token}", "If-None-Match": marks[token], "X-Live": "1"}
            connection.request("GET", f"/editions/{edition}/version", headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (200, 304):
                raise RuntimeError(f"the version address answered {answer.status}")
            marks[token] = answer.getheader("ETag", "")

    return poll


def _used(pid: int, work) -> float:
    """Seconds of processor time the service uses while the work goes on."""
    before = _seconds(pid)
    work()
    return _seconds(pid) - before


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
