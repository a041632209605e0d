"""People who have never seen the service, each with a phone of their own: they walk only what pages and letters show them."""

import contextlib
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.rig.chromium import Visitor as Browser
from workflow import service
from workflow.adapters.clock import MovableClock
from workflow.adapters.settings import Settings
from workflow.demo.visitor import Visitor

PHONE = {"width": 390, "height": 844}
PATIENCE = 30


@dataclass
class Newcomer:
    """Somebody with an address, a phone and the letters that come."""

    name: str
    email: str
    phone: Browser
    read: set[str] = field(default_factory=set)
    mail: Visitor | None = None

    @property
    def page(self) -> Page:
        return self.phone.page

    def says(self) -> str:
        """What stands on the page; nothing is wider than the phone."""
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], self.page.url
        return self.page.inner_text("main")

    def follows(self, words: str) -> str:
        """Taps a link that the page shows."""
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()
        return self.says()

    def presses(self, words: str) -> str:
        """Presses a button; the page that follows is read."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words).first.click()
        return self.says()

    def fills(self, **fields: str) -> None:
        """Writes into the fields that have these labels, underscores read as spaces."""
        for label, words in fields.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(words)

    def letter(self, subject: str) -> dict[str, Any]:
        """The newest unread letter with this in its subject, as soon as it has come."""
        assert self.mail
        deadline = time.monotonic() + PATIENCE
        seen: list[str] = []
        while time.monotonic() < deadline:
            found = self.mail.get("/mailbox", to=self.email)["letters"]
            seen = [letter["subject"] for letter in found]
            for letter in found:
                if subject in letter["subject"] and letter["name"] not in self.read:
                    self.read.add(letter["name"])
                    return dict(letter)
            time.sleep(0.1)
        raise AssertionError(f"no letter about {subject!r} came to {self.name}; there are {seen}")

    def opens_letter(self, subject: str) -> str:
        """Opens the link of a letter."""
        self.page.goto(self.letter(subject)["links"][0])
        return self.says()

    def adds_a_passkey(self) -> None:
        self.presses("Add a passkey")

    def comes_in(self) -> None:
        """By the invitation, which says what for."""
        said = self.opens_letter("Invitation from")
        assert re.search(r"(Registrar|Superintendent|Chief of Police|Administrator), Springfield", said)
        self.presses("Accept the invitation")
        self.adds_a_passkey()

    def invites(self, name: str, email: str, office: str) -> None:
        """On the party's page, which confirms it."""
        self.page.locator("summary", has_text="Invite a person").click()
        self.fills(Name=name, **{"E-mail_address_at_work": email})
        self.page.get_by_label("Office or post").first.select_option(label=office)
        said = self.presses("Invite")
        assert f"{name} is invited as {office}." in said and "NOT YET ACCEPTED" in said.upper()

    def makes_a_key(self) -> None:
        """From the inbox, where it says so."""
        self.follows("Inbox")
        self.page.get_by_text("Make your signing key as").wait_for()
        self.page.locator("li", has_text="Make your signing key as").get_by_role("link").click()
        self.presses("Make a signing key for this office")
        self.presses("Make the key")

    def words_of_the_key(self) -> str:
        found = re.search(r"Twelve words of this key:\s*((?:\w+ ){11}\w+)", self.says())
        assert found
        return found.group(1)


@dataclass
class Place:
    """An empty service."""

    address: str
    first_link: str
    clock: MovableClock
    come: Callable[..., Newcomer]


@contextlib.contextmanager
def empty_service(settings: Settings, visitor: Callable[..., Browser]) -> Iterator[Place]:
    clock = MovableClock()
    with service.opened(settings, host="127.0.0.1", port=0, clock=clock) as opened:
        link = service.first_link(opened)
        with service.in_background(opened), contextlib.closing(Visitor(opened.address)) as mail:

            def come(name: str, email: str, **phone_of: bool) -> Newcomer:
                phone = visitor(viewport=PHONE, reduced_motion="reduce", **phone_of)
                phone.page.set_default_timeout(PATIENCE * 1000)
                return Newcomer(name, email, phone, mail=mail)

            yield Place(opened.address, link, clock, come)
