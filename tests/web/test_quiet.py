"""A poll is answered from memory while nothing happened to its edition, and goes the whole way as soon as anything did."""

from datetime import datetime
from typing import Any

import pytest

from tests.review.world import World, build
from tests.rig.loops import finished
from workflow.adapters.database import Database
from workflow.review import actions
from workflow.web.quiet import LOOK_EVERY, REMEMBER, Quiet, asked_about

pytestmark = pytest.mark.both_databases


class Whole:
    """The application behind: answers with the mark it is given, and counts."""

    def __init__(self) -> None:
        self.asked, self.status, self.mark = 0, 200, b'"one"'

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.asked += 1
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"etag", self.mark)]})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


class Page:
    """An open page: one cookie, one edition, the mark it was told last."""

    def __init__(self, quiet: Quiet, edition: str, cookie: bytes = b"a=1") -> None:
        self.quiet, self.edition, self.cookie, self.mark = quiet, edition, cookie, b""

    def poll(self) -> int:
        said: list[Any] = []

        async def send(message: Any) -> None:
            said.append(message)

        headers = [(b"cookie", self.cookie), (b"if-none-match", self.mark)]
        scope = {
            "type": "http",
            "method": "GET",
            "path": f"/editions/{self.edition}/version",
            "headers": headers,
        }
        finished(self.quiet(scope, None, send))
        self.mark = dict(said[0]["headers"])[b"etag"]
        return said[0]["status"]


class Street:
    def __init__(self, database: Database, now: datetime) -> None:
        self.database, self.at, self.time, self.whole = database, now, 0.0, Whole()
        with database.writing() as session:
            self.worlds: list[World] = [build(session, now, suffix=f"-{n}") for n in range(2)]
            self.editions = [world.edition.id for world in self.worlds]
        self.quiet = Quiet(self.whole, database, lambda: self.time)

    def happens(self, n: int) -> None:
        with self.database.writing() as session:
            self.worlds[n].session = session
            actions.circulate(session, self.worlds[n].actor("dana"), self.editions[n], at=self.at)


@pytest.fixture
def street(database: Database, now: datetime) -> Street:
    return Street(database, now)


def test_who_knows_the_mark_is_told_at_once_that_nothing_happened(street: Street) -> None:
    page = Page(street.quiet, street.editions[0])
    assert [page.poll() for _ in range(5)] == [200, 304, 304, 304, 304]
    assert street.whole.asked == 1


def test_an_event_leads_back_to_the_whole_way_and_only_on_its_edition(street: Street) -> None:
    pages = [Page(street.quiet, edition) for edition in street.editions]
    for page in pages:
        page.poll()
    street.happens(0)
    street.time += LOOK_EVERY + 0.1
    assert [page.poll() for page in pages] == [200, 304]
    assert pages[0].poll() == 304


def test_another_cookie_and_another_mark_go_the_whole_way(street: Street) -> None:
    page, stranger = Page(street.quiet, street.editions[0]), Page(street.quiet, street.editions[0], b"a=2")
    page.poll()
    stranger.mark = page.mark
    stranger.poll()
    assert street.whole.asked == 2
    page.mark = b'"other"'
    page.poll()
    assert street.whole.asked == 3


def test_a_refusal_is_never_remembered(street: Street) -> None:
    street.whole.status = 401
    page = Page(street.quiet, street.editions[0])
    assert [page.poll(), page.poll()] == [401, 401]


def test_even_a_silent_page_goes_the_whole_way_now_and_then(street: Street) -> None:
    page = Page(street.quiet, street.editions[0])
    page.poll()
    street.time += REMEMBER + 1
    assert page.poll() == 200


def test_a_database_that_is_away_is_no_reason_to_say_nothing_happened(street: Street) -> None:
    page = Page(street.quiet, street.editions[0])
    page.poll()
    street.quiet._look = lambda session: 1 / 0
    street.time += LOOK_EVERY + 0.1
    assert page.poll() == 200


@pytest.mark.parametrize(
    ("method", "path", "edition"),
    [("GET", "/editions/abc/version", "abc"), ("POST", "/editions/abc/version", ""), ("GET", "/editions/abc", ""),
     ("GET", "/api/v1/editions/abc/version", ""), ("GET", "/editions/abc/version/x", "")],
)  # fmt: skip
def test_only_the_version_address_is_meant(method: str, path: str, edition: str) -> None:
    assert asked_about({"type": "http", "method": method, "path": path}) == edition
