"""Celery for real: a worker process, a Redis of its own that can be emptied and killed, PostgreSQL, an SMTP server.

Starting a worker takes two to four seconds, and that is why these tests take longer than a second.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import redis
from celery import Celery
from sqlalchemy import update
from sqlmodel import select

from tests.rig.binaries import find_redis
from tests.rig.processes import Process, environment
from tests.rig.services import ROOT, free_port, start_redis
from tests.rig.smtp import Sink
from tests.workers import village as villages
from tests.workers.village import Village, keys, work
from workers import dispatch
from workers.kit import Kit
from workflow.adapters.clock import SystemClock
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.history.models import Notice, Work
from workflow.parties.models import Appointment
from workflow.review import actions as review


class Broker:
    """A Redis that can be killed and comes back empty at the same address."""

    def __init__(self, folder: Path) -> None:
        self.url = f"redis://:secret@127.0.0.1:{free_port()}/0"
        self.folder, self.stack = folder, ExitStack()

    def start(self) -> None:
        self.stack.enter_context(start_redis(self.folder, find_redis(), self.url))

    def kill(self) -> None:
        self.stack.close()

    def flush(self) -> int:
        """Empty it. Returns how many hints were lost."""
        with redis.Redis.from_url(self.url) as client:
            waiting = client.llen("celery")
            client.flushall()
        return waiting


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    here = Broker(tmp_path)
    here.start()
    yield here
    here.kill()


@pytest.fixture
def kit(settings: Settings, database: Database, broker: Broker, mail: Sink) -> Kit:
    told = replace(
        settings,
        redis_url=broker.url,
        smtp_url=mail.url,
        public_url=villages.ORIGIN,
        lease_seconds=2,
        tick_seconds=0.1,
    )
    return Kit(told, database, SystemClock())


@pytest.fixture
def village(kit: Kit) -> Village:
    made = villages.village(kit)
    with made.acting() as session:  # in office whatever the machine's clock says
        session.connection().execute(update(Appointment).values(from_date=date(2020, 1, 1)))
    return made


def circulate(village: Village) -> None:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.kit.clock.now())


def noted(kit: Kit) -> list[Notice]:
    with kit.database.reading() as session:
        return list(session.exec(select(Notice)))


def until(true: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


def comment(village: Village, words: str) -> None:
    with village.acting() as session:
        review.open_thread(
            session,
            village.actor("principal"),
            village.world.edition.id,
            words=words,
            at=village.kit.clock.now(),
        )


def test_no_outage_of_redis_loses_a_letter(
    village: Village, broker: Broker, mail: Sink, worker: Callable[..., Process]
) -> None:
    kit = village.kit
    running = worker(kit.settings)
    circulate(village)
    mail.wait_for(village.email("principal"), seconds=20)

    # Hints wait in Redis while the worker stands still, and Redis is emptied.
    os.killpg(running.popen.pid, signal.SIGSTOP)
    comment(village, "Who tells the officer?")
    dispatch.dispatch_events(kit)
    elsewhere = Celery(broker=broker.url)
    for row in dispatch.claim(kit):
        elsewhere.send_task("countersign.work", args=[row])
    elsewhere.close()
    assert broker.flush() >= 3  # the worker had already asked for one or two
    os.killpg(running.popen.pid, signal.SIGCONT)
    mail.wait_for(village.email("chief"), seconds=20)

    # Redis is gone, the act is made all the same, and Redis comes back without anything in it.
    broker.kill()
    comment(village, "And who tells the parents?")
    running.wait_for("no broker", seconds=20)
    broker.start()
    desk = ("chief", "sergeant", "lawyer", "counsel", "dana")
    until(lambda: len(noted(kit)) == 2 + 2 * len(desk), "the second comment was not noted for everybody")
    for name in desk:
        mail.wait_for(village.email(name), 1, seconds=30)
        assert len([one for one in noted(kit) if one.person_id == village.world.who[name]]) == 2

    def digests() -> list[str]:
        return [one["Message-ID"] for one in mail.messages if "digest." in one["Message-ID"]]

    # Those who had the turn first have theirs too, whenever the sweep comes to it.
    until(lambda: len(set(digests())) == 2 + len(desk), "a letter of the day is missing")
    assert len(digests()) == 2 + len(desk), "one letter a day; what is not in it waits for tomorrow's"
    with kit.database.reading() as session:
        waits = session.exec(select(Work).where(Work.task == "digest", Work.state != "done")).all()
    unsent = {one.person_id for one in noted(kit) if one.sent is None}
    assert unsent == {one.payload["person"] for one in waits}


def test_a_worker_killed_in_a_task_leaves_a_row_that_comes_back(
    village: Village, mail: Sink, worker: Callable[..., Process]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # a mail server that accepts and never says a word
        silent.settimeout(30)
        stuck = replace(village.kit.settings, smtp_url=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        first = worker(stuck)
        circulate(village)
        with silent.accept()[0]:
            first.kill()
    rows = [work(village.kit, key) for key in keys(village.kit)]
    left = [row for row in rows if row.task == "digest"]
    assert {row.state for row in left} <= {"sent", "ready"} and "sent" in {row.state for row in left}
    assert max(row.attempts for row in rows) == 1
    worker(village.kit.settings)
    mail.wait_for(village.email("principal"), seconds=20)
    mail.wait_for(village.email("officer"), seconds=20)
    assert len([message for message in mail.messages if message["Subject"].startswith("Your turn")]) == 2


def test_a_worker_without_redis_says_so_and_ends(settings: Settings) -> None:
    command = [sys.executable, "-m", "celery", "-A", "workers.app", "worker"]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(settings), capture_output=True, text=True, timeout=60
    )
    assert ended.returncode != 0 and "COUNTERSIGN_REDIS_URL" in ended.stderr + ended.stdout


def test_the_options_that_prevent_outages_are_set() -> None:
    from workers.app import app

    conf = app.conf
    assert conf.task_acks_late and conf.task_reject_on_worker_lost and conf.worker_prefetch_multiplier == 1
    assert conf.task_ignore_result and not conf.task_publish_retry and conf.accept_content == ["json"]
    options = conf.broker_transport_options
    assert options["socket_connect_timeout"] <= 1 and options["socket_timeout"] <= 5
    assert conf.task_time_limit < options["visibility_timeout"]
    assert set(app.tasks) >= {"countersign.work", "countersign.tick"}
    assert {entry["task"] for entry in conf.beat_schedule.values()} == {
        "countersign.tick"
    } and conf.timezone == "UTC"
