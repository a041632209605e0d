"""The window over HTTP, as strangers meet it: words stay words, addresses stay away, one form counts once, tries are counted."""

import contextlib
import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from sqlmodel import select

from tests.review import world as worlds
from tests.review.window.hall import NUMBER, SLUG, announced, confirmed
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.parties import sessions
from workflow.review import actions as review
from workflow.review.window import judging, speaking
from workflow.review.window.models import PublicComment
from workflow.web.sessions import cookie_name

HERE = f"/mou/{SLUG}/{NUMBER}"
PAYLOADS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "</textarea><svg onload=alert(1)>",
    "{{ 7*7 }}", "https://evil.example/\"onmouseover=\"alert(1)",
]  # fmt: skip


class Hall:
    """A served service with a window, its director and any number of strangers."""

    def __init__(self, service: Any) -> None:
        self.service, now = service, datetime.now(UTC)
        self.clients: list[httpx.Client] = []
        with service.database.writing() as session:
            self.world = worlds.build(session, now)
            review.circulate(session, self.world.actor("dana"), self.world.edition.id, at=now)
            announced(self.world, notice=" ".join(PAYLOADS), closes=f"{now.year + 1}-01-01T00:00")
            self.token = sessions.begin(session, self.world.who["dana"], at=now, by_passkey=True)
            self.who = self.world.who["dana"]

    def stranger(self) -> httpx.Client:
        return self._comes(httpx.Client(base_url=self.service.url))

    def director(self) -> httpx.Client:
        cookies = {cookie_name(self.service.settings): self.token}
        return self._comes(httpx.Client(base_url=self.service.url, cookies=cookies))

    def _comes(self, client: httpx.Client) -> httpx.Client:
        self.clients.append(client)
        return client

    def close(self) -> None:
        for client in self.clients:
            client.close()

    def send(self, client: httpx.Client, page: str, action: str, **form: str) -> httpx.Response:
        """As the page's own form would be sent."""
        shown = client.get(page).text
        hidden = dict(re.findall(r'name="(csrf|once)" value="([^"]*)"', shown))
        return client.post(action, data={**hidden, **form}, headers={"Origin": self.service.url})

    def link(self) -> str:
        with self.service.database.writing() as session:
            row = session.exec(select(PublicComment).where(PublicComment.state == "pending")).one()
            return f"/confirmations/{speaking.issue_link(session, row.id, at=datetime.now(UTC))}"

    def rows(self) -> list[PublicComment]:
        with self.service.database.reading() as session:
            return list(session.exec(select(PublicComment)))


@pytest.fixture
def hall(served: Callable[..., Any], settings: Settings, database: Database) -> Iterator[Hall]:
    with contextlib.closing(Hall(served(settings))) as opened:
        yield opened


def comment(hall: Hall, client: httpx.Client, **more: str) -> httpx.Response:
    form = {"clause": "duties", "words": "Who tells us?", "name": "", "email": "pat@example.org"} | more
    return hall.send(client, f"{HERE}/comment/new?clause=duties", f"{HERE}/comments", **form)


def test_nothing_that_was_typed_becomes_markup_and_no_address_a_link(hall: Hall) -> None:
    with hall.service.database.writing() as session:
        world = hall.world
        world.session, world.now = session, datetime.now(UTC)
        for n, words in enumerate(PAYLOADS, 1):
            confirmed(world, f"Payload {n}: {words}", name=words, wants_answer=True)
            judging.answer(
                session, world.actor("dana"), world.edition.id, n, value="rejected", words=words, at=world.now
            )
        judging.moderate(
            session,
            world.actor("dana"),
            world.edition.id,
            2,
            act="hide",
            reason="threat",
            words=PAYLOADS[0],
            at=world.now,
        )
    desk = f"/editions/{hall.world.edition.id}/window"
    for client, path in (
        (hall.stranger(), f"{HERE}/comment"),
        (hall.stranger(), f"{HERE}/comment/new?clause=duties"),
        (hall.director(), desk),
        (hall.director(), f"{desk}/comments/1"),
        (hall.director(), f"{desk}/comments/2"),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        for words in PAYLOADS[:2] + PAYLOADS[3:4]:
            assert words not in answer.text, (path, words)
        assert not re.search(r'href="[^"]*(evil|javascript)', answer.text) and "49" not in re.findall(
            r"Payload 5: (\d+)", answer.text
        )
        assert "pat@example.org" not in answer.text
    assert html.escape(PAYLOADS[0], quote=False) in hall.stranger().get(f"{HERE}/comment").text


def test_a_stranger_comments_confirms_and_is_shown_without_any_cookie(hall: Hall) -> None:
    client = hall.stranger()
    sent = comment(hall, client, name="Pat Lee")
    assert (sent.status_code, sent.headers["location"]) == (303, f"{HERE}/comment/sent")
    assert client.get(f"{HERE}/comment/sent").status_code == 200
    link = hall.link()
    for look in (client.get, client.head, client.get):
        assert look(link).status_code == 200
    assert hall.rows()[0].state == "pending"
    done = hall.send(client, link, link)
    assert done.headers["location"] == f"{HERE}/comment?after=0#comment-1"
    again = hall.send(client, link, link)
    assert again.status_code == 409 and "Each link works once" in again.text
    for path in (
        f"{HERE}/comment",
        f"/api/v1{HERE}/comment",
        f"{HERE}/comments.csv",
        f"{HERE}/comments.json",
    ):
        answer = hall.stranger().get(path)
        assert answer.status_code == 200 and "Who tells us?" in answer.text and "pat@" not in answer.text
        assert "set-cookie" not in answer.headers


def test_a_form_sent_twice_is_one_comment_and_one_from_elsewhere_none(hall: Hall) -> None:
    client = hall.stranger()
    hidden = dict(re.findall(r'name="(csrf|once)" value="([^"]*)"', client.get(f"{HERE}/comment/new").text))
    form = {**hidden, "words": "Once.", "email": "pat@example.org"}
    for _ in range(2):
        assert (
            client.post(f"{HERE}/comments", data=form, headers={"Origin": hall.service.url}).status_code
            == 303
        )
    assert (
        client.post(f"{HERE}/comments", data=form, headers={"Origin": "https://evil.example"}).status_code
        == 403
    )
    assert [row.words for row in hall.rows()] == ["Once."]


def test_what_is_refused_comes_back_with_what_was_typed(hall: Hall) -> None:
    answer = comment(hall, hall.stranger(), words="Kept words.", email="nobody")
    assert (
        answer.status_code == 422
        and "Kept words." in answer.text
        and "This is not an e-mail address" in answer.text
    )
    assert hall.rows() == []


def test_tries_are_counted_by_mailbox(hall: Hall) -> None:
    client = hall.stranger()
    answers = [comment(hall, client, words=f"Opinion {n}.").status_code for n in range(11)]
    assert answers == [303] * 10 + [429]
    assert comment(hall, client, email="other@example.org").status_code == 303


def test_a_megabyte_is_refused(hall: Hall) -> None:
    assert comment(hall, hall.stranger(), words="x" * 1_000_000).status_code == 413
    assert hall.rows() == []


def test_the_desk_is_closed_to_strangers(hall: Hall) -> None:
    desk = f"/editions/{hall.world.edition.id}/window"
    assert hall.stranger().get(desk).status_code == 303
    for path in (
        desk,
        f"{desk}/extension",
        f"{desk}/cancellation",
        f"{desk}/comments/1/moderation",
        f"{desk}/comments/1/answers",
    ):
        answer = hall.send(hall.stranger(), "/sign-in", path, words="x", closes="2027-01-01T00:00")
        assert answer.status_code in (303, 401, 403), path


def test_the_director_runs_it_by_its_forms(hall: Hall) -> None:
    client, desk = hall.director(), f"/editions/{hall.world.edition.id}/window"
    assert hall.send(client, desk, f"{desk}/extension", closes="2020-01-01T00:00").status_code == 422
    later = hall.send(client, desk, f"{desk}/extension", closes=f"{datetime.now(UTC).year + 1}-02-01T00:00")
    assert later.status_code == 303
    assert hall.send(client, desk, f"{desk}/cancellation", words="A page was missing.").status_code == 303
    assert "A page was missing." in hall.stranger().get(f"{HERE}/comment").text
