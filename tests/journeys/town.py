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
from workflow.demo.troupe import Troupe, assemble, claim, found_and_enrol
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
    at_a_browser: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

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
        for part, visitor in self.troupe.people.items():
            if part not in self.at_a_browser:
                visitor.sign_in()
                continue
            # Chromium counted the passkey's uses, and this hand would count from nought again.
            visitor.http.cookies.clear()
            visitor.post("/sign-in", email=visitor.email)
            visitor.post(self.unused_link(part).removeprefix(self.address))

    def unused_link(self, part: str) -> str:
        """The link to sign in with that this person was sent and has not used yet."""

        def arrived() -> str:
            letters = self[part].get("/mailbox", to=self[part].email)["letters"]
            links = [link for one in letters for link in one["links"] if "sign-in link" in one["subject"]]
            return next((link for link in links if "/links/" in link and link not in self.used), "")

        self.used.add(found := drafting.until(arrived, f"no link came to {part}"))
        return found

    def waits_until_published(self) -> dict[str, bytes]:
        return signing.published(self.troupe, self.edition, self.telling)

    def signs(self, part: str) -> None:
        """By the API, as the page's script would."""
        offered, place, key = self.about_to_sign(part)
        self[part].post(
            f"/signing-events/{self.event}/signatures/{place}", **self[part].answered(offered, key)
        )

    def recovers(self, part: str, office: str, first: str, second: str) -> str:
        """A new key for somebody who lost every other, through two people; returns its page."""
        page = claim(self.troupe, part, office)
        self.are_two(page, first, second)
        return page

    def are_two(self, page: str, first: str, second: str) -> None:
        """Two registrars sign the recovery of this key."""
        names = {name.partition(",")[0]: key for key, name in self[first].get(page)["recovery"]["can_begin"]}
        keys = [self[who].keys[self.troupe.appointments[who, "registrar"]] for who in (first, second)]
        begun = self[first].ceremony(
            f"{page}/recovery", keys[0], second=names[self[second].name], checked="We met in the office."
        )
        self[second].ceremony(f"/recoveries/{begun['recovery']}/confirmation", keys[1])

    def waits_until_it_counts(self, part: str, page: str) -> None:
        """Three days and a bit later the service notices by itself."""
        self.lets_days_pass(4)
        drafting.until(lambda: self[part].get(page)["key"]["state"] == "vouched", "the key does not count")

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
        self.at_a_browser.add(part)
        self.brings(browser, visitor, "")
        browser.page.goto(f"{self.address}/sign-in")
        browser.page.get_by_role("button", name="passkey").click()
        browser.page.wait_for_url("**/inbox")
        for appointment in filter(None, visitor.keys):
            self.brings(browser, visitor, appointment)
        return browser

    def brings(self, browser: Browser, visitor: Visitor, name: str) -> None:
        """Has one more passkey at hand: the one for signing in (no name), or that of an appointment."""
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
