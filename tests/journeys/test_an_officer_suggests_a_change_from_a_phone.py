"""An officer in a car reads the draft on a phone, suggests one sentence, and sees what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import hands
from tests.journeys.town import Town
from workflow.demo.drafting import until

WAYS = ("touch", "keyboard", "without script")


def in_review(town: Town) -> str:
    town.has_a_draft()
    town["director"].post(f"/editions/{town.edition}/circulation")
    until(lambda: town["officer"].get("/inbox")["yours"], "the officer has no turn")
    return f"/editions/{town.edition}"


def goes(page: Page, way: str, role: Any, name: str) -> None:
    """Follow a link or press a button: by a finger, or by the keyboard alone."""
    target = page.get_by_role(role, name=name).first
    with page.expect_navigation():
        if way == "keyboard":
            hands.reach(page, target)
            page.keyboard.press("Enter")
        elif way == "touch":
            target.tap()
        else:
            target.click()


def types(page: Page, way: str, label: str, words: str) -> None:
    box = page.get_by_label(label)
    if way == "keyboard":
        hands.types(page, label, words)
    else:
        box.fill(words)


@pytest.mark.parametrize("way", WAYS)
def test_an_officer_suggests_a_change_from_a_phone_and_sees_the_answer(
    town: Town, visitor: Any, way: str
) -> None:
    # Given that the draft is out for review and it is the officer's turn
    path = in_review(town)
    page = hands.at_a_browser(town, visitor, "officer", script=way != "without script", **hands.PHONE)
    page.goto(f"{town.address}/inbox")
    title = town["officer"].get(path)["mou"]["title"]
    goes(page, way, "link", title)
    # When the officer opens a clause, chooses a sentence and rewords it
    clause = max(town["officer"].get(path)["clauses"], key=lambda one: len(one["text"]))
    goes(page, way, "link", f"Suggest a change of clause {clause['name']}")
    place, sentence = max(
        town["officer"].get(f"{path}/suggestions/new", clause=clause["key"])["passages"],
        key=lambda one: len(one[1]),
    )
    page.get_by_label("What should change?").select_option(place)
    goes(page, way, "button", "Show these words")
    assert page.get_by_label("How it should read").input_value() == sentence
    fits(page)
    types(page, way, "How it should read", f"{sentence.rstrip('.')}, by radio if need be.")
    types(page, way, "Why", "In the car I have no time to write.")
    goes(page, way, "button", "Send the suggestion")
    # Then the officer sees it stand beside the clause, as a redline
    fits(page)
    assert (
        "Suggests this text" in page.inner_text("main")
        and "by radio if need be" in page.locator("ins").first.inner_text()
    )
    address = page.url
    # When the director takes it in
    until(
        lambda: any("Comment" in subject for subject in town.letters_to("director")),
        "the director was not told",
    )
    number = int(address.rpartition("/")[2])
    base = town["director"].get(path)["revision"]["number"]
    made = town["director"].post(f"{path}/acceptances", chosen=[number], base=base)["revision"]
    # Then the officer reads the answer where the suggestion was made, and gets it by letter
    page.goto(address)
    shown = page.inner_text("main")
    assert f"Taken into revision {made}, as suggested." in shown and "Accepted" in shown
    fits(page)
    text = next(one["text"] for one in town["officer"].get(path)["clauses"] if one["key"] == clause["key"])
    assert "by radio if need be." in text
    until(
        # One letter a day: the turn was told by the first, and this one goes when its day has come.
        lambda: "was answered: accepted" in town.words_to("officer") or town.clock.move(timedelta(hours=12)),
        "no answer came",
    )


def fits(page: Page) -> None:
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > 390:
        raise AssertionError(f"{page.url} is {wide} wide")
