"""A request that comes while events are dispatched is served before the next event."""

import threading
from pathlib import Path

import pytest

from tests.adapters.test_turns import queued
from tests.rig.databases import Databases
from tests.workers.village import begin
from workers import dispatch, reactions
from workers.consequences import Consequence
from workers.kit import kit_for
from workflow.adapters.clock import FixedClock
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions as history


def test_a_request_waits_for_one_event_and_not_for_all_that_are_there(
    make_database: Databases, tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit = kit_for(make_database("sqlite", tmp_path / "data"), clock)
    with kit.database.writing() as session:
        begin(session, kit.clock.now())
        for _ in range(3):
            history.record(session, EventKind.PARTY_CREATED, actor=SERVICE, at=kit.clock.now())
    served: list[str] = []
    threads: list[threading.Thread] = []

    def request() -> None:
        with kit.database.writing() as session:
            history.lock(session, mou_id="x")
            served.append("request")

    def react(session: object, event: object) -> list[Consequence]:
        served.append("event")
        if not threads:
            threads.append(queued(kit.database.turns, request, 1))
        return []

    monkeypatch.setitem(reactions.REACTIONS, EventKind.PARTY_CREATED, (react,))
    assert dispatch.dispatch_events(kit) == 4  # three, and the beginning of the service
    threads[0].join()
    kit.database.close()
    assert served == ["event", "request", "event", "event"]
