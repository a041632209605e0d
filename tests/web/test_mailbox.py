"""The mailbox of the embedded default: letters as text, the newest first; absent where there is a mail server."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from tests.web.conftest import HOST
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.settings import Settings
from workflow.web import mailbox
from workflow.web.app import create_app


def put(folder: Path, name: str, to: str, words: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    letter = EmailMessage()
    letter["To"], letter["Subject"], letter["From"] = to, f"About {words}", "countersign@localhost"
    letter["Date"] = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)
    letter.set_content(words)
    letter.add_attachment(b"{}", maintype="application", subtype="json", filename=f"{name}<.json")
    (folder / f"{name}.eml").write_bytes(bytes(letter))


@pytest.fixture
def visit(database: Database, settings: Settings, now: datetime) -> Callable[..., Any]:
    def look(address: str, **changes: Any) -> Any:
        app = create_app(replace(settings, **changes), database, FixedClock(now), rooms=[mailbox.doors])

        async def from_here(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "client": ("127.0.0.1", 1)}, receive, send)

        client: TestClient[Any] = TestClient(from_here, base_url=HOST)
        return client.get(address)

    return look


def test_the_newest_letter_comes_first_and_one_address_can_be_asked_for(
    visit: Callable[..., Any], settings: Settings
) -> None:
    put(settings.data / "mailbox", "1", "ana@example.org", "the older <b>")
    put(settings.data / "mailbox", "2", "ben@example.org", "the newer")
    page = visit("/mailbox").text
    assert page.index("the newer") < page.index("the older &lt;b&gt;")
    assert "the newer" not in visit("/mailbox?to=ana@example.org").text
    assert "With it: 2&lt;.json" in page


def test_it_turns_its_pages_and_says_when_each_letter_was_sent(
    visit: Callable[..., Any], settings: Settings
) -> None:
    for number in range(mailbox.PAGE + 1):
        put(settings.data / "mailbox", f"{number:03}", "ana@example.org", f"letter {number}")
    assert "Tuesday 12 May 2026, 10:00 Pacific" in visit("/mailbox").text
    assert "letter 0<" not in visit("/mailbox").text and "page=2" in visit("/mailbox").text
    assert "letter 0<" in visit("/mailbox?page=2&to=ana%40example.org").text


@pytest.mark.parametrize(
    "changes", [{"smtp_url": "smtp://mail.example:25"}, {"public_url": "https://mou.example.gov"}]
)
def test_where_letters_are_really_sent_there_is_no_such_page(
    visit: Callable[..., Any], changes: dict[str, str]
) -> None:
    assert visit("/mailbox", **changes).status_code == 404
