"""A kit on the test's own database with a clock that stands still, and a village with an agreement in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from tests.workers import village as villages
from workers import tasks
from workers.errands import NeighbourAway, NotYet
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)


@pytest.fixture
def kit(settings: Settings, database: Database, clock: FixedClock) -> Kit:
    return Kit(replace(settings, public_url=villages.ORIGIN), database, clock)


@pytest.fixture
def village(kit: Kit) -> villages.Village:
    return villages.village(kit)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A task named `note` that notes the keys it was run for; its payload may say how it ends."""
    noted: list[str] = []

    def note(session, kit, payload, key, at) -> None:
        noted.append(key)
        match payload.get("end"):
            case "fails":
                raise RuntimeError("it broke")
            case "waits":
                raise NotYet("something else first")
            case "away":
                raise NeighbourAway("nobody answers")

    monkeypatch.setitem(tasks.TASKS, "note", note)
    yield noted
