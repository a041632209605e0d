"""Write many, send once, on a phone and without script; the browser may be closed in between."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlmodel import select

from tests.review.test_browser import Room, room
from workflow.history.models import Event
from workflow.review.models import Thread, Verdict
from workflow.review.unsent.models import Unsent

__all__ = ["room"]
PHONE = {"width": 390, "height": 844}


def keep(page: Any, edition: str, clause: str, words: str) -> None:
    page.goto(f"/editions/{edition}/threads?clause={clause}")
    page.get_by_label("Your comment").fill(words)
    page.get_by_role("button", name="Keep it, send later").click()
    page.get_by_role("heading", name="Your unsent comments").wait_for()


def test_many_are_written_and_sent_once_without_script_on_a_phone(room: Room) -> None:
    room.circulate()
    officer = room.come("officer", f"/editions/{room.edition}/threads?clause=duties")
    officer.get_by_label("Your comment").fill("Which days?")
    officer.get_by_role("button", name="Post the comment").click()
    first = room.come("principal")
    first.set_viewport_size(PHONE)
    for clause, words in (("duties", "Which campuses?"), ("duties", "A mistake."), ("term", "Two years?")):
        keep(first, room.edition, clause, words)
    first.goto(f"/editions/{room.edition}/threads/1")
    first.get_by_label("Your reply").fill("I wonder too.")
    first.get_by_role("button", name="Keep it, send later").click()
    first.get_by_role("heading", name="Reply to comment 1").wait_for()
    first.get_by_role("link", name="Change").nth(0).click()
    first.get_by_label("Your comment").fill("Which campuses, and when?")
    first.get_by_role("button", name="Keep it like this").click()
    with first.expect_navigation():
        first.get_by_role("button", name="Delete").nth(1).click()
    assert first.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first.context.close()

    page = room.come("principal")
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="3 unsent comments", exact=True).click()
    page.get_by_label("I ask for changes").check()
    page.get_by_role("button", name="Send all 3 comments").click()
    page.get_by_role("heading", name="Comment matrix").wait_for()
    threads = room.rows(select(Thread).order_by(Thread.number))
    assert [(one.number, one.clause_key) for one in threads] == [
        (1, "duties"), (2, "duties"), (3, "term"),
    ]  # fmt: skip
    assert [row.words for row in room.rows(select(Verdict))] == ["See my comments 1, 2 and 3."]
    assert room.rows(select(Unsent)) == []


def test_a_double_click_sends_once_and_axe_finds_nothing_to_mend(room: Room) -> None:
    room.circulate()
    page = room.come("principal", script=True)
    for words in ("Which campuses?", "And when?"):
        keep(page, room.edition, "duties", words)
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    page.get_by_role("link", name="Change").first.click()
    found += [one["id"] for one in Axe().run(page).response["violations"]]
    page.go_back()
    page.get_by_role("button", name="Send all 2 comments").dblclick()
    page.get_by_role("heading", name="Comment matrix").wait_for()
    sent = select(Event.kind).where(Event.kind == "edition:comments:sent")
    assert (found, len(room.rows(select(Thread))), len(room.rows(sent))) == ([], 2, 1)


@pytest.mark.parametrize("button", ["Keep it, send later", "Post the comment"])
def test_what_is_refused_keeps_what_was_typed(room: Room, button: str) -> None:
    room.circulate()
    page = room.come("principal", f"/editions/{room.edition}/threads?clause=duties")
    page.get_by_label("Your comment").fill("Which campuses?")
    page.get_by_label("What kind of comment is it?").select_option("critical")
    page.get_by_role("button", name=button).click()
    assert page.get_by_label("Your comment").input_value() == "Which campuses?"
    page.get_by_label("Which law, policy or danger does it rest on?").fill("Policy 12")
    page.get_by_role("button", name=button).click()
    table = Unsent if button.startswith("Keep") else Thread
    assert [row.basis for row in room.rows(select(table))] == ["Policy 12"]
