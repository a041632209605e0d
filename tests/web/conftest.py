"""The shell around a room of the tests' own (tests/web/room.py), on a real database."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader
from litestar import Litestar
from litestar.testing import TestClient

from tests.web import room
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.core.ids import new_id
from workflow.parties.models import Party, Person, WebSession
from workflow.parties.sessions import token_hash
from workflow.web.app import create_app
from workflow.web.sessions import ABSOLUTE

HOST = "http://127.0.0.1:8000"


@dataclass
class House:
    """The application, its parts, and browsers that visit it."""

    app: Litestar
    database: Database
    clock: FixedClock
    settings: Settings

    def client(self, address: str = "203.0.113.7", base_url: str = HOST) -> TestClient[Any]:
        """A browser with its own cookies, at that network address. It follows no redirects."""

        async def from_there(scope: Any, receive: Any, send: Any) -> None:
            await self.app({**scope, "client": (address, 4711)}, receive, send)

        made: TestClient[Any] = TestClient(from_there, base_url=base_url)
        made.follow_redirects = False
        return made

    def session(self, name: str = "Ana Ruiz", **more: Any) -> str:
        """A signed-in session's token, for a person made for it."""
        token, now = f"token-of-{new_id()}", self.clock.now()
        person = Person(name=name, email=f"{new_id()}@example.org", created=now)
        with self.database.writing() as session:
            session.add(person)
            session.flush()
            row = {"created": now, "seen": now, "expires": now + ABSOLUTE, **more}
            session.add(WebSession(token_hash=token_hash(token), person_id=person.id, **row))
        return token

    def signed_in(self, **more: Any) -> TestClient[Any]:
        """A browser of somebody who has signed in."""
        client = self.client()
        client.cookies.set("countersign_session", self.session(**more), domain="127.0.0.1")
        return client

    def parties(self) -> list[Party]:
        from sqlmodel import select

        with self.database.reading() as session:
            return list(session.exec(select(Party).order_by(Party.legal_name)).all())


def hidden(page: str, name: str) -> str:
    """The value of a hidden field in a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no hidden field {name}"
    return found[1]


@pytest.fixture
def house(database: Database, settings: Settings, now: datetime) -> House:
    make = build(database, settings, now)
    return make()


def build(database: Database, settings: Settings, now: datetime) -> Callable[..., House]:
    """A function that builds the house with some settings changed."""

    def make(**changes: Any) -> House:
        here, clock = replace(settings, **changes), FixedClock(now)
        app = create_app(here, database, clock, rooms=[room.doors])
        env = app.state.edge.views.env
        assert env.loader
        env.loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent / "templates"), env.loader])
        return House(app, database, clock, here)

    return make


@pytest.fixture
def build_house(database: Database, settings: Settings, now: datetime) -> Callable[..., House]:
    return build(database, settings, now)
