"""A town with a district, a police department and a running service: what the journeys are told in.

Its people act through HTTP or through Chromium, never past the service. Its clock can be moved.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.resources import files

from tests.rig.chromium import Visitor as Browser
from workflow import service
from workflow.adapters.clock import MovableClock
from workflow.adapters.settings import Settings
from workflow.demo import drafting, review, signing
from workflow.demo.names import sides
from workflow.demo.show import DEFAULT_TEXT
from workflow.demo.telling import Telling
from workflow.demo.troupe import Troupe, assemble, found_and_enrol
from workflow.demo.visitor import Visitor

TEXT = (files("workflow.demo") / "texts" / DEFAULT_TEXT).read_bytes()


@dataclass
class Town:
    """The service, its people, and what they do, in their own words."""

    address: str
    troupe: Troupe
    clock: MovableClock
    telling: Telling
    told: list[str] = field(default_factory=list)
    edition: str = ""
    event: str = ""

    def __getitem__(self, part: str) -> Visitor:
        return self.troupe[part]

    # given

    def has_a_draft(self) -> str:
        self.edition = drafting.start(self.troupe, DEFAULT_TEXT, TEXT, self.telling)
        drafting.complete(self.troupe, self.edition, self.telling)
        return self.edition

    def has_a_reviewed_draft(self) -> str:
        self.has_a_draft()
        review.review(self.troupe, self.edition, self.telling)
        return self.edition

    def has_a_frozen_text(self) -> str:
        self.has_a_reviewed_draft()
        self.event = signing.freeze(self.troupe, self.edition, self.telling)
        return self.event

    def has_a_published_agreement(self) -> dict[str, bytes]:
        self.has_a_frozen_text()
        signing.sign(self.troupe, self.event, self.telling)
        return self.waits_until_published()

    # when

    def lets_days_pass(self, days: int) -> None:
        self.clock.move(timedelta(days=days))
        for visitor in self.troupe.people.values():
            visitor.sign_in()

    def waits_until_published(self) -> dict[str, bytes]:
        return signing.published(self.troupe, self.edition, self.telling)

    def signs(self, part: str) -> None:
        """By the API, as the page's script would."""
        offered, place, key = self.about_to_sign(part)
        self[part].post(
            f"/signing-events/{self.event}/signatures/{place}", **self[part].answered(offered, key)
        )

    def about_to_sign(self, part: str) -> tuple:
        visitor = self[part]
        place = visitor.get(f"/signing-events/{self.event}")["mine"]["place"]
        offered = visitor.post(f"/signing-events/{self.event}/offers", decision="approval", place=place)
        return {**offered, "ceremony": "get"}, place, visitor.keys[self.troupe.appointments[part, part]]

    # then

    def status(self, edition: str = "") -> str:
        return self["director"].get(f"/editions/{edition or self.edition}")["edition"]["status"]

    def page(self, path: str) -> str:
        """What a stranger reads there."""
        with contextlib.closing(Visitor(self.address)) as stranger:
            return stranger.bytes_of(path).decode()

    def letters_to(self, part: str) -> list[str]:
        return [letter["subject"] for letter in self[part].get("/mailbox", to=self[part].email)["letters"]]

    def words_to(self, part: str) -> str:
        """The words of all letters to this person, on one line: a day's letter tells several things."""
        letters = self[part].get("/mailbox", to=self[part].email)["letters"]
        return " ".join(" ".join(letter["text"] for letter in letters).split())

    # at a browser

    def sits_down(self, part: str, browser: Browser) -> Browser:
        """Signs in with the passkey for that; then the signing keys are at hand too.

        In this order, because a virtual authenticator does not ask which of its passkeys is meant.
        """
        visitor = self[part]
        self._brings(browser, visitor, "")
        browser.page.goto(f"{self.address}/sign-in")
        browser.page.get_by_role("button", name="passkey").click()
        browser.page.wait_for_url("**/inbox")
        for appointment in filter(None, visitor.keys):
            self._brings(browser, visitor, appointment)
        return browser

    def _brings(self, browser: Browser, visitor: Visitor, name: str) -> None:
        key, handle = visitor.keys[name], name or visitor.person
        browser.add_passkey(key.credential_id, key.private_bytes(), rp_id="localhost", user=handle)


@contextlib.contextmanager
def running(settings: Settings, before: Troupe | None = None) -> Iterator[Town]:
    """The service on these settings, with everybody assembled and both sides' records founded.

    `before`: the people of a town whose data these settings are a copy of; they come back and sign in.
    """
    clock, told = MovableClock(), []
    with service.opened(settings, host="127.0.0.1", port=0, clock=clock) as opened:
        link = service.first_link(opened)
        telling = Telling(opened.address, say=told.append)
        troupe = returned(before, opened.address) if before else Troupe(opened.address, sides(TEXT.decode()))
        with service.in_background(opened), contextlib.closing(troupe):
            if before:
                for visitor in troupe.people.values():
                    visitor.sign_in()
            else:
                assemble(troupe, link, telling)
                found_and_enrol(troupe, telling)
            yield Town(opened.address, troupe, clock, telling, told)


def returned(before: Troupe, address: str) -> Troupe:
    """The same people with the same keys, at a new address."""
    people = {
        part: Visitor(address, old.name, old.email, old.person, keys=dict(old.keys))
        for part, old in before.people.items()
    }
    return replace(before, address=address, people=people)
