"""Who changed a clause last is said of the newest revisions, and of nothing else."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from tests.review.world import World, build
from workflow.drafting import latest as module
from workflow.drafting.latest import latest

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)


@pytest.fixture
def world(session: Session, now: datetime) -> World:
    return build(session, now)


def found(world: World) -> dict[str, tuple[int, str]]:
    rows = world.session.execute(latest(world.edition.id)).all()
    return {key: (number, author) for key, number, author, _ in rows}


def test_the_first_text_was_changed_by_nobody(world: World) -> None:
    assert found(world) == {}


def test_each_clause_has_its_own_last_change(world: World, now: datetime) -> None:
    world.revise(now + HOUR, term="3. Term\n\nTwo years.")
    world.revise(now + 2 * HOUR, duties="2. Duties\n\nNone.")
    world.revise(now + 3 * HOUR, new="4. New")
    world.revise(now + 4 * HOUR, duties="2. Duties\n\nSome.", purpose=None)
    assert found(world) == {"term": (2, "Dana"), "duties": (5, "Dana"), "new": (4, "Dana")}
    (at,) = [at for key, *_, at in world.session.execute(latest(world.edition.id)) if key == "new"]
    assert at == now + 3 * HOUR


def test_old_news_is_left_out(world: World, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BACK", 2)
    world.revise(now + HOUR, term="3. Term\n\nTwo years.")
    for hour in range(2, 5):
        world.revise(now + hour * HOUR, duties=f"2. Duties\n\n{hour} visits.")
    assert found(world) == {"duties": (5, "Dana")}
