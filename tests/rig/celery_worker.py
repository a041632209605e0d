"""A real Celery worker process on the private Redis."""

import contextlib
import sys
from collections.abc import Iterator

from tests.rig.processes import Process, environment, process
from workflow.adapters.settings import Settings


@contextlib.contextmanager
def working(settings: Settings, *options: str) -> Iterator[Process]:
    """A worker on `settings.redis_url`, once it says that it is ready. Its log lies in the data folder."""
    command = [sys.executable, "-m", "celery", "-A", "workers.app", "worker", "--loglevel", "INFO",
               "--concurrency", "1", "--without-gossip", "--without-mingle", *options]  # fmt: skip
    settings.data.mkdir(parents=True, exist_ok=True)
    with process(command, settings.data / "worker.log", environment(settings)) as started:
        started.wait_for(r"celery@\S+ ready", seconds=120)
        yield started
