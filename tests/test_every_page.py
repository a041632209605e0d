"""Every page of the service, at four moments of the demo's story, for a director, a chief of police and a stranger.

Each is opened in Chromium on a phone and on a desk: axe finds nothing, nothing is wider than the screen, the console is
silent (so the policy of what a page may load was never broken), there is one heading and a title; and without script it
answers the same and reads the same. A door that is added later has to be named here.

About 90 seconds on an idle machine of two cores: most of it is axe, which looks at every element of a page twice. It is one
test because the story, played once, takes a quarter of that.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.town import Town, running
from tests.rig.chromium import Visitor as Browser
from workflow.adapters.database import Database
from workflow.adapters.doors import Door
from workflow.adapters.settings import Settings
from workflow.core.people import NOBODY
from workflow.core.permissions import may
from workflow.demo import drafting, review, signing
from workflow.demo.troupe import letter_link
from workflow.web.rooms import all_doors

pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)
AXE, AGAIN = Axe(), Axe("void 0")  # the second finds axe on the page, which is half the time
FILES = {
    "/signing-events/{event_id:str}/receipts/{slot:str}", "/signing-events/{event_id:str}/version", "/editions/{edition_id:str}/comments.csv", "/editions/{edition_id:str}/version", "/mou/{slug:str}/feed.atom",
    "/editions/{edition_id:str}/notes.csv", "/editions/{edition_id:str}/acknowledgements.csv", "/editions/{edition_id:str}/comments.json", "/editions/{edition_id:str}/comments.xlsx", "/editions/{edition_id:str}/comments.docx",
    "/editions/{edition_id:str}/exhibits/{name:str}", "/editions/{edition_id:str}/text.txt", "/feed.atom", "/sitemap.xml",
    "/editions/{edition_id:str}/text.md", "/signing-events/{event_id:str}/packet.pdf", "/log/checkpoint", "/log/key", "/log/policy", "/log/scripts", "/log/tlog-policy", "/log/tile/{address:path}",
    "/mou/{slug:str}/{edition:str}/quotes/{clause:str}", "/editions/{edition_id:str}/private.json",
    "/signing-events/{event_id:str}/paper/{slot:str}/sheet.pdf", "/signing-events/{event_id:str}/paper/{slot:str}/scan",
    "/verify.html", "/mou/{slug:str}/{edition:str}/comments.csv", "/mou/{slug:str}/{edition:str}/comments.json", "/log/cosigned",
}  # fmt: skip
"""Doors that answer with a file, not with a page."""

PLACES = {
    "/": ("/", "/?q=nothing+like+it", "/nowhere"),
    "/mou/{slug:str}": ("/mou/{slug}", "/mou/nowhere"),
    "/mou/{slug:str}/{edition:str}": ("/mou/{slug}/1",),
    "/mou/{slug:str}/history": ("/mou/{slug}/history",),
    "/mou/{slug:str}/compare/{span:str}": ("/mou/{slug}/compare/1...1",),
    "/mou/{slug:str}/{edition:str}/comment": ("/mou/{slug}/1/comment", "/mou/{slug}/9/comment"),
    "/mou/{slug:str}/{edition:str}/comment/new": ("/mou/{slug}/1/comment/new",),
    "/mou/{slug:str}/{edition:str}/comment/sent": ("/mou/{slug}/1/comment/sent",),
    "/confirmations/{secret:str}": ("/confirmations/unknown",),
    "/verify": ("/verify",),
    "/sign-in": ("/sign-in",),
    "/links/{secret:str}": ("/links/{link}", "/links/unknown"),
    "/begin/{secret:str}": ("/begin/used",),
    "/demo/people": ("/demo/people",),
    "/mailbox": ("/mailbox", "/mailbox?to=nobody"),
    "/inbox": ("/inbox",),
    "/account": ("/account",),
    "/parties": ("/parties",),
    "/parties/new": ("/parties/new",),
    "/parties/{party_id:str}": ("/parties/{party}",),
    "/parties/{party_id:str}/fingerprint": ("/parties/{party}/fingerprint",),
    "/signer-check": ("/signer-check",),
    "/lost": ("/lost",),
    "/parties/{party_id:str}/absences": ("/parties/{party}/absences",),
    "/parties/{party_id:str}/routes": ("/parties/{party}/routes",),
    "/parties/{party_id:str}/routes/new": ("/parties/{party}/routes/new?like=many-agencies",),
    "/parties/{party_id:str}/routes/{name:str}": (
        "/parties/{party}/routes/ours",
        "/parties/{party}/routes/none",
    ),
    "/parties/{party_id:str}/routes/{name:str}/edit": ("/parties/{party}/routes/ours/edit",),
    "/parties/{party_id:str}/routes/{name:str}/dry-run": ("/parties/{party}/routes/ours/dry-run",),
    "/signing-keys/{key_id:str}": ("/signing-keys/{key}",),
    "/mous": ("/mous",),
    "/mous/new": ("/mous/new",),
    "/editions/{edition_id:str}": ("/editions/{first}", "/editions/{next}"),
    "/editions/{edition_id:str}/threads": (
        "/editions/{first}/threads",
        "/editions/{next}/threads?clause={clause}",
    ),
    "/editions/{edition_id:str}/threads/{number:int}": ("/editions/{first}/threads/1",),
    "/editions/{edition_id:str}/unsent": ("/editions/{first}/unsent", "/editions/{next}/unsent"),
    "/editions/{edition_id:str}/unsent/{unsent_id:str}": ("/editions/{next}/unsent/none",),
    "/editions/{edition_id:str}/window": ("/editions/{first}/window", "/editions/{next}/window"),
    "/editions/{edition_id:str}/window/comments/{number:int}": ("/editions/{first}/window/comments/1",),
    "/editions/{edition_id:str}/comments": ("/editions/{first}/comments", "/editions/{next}/comments"),
    "/editions/{edition_id:str}/suggestions": (
        "/editions/{first}/suggestions",
        "/editions/{next}/suggestions",
    ),
    "/editions/{edition_id:str}/suggestions/new": (
        "/editions/{next}/suggestions/new",
        "/editions/{next}/suggestions/new?clause={clause}",
    ),
    "/editions/{edition_id:str}/suggestions/result": ("/editions/{next}/suggestions/result",),
    "/editions/{edition_id:str}/acknowledgements": ("/editions/{next}/acknowledgements",),
    "/editions/{edition_id:str}/observers": ("/editions/{next}/observers",),
    "/editions/{edition_id:str}/notes": ("/editions/{next}/notes",),
    "/editions/{edition_id:str}/guests": ("/editions/{next}/guests",),
    "/editions/{edition_id:str}/circulation": (
        "/editions/{next}/circulation",
        "/editions/{next}/circulation?route=many-agencies",
    ),
    "/editions/{edition_id:str}/history": ("/editions/{first}/history",),
    "/editions/{edition_id:str}/public-copy": ("/editions/{first}/public-copy",),
    "/editions/{edition_id:str}/renewal": ("/editions/{first}/renewal",),
    "/editions/{edition_id:str}/readiness": ("/editions/{first}/readiness", "/editions/{next}/readiness"),
    "/editions/{edition_id:str}/order": ("/editions/{first}/order", "/editions/{next}/order"),
    "/editions/{edition_id:str}/paper": ("/editions/{first}/paper", "/editions/{next}/paper"),
    "/editions/{edition_id:str}/reopening": ("/editions/{next}/reopening",),
    "/editions/{edition_id:str}/withdrawal": ("/editions/{next}/withdrawal",),
    "/editions/{edition_id:str}/clauses/new": ("/editions/{next}/clauses/new",),
    "/editions/{edition_id:str}/clauses/{key:str}/edit": ("/editions/{next}/clauses/{clause}/edit",),
    "/editions/{edition_id:str}/revisions": ("/editions/{first}/revisions",),
    "/editions/{edition_id:str}/revisions/{number:int}": ("/editions/{first}/revisions/1",),
    "/editions/{edition_id:str}/compare/{span:str}": ("/editions/{first}/compare/1...2",),
    "/editions/{edition_id:str}/import": ("/editions/{next}/import",),
    "/editions/{edition_id:str}/term": ("/editions/{first}/term", "/editions/{next}/term"),
    "/editions/{edition_id:str}/naming": ("/editions/{next}/naming",),
    "/editions/{edition_id:str}/findings": ("/editions/{first}/findings", "/editions/{next}/findings"),
    "/editions/{edition_id:str}/exhibits": ("/editions/{next}/exhibits",),
    "/signing-events/{event_id:str}/paper/{slot:str}": ("/signing-events/{event}/paper/agency-2",),
    "/signing-events/{event_id:str}": ("/signing-events/{event}",),
    "/signing-events/{event_id:str}/votes/{body:str}": ("/signing-events/{event}/votes/body-1",),
    "/signing-events/{event_id:str}/votes/{body:str}/check": ("/signing-events/{event}/votes/body-1/check",),
    "/signing-events/{event_id:str}/correction": ("/signing-events/{event}/correction",),
    "/editions/{edition_id:str}/delegations": (
        "/editions/{first}/delegations",
        "/editions/{next}/delegations",
    ),
}
"""Every other door, with addresses at the end of the story: `first` is published, `next` is being drafted."""

DRAFTING = ("/inbox", "/", "/editions/{first}", "/editions/{first}/readiness")
REVIEWED = (
    "/inbox",
    "/editions/{first}",
    "/editions/{first}/readiness",
    "/editions/{first}/threads/1",
    "/editions/{first}/guests",
)
FROZEN = (
    "/inbox",
    "/editions/{first}",
    "/signing-events/{event}",
    "/editions/{first}/readiness",
    "/editions/{first}/reopening",
)


@dataclass
class Walk:
    """The pages seen so far and what was wrong with them."""

    town: Town
    visitor: Callable[..., Browser]
    seen: int = 0
    wrong: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    """What stood on the pages: one that says the same to another person is measured once."""

    def through(self, part: str, addresses: Iterable[str]) -> None:
        """Open each address as this person; "" is a stranger."""
        browser, plain = self.visitor(reduced_motion="reduce"), self.visitor(java_script_enabled=False)
        if part:
            cookies = [
                {"name": name, "value": value, "url": self.town.address}
                for name, value in self.town[part].http.cookies.items()
            ]
            for one in (browser, plain):
                one.context.add_cookies(cookies)
        for address in addresses:
            found = [
                f"{part or 'stranger'} {address}: {word}" for word in self.look(browser, plain.page, address)
            ]
            self.wrong += found
            self.seen += 1
        browser.close()
        plain.close()

    def look(self, browser: Browser, plain: Page, address: str) -> Iterable[str]:
        """What is wrong with one page."""
        page, url = browser.page, self.town.address + address
        browser.said.clear()
        page.set_viewport_size({"width": WIDTHS[0], "height": 844})
        answer = page.goto(url)
        assert answer
        if answer.status >= 500:
            yield f"status {answer.status}"
        if page.locator("h1").count() != 1 or not page.title().strip():
            yield f"{page.locator('h1').count()} headings, title {page.title()!r}"
        refused = f"the server responded with a status of {answer.status}"
        yield from (said for said in browser.said if answer.ok or refused not in said)
        if (words := page.inner_text("main")) in self.words:
            return
        self.words.add(words)
        without = plain.goto(url)
        assert without
        spare = len(plain.inner_text("main"))
        if without.status != answer.status or abs(len(words) - spare) > max(60, len(words) // 5):
            yield f"{answer.status} and {len(words)} characters, without script {without.status} and {spare}"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                yield f"{wide} wide at {width}"
            report = (AXE if width == WIDTHS[0] else AGAIN).run(page)
            if report.violations_count:
                yield f"at {width}: {report.generate_report()}"


def test_every_page_is_accessible_fits_and_reads_without_script(
    database: Database, settings: Settings, visitor: Callable[..., Browser]
) -> None:
    database.close()
    doors = [door for room in all_doors() for door in room.all]
    named = [door.path for door in doors if door.method == "GET"]
    assert sorted(named) == sorted([*FILES, *PLACES]), "a door is missing here, or is gone"
    with running(replace(settings, waiting_hours=0, tick_seconds=0.05, demo=True)) as town:
        walk = Walk(town, visitor)
        first = {"first": town.has_a_draft()}
        for part in ("director", "chief"):
            walk.through(part, filled(DRAFTING, first))
        review.review(town.troupe, town.edition, town.telling)
        for part in ("director", "agency_counsel"):
            walk.through(part, filled(REVIEWED, first))
        first["event"] = town.event = signing.freeze(town.troupe, town.edition, town.telling)
        for part in ("director", "chief"):
            walk.through(part, filled(FROZEN, first))
        signing.sign(town.troupe, town.event, town.telling)
        town.waits_until_published()
        known = first | a_year_later(town)
        everywhere = list(filled((one for places in PLACES.values() for one in places), known))
        walk.through("director", everywhere)
        walk.through("chief", everywhere)
        walk.through("", filled(open_to_strangers(doors), known))
    print(f"{walk.seen} pages, {len(walk.words)} of them different, at {len(WIDTHS)} widths")
    assert not walk.wrong, "\n".join(walk.wrong)


def filled(addresses: Iterable[str], known: Mapping[str, str]) -> Iterable[str]:
    """The addresses with the ids of the story."""
    return (one.format(**known) for one in addresses)


def open_to_strangers(doors: Iterable[Door]) -> list[str]:
    """What may be read without signing in, and one page that may not: it leads to the sign-in page."""
    public = [
        door.path for door in doors if door.path in PLACES and door.method == "GET" and may(door.act, NOBODY)
    ]
    return [*(place for path in public for place in PLACES[path]), "/inbox"]


def keeps_a_route(town: Town) -> None:
    """The agency keeps a route of its own."""
    town["chief"].post(
        f"/parties/{town.troupe.parties['agency']}/routes", title="Ours", stage_title=["One"], stage_days=["5"],
        lane_stage=["1"], lane_title=["Counsel"], lane_quorum=["all"], lane_each=[""], lane_asks=[""],
        seat_lane=["1-1"], seat=["role:agency:counsel"], step_days=["-1"], step_to=["self"],
    )  # fmt: skip


def a_year_later(town: Town) -> dict[str, str]:
    """The next review has opened; ids and addresses of everything."""
    town.lets_days_pass(280)
    director, principal = town["director"], town["principal"]
    keeps_a_route(town)
    opened = drafting.until(
        lambda: director.get(f"/editions/{town.edition}/renewal")["next"], "nothing opened"
    )
    principal.post("/sign-in", email=principal.email)
    return {
        "next": opened["id"],
        "clause": director.get(f"/editions/{opened['id']}")["clauses"][0]["key"],
        "slug": director.get(f"/editions/{town.edition}")["mou"]["slug"],
        "party": town.troupe.parties["agency"],
        "key": re.findall(r"/signing-keys/(\w{20})", " ".join(town.told))[-1],
        "link": letter_link(principal, "sign-in link").rpartition("/")[2],
    }
