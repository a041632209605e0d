"""No web process sends a public page that is out of date: two processes, both of which have sent the page before."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from tests.conftest import NOW
from tests.publication import kit
from tests.publication.kit import Press
from tests.publication.test_pages import NEXT, Visitor, opened
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history import actions as history
from workflow.parties.models import Party
from workflow.publication.models import Tombstone


@pytest.fixture
def press(database: Database, settings: Settings) -> Press:
    with database.writing() as session:
        made = kit.press(session, settings)
        made.whole_life(NOW)
        made.schedule_review(NOW)
    return made


@pytest.fixture
def web(press: Press) -> Iterator[list[Visitor]]:
    """Visitors of two web processes on one database, each of which keeps the pages of the agreement."""
    with ExitStack() as stack:
        processes = [stack.enter_context(opened(press.settings, NOW)) for _ in range(2)]
        for visitor in processes:
            for path in ("/", f"/mou/{press.slug}", f"/mou/{press.slug}/1", f"/api/v1/mou/{press.slug}"):
                assert visitor.get(path).status_code == 200
        yield processes


def edge(visitor: Visitor) -> Any:
    app: Any = visitor.app
    return app.state.edge


def statements(visitor: Visitor, path: str, **more: Any) -> int:
    """How many statements the process sends for a page."""
    seen: list[str] = []
    event.listen(edge(visitor).database.engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    assert visitor.get(path, **more).status_code == 200
    return len(seen)


def test_an_unchanged_page_costs_one_statement(web: list[Visitor], press: Press) -> None:
    first = web[0].get(f"/mou/{press.slug}")
    assert statements(web[0], f"/mou/{press.slug}") == 1
    assert (
        web[0].get(f"/mou/{press.slug}").content == first.content == web[1].get(f"/mou/{press.slug}").content
    )


def test_what_depends_on_the_asker_is_made_for_the_asker(web: list[Visitor], press: Press) -> None:
    assert statements(web[0], "/", params={"q": "springfield"}) > 1
    assert statements(web[0], f"/mou/{press.slug}", headers={"cookie": "countersign_session=unknown"}) > 1


def test_a_new_edition_is_there_at_once(web: list[Visitor], press: Press, database: Database) -> None:
    with database.writing() as session:
        press.session = session
        press.next_edition(NEXT, NOW)
        press.whole_life(NOW + timedelta(hours=1))
    for visitor in web:
        assert "What changed since edition 1" in visitor.get(f"/mou/{press.slug}").text
        assert "Edition 2 is the current one" in visitor.get(f"/mou/{press.slug}/1").text
        assert visitor.get(f"/api/v1/mou/{press.slug}").json()["number"] == 2


def test_a_withdrawal_counts_at_once(web: list[Visitor], press: Press, database: Database) -> None:
    with database.writing() as session:
        session.add(Tombstone(edition_id=press.world.edition, words="Withdrawn by order of a court.", at=NOW))
    for visitor in web:
        assert visitor.get(f"/mou/{press.slug}").status_code == 410
        assert press.slug not in visitor.get("/").text


def test_an_act_of_a_party_counts_at_once(web: list[Visitor], press: Press, database: Database) -> None:
    with database.writing() as session:
        party = session.get_one(Party, press.world.parties["agency"])
        party.contact = "The front desk, 555-0100"
        history.record(session, EventKind.PARTY_CHANGED, actor=SERVICE, at=NOW, party_id=party.id)
    for visitor in web:
        assert "555-0100" in visitor.get(f"/mou/{press.slug}").text


def test_it_lapses_at_the_midnight_of_its_place(web: list[Visitor], press: Press) -> None:
    eve = datetime(2027, 5, 12, 6, 59, tzinfo=UTC)  # 23:59 in Los Angeles on its last day
    for visitor in web:
        edge(visitor).clock.at = eve
        assert "In force until" in visitor.get(f"/mou/{press.slug}").text
        edge(visitor).clock.at = eve + timedelta(minutes=1)
        assert "Lapsed" in visitor.get(f"/mou/{press.slug}").text


def test_the_days_of_a_review_count_at_once(database: Database, settings: Settings) -> None:
    with database.writing() as session:
        made = kit.press(session, settings)
        made.whole_life(NOW)
    with opened(made.settings, NOW) as visitor:
        assert "The next review begins" not in visitor.get(f"/mou/{made.slug}").text
        with database.writing() as session:
            made.session = session
            made.schedule_review(NOW)
        assert "The next review begins" in visitor.get(f"/mou/{made.slug}").text
