"""A clerk in a browser types a vote, corrects a slip on the page that asks her to check it, and records it with her key."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.test_page import Room, ready, refused
from workflow.adapters.templates import day
from workflow.evidence.canonical import b64u
from workflow.parties.queries import local_day
from workflow.signing.models import Adoption

AXE = Axe()
FILE = b"%PDF-1.7 the minutes"
CHECK = "Check it"
RECORD = "Record the vote with my key"


class Chamber(Room):
    """A room whose text a board adopts."""

    def build(self, session, at):
        return worlds.build(session, origin=self.service.url, at=at, body=True)


@pytest.fixture
def room(served, settings, database, visitor):
    return Chamber(served(settings), visitor)


def typed(page, **more):
    """What the clerk takes from the minutes."""
    today = local_day("America/Los_Angeles", datetime.now(UTC))
    said = {
        "meeting": today.isoformat(),
        "item": "7b",
        "resolution": "2026-13",
        "yes": "5",
        "no": "2",
        "abstain": "1",
    }
    for name, words in (said | more).items():
        page.fill(f"#f-{name}", words)
    return today


def test_a_slip_is_seen_and_mended_before_the_key_is_asked(room):
    page = (person := room.come("clerk")).page
    page.get_by_role("link", name="Record the vote").click()
    met = typed(page)
    page.set_input_files(
        "#f-file", files=[{"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": FILE}]
    )
    page.get_by_role("button", name=CHECK).click()
    ready(page)
    said = page.locator("dl.facts").first.inner_text()
    for words in (day(met), "7b", "2026-13", "5 for, 2 against, 1 abstaining", sha256(FILE).hexdigest()):
        assert words in said
    page.get_by_role("link", name="Change resolution").click()
    assert [page.input_value(f"#f-{name}") for name in ("item", "resolution", "yes", "no", "abstain", "minutes")] == [
        "7b", "2026-13", "5", "2", "1", sha256(FILE).hexdigest(),
    ]  # fmt: skip
    page.fill("#f-resolution", "2026-31")
    page.get_by_role("button", name=CHECK).click()
    assert room.rows(select(Adoption)) == []
    ready(page)
    page.get_by_role("button", name=RECORD).click()
    page.locator(
        ".tasks", has_text=f"Adopted on {day(met)}, 2026-31 (7b), vote 5 to 2, 1 abstaining"
    ).wait_for()
    (row,) = room.rows(select(Adoption))
    assert (row.resolution, row.minutes) == ("2026-31", b64u(sha256(FILE).digest()))
    assert person.said == []


def test_the_form_and_both_checks_are_accessible_and_fit_a_phone(room):
    page = room.come("clerk").page
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("link", name="Record the vote").click()
    for votes in ({}, {"yes": "2", "no": "5"}):
        typed(page, **votes)
        fits(page)
        page.get_by_role("button", name=CHECK).click()
        page.get_by_role("heading", name="Check what you record").wait_for()
        fits(page)
        page.get_by_role("link", name="Change votes").click()


def fits(page):
    """Whether axe finds nothing, and nothing is wider than the screen."""
    report = AXE.run(page)
    assert report.violations_count == 0, report.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_cannot_be_is_said_in_the_form_and_what_was_typed_comes_back(room):
    page = room.come("clerk").page
    page.get_by_role("link", name="Record the vote").click()
    typed(page, meeting="2019-05-14")
    page.get_by_role("button", name=CHECK).click()
    page.get_by_text("so the meeting cannot have voted on it. Check the date.").first.wait_for()
    assert [page.input_value(f"#f-{name}") for name in ("meeting", "resolution", "yes")] == ["2019-05-14", "2026-13", "5"]  # fmt: skip


def test_a_vote_that_failed_is_checked_and_recorded_without_a_key(room):
    page = (person := room.come("clerk")).page
    page.get_by_role("link", name="Record the vote").click()
    met = typed(page, yes="2", no="5")
    page.get_by_role("button", name=CHECK).click()
    page.locator(
        "p.lead", has_text="By these votes Springfield School Board did not adopt this text."
    ).wait_for()
    assert page.get_by_role("button", name=RECORD).count() == 0 and page.locator("#signing-data").count() == 0
    page.get_by_role("link", name="Change votes").click()
    assert [page.input_value(f"#f-{name}") for name in ("yes", "no")] == ["2", "5"]
    page.get_by_role("button", name=CHECK).click()
    page.get_by_role("button", name="Record that it was not adopted").click()
    page.locator(
        "p.lead", has_text=f"did not adopt this text on {day(met)}. Nothing can be signed on it."
    ).wait_for()
    assert (
        "vote 2 to 5, 1 abstaining. Recorded by Clerk Example, Clerk, without a key."
        in page.locator(".banner").first.inner_text()
    )
    assert page.get_by_role("link", name="Record the vote").count() == 0 and person.said == []
    director = room.come("counsel").page
    assert director.locator(".banner").get_by_role("link", name="reopen the text with a reason").count() == 1


@pytest.mark.parametrize(("change", "words"), [
    ("() => { document.querySelectorAll('[data-answer]')[7].textContent = '2026-14' }", "“Resolution 2026-13”"),
    ("() => { document.querySelector('[name=yes]').value = '9' }", "“Votes 9 for, 2 against, 1 abstaining”"),
    ("() => { document.querySelector('.lead').textContent = 'You are about to record a vote for the City.' }", "You are about to record a vote"),
], ids=["a row", "a number beneath it", "another party"])  # fmt: skip
def test_a_check_that_says_something_else_than_is_signed_asks_no_key(room, change, words):
    page = room.come("clerk").page
    page.get_by_role("link", name="Record the vote").click()
    typed(page)
    page.get_by_role("button", name=CHECK).click()
    ready(page).evaluate(change)
    page.get_by_role("button", name=RECORD).click()
    assert words in refused(page)
    assert room.rows(select(Adoption)) == []
