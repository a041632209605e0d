"""Celery: carries "look at row N" and nothing else. Each option stands beside the outage it prevents.

Production runs `celery -A workers.app worker` and one `celery -A workers.app beat`. Two beats, or none, do no harm: each worker
also runs the dispatcher in a thread, and every row of work comes back by itself when its lease ends.
"""

import logging
import threading
from typing import Any

from celery import Celery
from celery.signals import worker_init, worker_ready, worker_shutdown

from workers import dispatch, schedule, witnesses
from workers.kit import Kit, kit_for
from workflow.adapters.settings import from_environment

settings = from_environment()
log = logging.getLogger("countersign.workers")
app = Celery("countersign", broker=settings.redis_url or "redis://localhost:6379/0")
app.conf.update(
    task_ignore_result=True,  # the row is the result; a result backend would be a second truth
    task_acks_late=True,  # a worker killed in a task would otherwise lose it for good
    task_reject_on_worker_lost=True,  # the same, for a killed child
    worker_prefetch_multiplier=1,  # a dying worker takes one task with it, not four
    task_publish_retry=False,  # with Redis down a publisher must not hang: the row comes back by itself
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,  # a worker outlives any outage of Redis
    task_serializer="json",
    accept_content=["json"],  # nobody who reaches Redis may run pickled code here
    task_time_limit=300,  # below the visibility timeout, or a slow task would be delivered twice
    task_create_missing_queues=True,
    worker_hijack_root_logger=False,
    broker_transport_options={
        "socket_connect_timeout": 0.5,  # frozen Redis: fail in half a second, not never
        "socket_timeout": 5,
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,  # without these two a killed worker's task is back after 100 s
        "unacked_restore_throttle": 1,
    },
    beat_schedule={"tick": {"task": "countersign.tick", "schedule": 60.0}},
    timezone="UTC",  # a UTC minute tick alone: crontab schedules run twice or never when clocks change
)
_kit: Kit | None = None
_stop = threading.Event()


def kit() -> Kit:
    """The kit of this process: a forked child makes its own, never its parent's connections."""
    global _kit
    if _kit is None:
        _kit = kit_for(settings)
    return _kit


@app.task(name="countersign.work")
def work(work_id: int) -> None:
    """Look at row N."""
    dispatch.perform(kit(), work_id)


@app.task(name="countersign.tick")
def tick() -> None:
    """A nudge each minute; doubled or lost, nothing changes."""
    if not dispatch.stand_back(kit()):
        schedule.sweep(kit())
        dispatch.run_once(kit(), hand_over)


def hand_over(work_id: int) -> bool:
    """Send the hint; False if Redis is away. Its row is offered again."""
    try:
        work.apply_async(args=[work_id], retry=False)
    except work.OperationalError as outage:
        log.warning("no broker: work %s and what follows stay in their rows (%s)", work_id, outage)
        return False
    return True


@worker_init.connect
def insist_on_redis(**_: Any) -> None:
    """A worker that talked to whatever Redis it finds on this machine would look alive and do nothing."""
    if not settings.redis_url:
        raise SystemExit(
            "A worker needs COUNTERSIGN_REDIS_URL. Without Redis, `countersign serve` does the work itself."
        )


@worker_ready.connect
def start_dispatcher(**_: Any) -> None:
    threading.Thread(target=_dispatch_for_ever, name="dispatcher", daemon=True).start()
    threading.Thread(target=_ask_witnesses, name="witnesses", daemon=True).start()


@worker_shutdown.connect
def stop_dispatcher(**_: Any) -> None:
    _stop.set()


def _dispatch_for_ever() -> None:
    """Own connections, because this thread lives in the parent of the worker's children."""
    schedule.run(kit_for(settings), _stop, hand_over)


def _ask_witnesses() -> None:
    """Several workers may ask at once: a witness signs one checkpoint twice without harm."""
    witnesses.run(kit_for(settings), _stop)
