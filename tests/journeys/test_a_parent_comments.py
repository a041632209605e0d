"""A parent reads the draft on a phone, comments, confirms by the letter, and reads the answer; with and without script."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests.journeys import hands
from tests.journeys.town import Town
from tests.rig.chromium import Visitor as Browser
from workflow.demo import drafting, signing
from workflow.demo.visitor import Unexpected, Visitor

PAT = "pat@example.org"


def days_from_now(town: Town, days: int) -> str:
    """As somebody types it into the form, in the time zone of the agreement."""
    return (
        f"{(town.clock.now() + timedelta(days=days)).astimezone(ZoneInfo('America/New_York')):%Y-%m-%dT%H:%M}"
    )


def letter_to_pat(town: Town, subject: str) -> str:
    """The link in the letter, as soon as it has come."""
    with contextlib.closing(Visitor(town.address)) as anybody:
        found = drafting.until(
            lambda: next(
                (
                    letter["links"][0]
                    for letter in anybody.get("/mailbox", to=PAT)["letters"]
                    if subject in letter["subject"]
                ),
                "",
            ),
            f"no letter about {subject!r} came",
        )
    return str(found)


def goes(page: Page, script: bool, role: Any, name: str, nth: int = 0) -> None:
    """By a finger; or by the keyboard alone, where there is no script either."""
    if script:
        page.get_by_role(role, name=name).nth(nth).tap()
    else:
        hands.presses(page, role, name, nth)


@pytest.mark.parametrize("script", [True, False], ids=["touch", "keyboard, no script"])
def test_a_parent_comments(town: Town, visitor: Callable[..., Browser], script: bool) -> None:
    # Given a draft that its reviewers have approved, and that nobody else can read
    edition, director = town.has_a_reviewed_draft(), town["director"]
    address = f"/mou/{director.get(f'/editions/{edition}')['mou']['slug']}/1/comment"
    with pytest.raises(Unexpected):
        town.page(address)
    # When the director opens it for public comment
    director.post(
        f"/editions/{edition}/window", notice="Tell us what you think.", closes=days_from_now(town, 30)
    )
    # Then a parent reads it on a phone, and comments on a clause
    parent = visitor(town.address, java_script_enabled=script, **hands.PHONE)
    page = parent.page
    page.goto(address)
    assert page.get_by_text("draft, not in force").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    goes(page, script, "link", "Comment on clause", 1)
    page.wait_for_url("**/comment/new?clause=*")
    hands.types(page, "Your comment", "Who tells us when our child is questioned?")
    hands.types(page, "Your e-mail address", PAT)
    hands.chooses(page, "Write to me when it is answered")
    goes(page, script, "button", "Send the comment")
    page.wait_for_url("**/comment/sent")
    assert page.locator("h1").inner_text() == "Look into your mail"
    # And nobody sees it until the parent presses the button behind the letter's link
    assert "Who tells us" not in town.page(address)
    link = letter_to_pat(town, "Confirm your comment")
    town.page(link.removeprefix(town.address))
    page.goto(link)
    goes(page, script, "button", "Confirm the comment")
    page.wait_for_url(f"**{address}?after=0#comment-1")
    assert page.get_by_text("Who tells us when our child is questioned?").is_visible()
    assert page.get_by_text("Somebody who gave no name").count() and PAT not in page.content()
    # When the window is over, the text cannot be frozen before everybody has an answer
    with pytest.raises(Unexpected):
        signing.freeze(town.troupe, edition, town.telling)
    town.lets_days_pass(31)
    drafting.until(lambda: town.status() == "in_review", "the window did not close")
    issues = [one["code"] for one in director.get(f"/editions/{edition}/readiness")["issues"]]
    assert issues == ["window.unanswered"]
    director.post(
        f"/editions/{edition}/window/comments/1/answers",
        value="accepted_in_part",
        words="The principal telephones you.",
    )
    # Then the parent gets the answer by letter and reads it beside the comment, and the draft's text is gone again
    page.goto(letter_to_pat(town, "was answered"))
    assert page.get_by_text("The principal telephones you.").is_visible()
    assert not page.get_by_role("link", name="Comment on clause").count()
    town.event = signing.freeze(town.troupe, edition, town.telling)
    assert not parent.said
