"""Two lawyers want the same words differently. Both read everything that is meant for both, and nothing is lost."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import hands
from tests.journeys.town import Town
from workflow.demo import review
from workflow.demo.visitor import Unexpected


def longest(town: Town) -> dict[str, Any]:
    return max(
        town["director"].get(f"/editions/{town.edition}")["clauses"], key=lambda clause: len(clause["text"])
    )


def number(town: Town) -> int:
    """Of the revision that stands."""
    return town["director"].get(f"/editions/{town.edition}")["revision"]["number"]


def a_word(text: str) -> str:
    """A word that stands once in the text: what they will quarrel about."""
    words = re.findall(r"\b[a-z]{7,}\b", text)
    return next(word for word in words if text.count(word) == 1)


def test_counsel_on_both_sides_negotiate_one_clause(town: Town, visitor: Any) -> None:
    # Given a draft in review
    town.has_a_draft()
    page = f"/editions/{town.edition}"
    director, ours, theirs = (town[part] for part in ("director", "district_counsel", "agency_counsel"))
    director.post(f"{page}/circulation")
    clause = longest(town)
    word = a_word(clause["text"])
    # When the agency's counsel suggests another word, and the district's counsel a third one for the same place
    one = theirs.post(
        f"{page}/suggestions",
        clause=clause["key"],
        text=clause["text"].replace(word, "promptly"),
        words="Our policy.",
    )["number"]
    two = ours.post(
        f"{page}/suggestions",
        clause=clause["key"],
        text=clause["text"].replace(word, "thoroughly"),
        words="The Code.",
    )["number"]
    # And tells her own side what they would settle for
    ours.post(f"{page}/threads/{two}/comments", words="This is open to both sides.")
    inside = ours.post(
        f"{page}/threads", clause=clause["key"], words="We could live with theirs.", visibility="party"
    )["number"]
    # Then both see that the two cannot both stand, before anybody has chosen
    for counsel in (ours, theirs):
        assert counsel.get(f"{page}/suggestions")["pairs"] == [[one, two]]
    # And the agency's counsel reads nothing of what the district's side keeps to itself
    with pytest.raises(Unexpected, match="no such comment"):
        theirs.get(f"{page}/threads/{inside}")
    assert "live with theirs" not in str(theirs.get(page)) + str(
        theirs.get(f"{page}/threads", clause=clause["key"])
    )
    # When the director takes the agency's words in, the district's are held against them, place by place
    seen = director.get(f"{page}/suggestions/result", chosen=str(one))
    assert seen["ready"]
    director.post(f"{page}/acceptances", chosen=[one], base=seen["revision"]["number"])
    (place,) = director.get(f"{page}/suggestions/result", chosen=str(two))["places"]
    assert place == {"was": word, "suggested": "thoroughly", "today": "promptly"}
    # And both lawyers, at the same time, write what they think settles it
    agreed = clause["text"].replace(word, "promptly and thoroughly")
    hasty = clause["text"].replace(word, "at once")
    desk = hands.at_a_browser(town, visitor, "agency_counsel", script=False)
    desk.goto(f"{town.address}{page}/clauses/{clause['key']}/edit")
    hands.types(desk, "The clause", hasty)
    ours.post(f"{page}/clauses/{clause['key']}", text=agreed, base=str(number(town)), note="Both words.")
    hands.presses(desk, "button", "Save as a new revision")
    # Then the one who was slower has both texts before him, and what he typed still in the form
    both_texts_are_there(desk, hasty, "promptly and thoroughly")
    # When he takes theirs and says which revision he has read
    hands.types(desk, "The clause", agreed.replace("promptly", "promptly, in writing"))
    hands.types(desk, "Your text is based on revision", str(number(town)))
    hands.presses(desk, "button", "Send again")
    desk.wait_for_url("**/editions/*#clause-*")
    # And the district's counsel is answered
    director.post(
        f"{page}/threads/{two}/dispositions",
        value="accepted_in_part",
        words="Both words stand in the text.",
    )
    text = next(each["text"] for each in director.get(page)["clauses"] if each["key"] == clause["key"])
    assert "promptly, in writing and thoroughly" in text
    rows = {row["number"]: row["disposition"] for row in director.get(f"{page}/comments")["rows"]}
    assert (rows[one], rows[two]) == ("Accepted", "Accepted in part")
    # And every revision says whose words it has
    notes = [each["note"] for each in director.get(f"{page}/revisions")["revisions"]]
    assert notes[1:3] == ["Both words.", f"As suggested by {theirs.name} (comment {one})."]


def both_texts_are_there(desk: Page, mine: str, theirs: str) -> None:
    shown = desk.inner_text("main")
    assert "changed while you were writing" in shown and theirs in shown and "at once" in shown
    assert desk.get_by_label("The clause").input_value() == mine


def test_an_approval_is_not_outdated_without_a_word(town: Town, visitor: Any) -> None:
    # Given a review in which school and officer have approved
    town.has_a_draft()
    page = f"/editions/{town.edition}"
    town["director"].post(f"{page}/circulation")
    for part in ("principal", "officer"):
        review.approve(town[part], page)
    clause, before = longest(town), number(town)
    # When the district's counsel edits a clause
    desk = town.sits_down("district_counsel", visitor())
    desk.page.goto(f"{town.address}{page}/clauses/{clause['key']}/edit")
    desk.page.get_by_label("The clause").fill(clause["text"].replace(a_word(clause["text"]), "promptly"))
    desk.page.get_by_role("button", name="Save as a new revision").click()
    # Then she reads first whose approval that outdates, and nothing is saved
    shown = desk.page.inner_text("main")
    assert "This outdates 2 approvals" in shown
    assert town["principal"].name in shown and town["officer"].name in shown
    assert number(town) == before
    # When she says that she means it
    desk.page.get_by_label("I know, and I want this change").check()
    desk.page.get_by_role("button", name="Send again").click()
    desk.page.wait_for_url("**/editions/*#clause-*")
    # Then it is saved, and the principal is asked to look at that clause alone
    assert number(town) == before + 1
    mine = town["principal"].get(page)["since_yours"]
    assert mine["changed"] == [clause["key"]] and [one["key"] for one in mine["changes"]] == [clause["key"]]
