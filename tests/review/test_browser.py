"""The review in a real browser with its script switched off: every form works, and axe finds nothing to mend."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlmodel import select

from tests.review import world as worlds
from workflow.drafting import actions as drafting
from workflow.drafting.models import Edition
from workflow.parties import sessions
from workflow.parties.models import Person
from workflow.parties.queries import actor_of
from workflow.review import actions as review
from workflow.review.models import Comment, Disposition, Thread, Verdict
from workflow.web.sessions import cookie_name

SOON = 20_000
"""Milliseconds. A page asks every 4 s (site.js); what a busy machine needs on top of that is not
what these tests are about."""


class Room:
    """A served service with a draft, and people who come to it signed in."""

    def __init__(self, service: Any, visitor: Any) -> None:
        self.service, self.visitor, self.now = service, visitor, datetime.now(UTC)
        with service.database.writing() as session:
            built = worlds.build(session, self.now - timedelta(days=1))
            self.edition, self.who = built.edition.id, dict(built.who)

    def come(self, name: str, path: str = "", *, script: bool = False, **device: Any) -> Any:
        with self.service.database.writing() as session:
            token = sessions.begin(session, self.who[name], at=self.now, by_passkey=True)
        person = self.visitor(self.service.url, java_script_enabled=script, **device)
        cookie = {"name": cookie_name(self.service.settings), "value": token, "url": self.service.url}
        person.context.add_cookies([cookie])
        person.page.goto(path or f"/editions/{self.edition}")
        return person.page

    def circulate(self) -> None:
        dana = self.come("dana")
        dana.get_by_role("link", name="Send it out for review").last.click()
        dana.get_by_role("button", name="Send it out along this route").click()

    def rows(self, query: Any) -> list[Any]:
        with self.service.database.reading() as session:
            return list(session.exec(query).all())


@pytest.fixture
def room(served: Any, settings: Any, database: Any, visitor: Any) -> Room:
    return Room(served(settings), visitor)


def test_a_draft_is_reviewed_without_any_script(room: Room) -> None:
    dana = room.come("dana")
    dana.get_by_role("link", name="Send it out for review").last.click()
    dana.get_by_role("button", name="Send it out along this route").click()
    dana.get_by_text("in review", exact=True).wait_for()

    principal = room.come("principal", "/inbox")
    principal.get_by_role("link", name="Springfield SRO agreement").first.click()
    principal.get_by_role("link", name="Comment on clause 2").first.click()
    principal.get_by_label("Your comment").fill("Which campuses?")
    principal.get_by_label("The officer visits each campus daily.").check()
    principal.get_by_role("button", name="Post the comment").click()
    assert principal.locator("h1").inner_text() == "Comment 1"
    principal.get_by_label("Your reply").fill("And when?")
    principal.get_by_role("button", name="Post the reply").click()
    principal.get_by_role("link", name="Back to the text").click()
    principal.get_by_label("I ask for changes").check()
    principal.get_by_role("button", name="Give this verdict").click()
    assert principal.get_by_text(
        "Say what has to change"
    ).count()  # refused, and nothing that was typed is lost
    principal.goto(f"/editions/{room.edition}")
    principal.get_by_label("I ask for changes").check()
    principal.get_by_label("In your words").fill("Name the campuses.")
    principal.get_by_role("button", name="Give this verdict").click()

    dana.goto(f"/editions/{room.edition}/comments")
    dana.get_by_role("link", name="1", exact=True).click()
    dana.get_by_label("Answer", exact=True).select_option("accepted_in_part")
    dana.get_by_label("In your words").fill("They are named in exhibit A.")
    dana.get_by_role("button", name="Record the answer").click()

    (thread,) = room.rows(select(Thread))
    assert (thread.state, thread.selector["exact"]) == ("answered", "The officer visits each campus daily.")
    assert [comment.words for comment in room.rows(select(Comment).order_by(Comment.created))] == [
        "Which campuses?",
        "And when?",
    ]
    assert [row.value for row in room.rows(select(Disposition))] == ["accepted_in_part"]
    assert [row.value for row in room.rows(select(Verdict))] == ["request_changes"]
    assert [row.stage for row in room.rows(select(Edition))] == ["schools"]


def test_axe_finds_nothing_to_mend_on_the_pages_of_the_review(room: Room) -> None:
    page = room.come("dana", script=True)
    page.get_by_role("link", name="Send it out for review").last.click()
    page.get_by_role("button", name="Send it out along this route").click()
    page.goto(f"/editions/{room.edition}/threads?clause=duties")
    page.get_by_label("Your comment").fill("A comment.")
    page.get_by_role("button", name="Post the comment").click()
    here = f"/editions/{room.edition}"
    found = []
    for path in (
        "/inbox",
        here,
        f"{here}/threads?clause=duties",
        f"{here}/threads/1",
        f"{here}/comments",
        f"{here}/guests",
        f"{here}/history",
    ):
        page.goto(path)
        found += [
            (path, one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]
        ]
    assert not found, "\n".join(map(str, found))


def test_a_second_reader_sees_a_comment_and_whose_turn_it_is_without_reloading(room: Room) -> None:
    room.circulate()
    reader = room.come("officer", script=True)
    reader.get_by_role("link", name="Comment on clause 3").focus()
    reader.get_by_label("In your words").fill("I have not finished this")
    reader.evaluate("window.sameDocument = true")
    writer = room.come("principal", f"/editions/{room.edition}/threads?clause=duties")
    writer.get_by_label("Your comment").fill("Which campuses?")
    writer.get_by_role("button", name="Post the comment").click()
    reader.locator("#on-duties").get_by_text("Which campuses?").wait_for(timeout=SOON)
    assert "Principal" in reader.locator("#turns").inner_text()
    writer.goto(f"/editions/{room.edition}")
    writer.get_by_label("I approve it").check()
    writer.get_by_role("button", name="Give this verdict").click()
    expect(reader.locator("#turns")).not_to_contain_text("Principal", timeout=SOON)
    assert (
        reader.get_by_role("status").inner_text() == "Something happened here just now. This page shows it."
    )
    assert reader.get_by_label("In your words").input_value() == "I have not finished this"
    assert reader.evaluate("document.activeElement.name") == "words"
    assert reader.evaluate("window.sameDocument")


def rewrite(room: Room, number: int) -> None:
    """Dana writes the duties anew, from revision `number`."""
    with room.service.database.writing() as session:
        dana = actor_of(session, session.get_one(Person, room.who["dana"]), room.now)
        text = f"2. Duties\n\nThe officer visits {number + 1} times a week. The officer does not enforce school rules."
        drafting.edit_clause(session, dana, room.edition, "duties", text=text, base=number, at=room.now)


@pytest.mark.parametrize("path", ["", "/threads?clause=duties"])
def test_a_reader_is_told_who_changed_the_clause_and_loses_nothing_that_was_typed(
    room: Room, path: str
) -> None:
    room.circulate()
    reader = room.come("principal", f"/editions/{room.edition}{path}", script=True)
    box = reader.get_by_label("Your comment" if path else "In your words")
    box.fill("I have not finished this")
    reader.evaluate("window.sameDocument = true")
    rewrite(room, 1)
    told = reader.get_by_role("status").get_by_text("2. Duties was changed by Dana in revision 2,")
    told.wait_for(timeout=SOON)
    expect(reader.locator("#words-duties")).to_contain_text("2 times a week")
    assert (box.input_value(), reader.evaluate("document.activeElement.name")) == (
        "I have not finished this", "words",
    )  # fmt: skip
    assert reader.evaluate("window.sameDocument")
    reader.get_by_role("status").get_by_role("link").click()
    reader.wait_for_url("**#clause-duties")


def test_a_clause_waits_while_words_of_it_are_chosen(room: Room) -> None:
    room.circulate()
    reader = room.come("principal", script=True)
    reader.evaluate(
        """() => {
          const text = document.querySelector("#words-duties").lastElementChild.firstChild;
          getSelection().setBaseAndExtent(text, 0, text, 11);
        }"""
    )
    rewrite(room, 1)
    reader.get_by_role("status").get_by_text("changed by Dana").wait_for(timeout=SOON)
    assert "daily" in reader.locator("#words-duties").inner_text()
    assert reader.evaluate("`${getSelection()}`") == "The officer"
    reader.evaluate("getSelection().empty()")
    expect(reader.locator("#words-duties")).to_contain_text("2 times a week", timeout=SOON)


def test_who_edits_the_same_clause_is_told_and_keeps_the_text(room: Room) -> None:
    room.circulate()
    counsel = room.come("counsel", f"/editions/{room.edition}/clauses/duties/edit", script=True)
    counsel.get_by_label("The clause").fill("2. Duties\n\nMine.")
    rewrite(room, 1)
    counsel.get_by_role("status").get_by_text("changed by Dana in revision 2").wait_for(timeout=SOON)
    assert counsel.get_by_label("The clause").input_value() == "2. Duties\n\nMine."


def test_marked_words_lead_to_their_comments_and_are_chosen_without_the_numbers(room: Room) -> None:
    room.circulate()
    with room.service.database.writing() as session:
        law = actor_of(session, session.get_one(Person, room.who["lawyer"]), room.now)
        for quote in ("visits each campus daily. The officer does", "each campus"):
            review.open_thread(
                session, law, room.edition, words="Hm.", clause="duties", quote=quote, at=room.now
            )
    page = room.come("principal", script=True)
    page.get_by_role("link", name="Comment 2 on these words").click()
    page.wait_for_url("**#thread-2")
    page.evaluate(
        "getSelection().selectAllChildren(document.querySelector('#words-duties').lastElementChild)"
    )
    assert page.evaluate("`${getSelection()}`") == worlds.TEXT["duties"].split("\n\n")[1]


def test_words_chosen_in_the_text_open_the_comment_form_with_the_quotation(room: Room) -> None:
    room.circulate()
    page = room.come("principal", script=True)
    words = page.locator("#clause-duties .record").get_by_text("The officer visits")
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + 12)
    page.mouse.down()
    page.mouse.move(box["x"] + 220, box["y"] + 12)
    page.mouse.up()
    chosen = page.evaluate("getSelection().toString()").strip()
    assert chosen and chosen in worlds.TEXT["duties"]
    page.get_by_role("link", name="Comment on these words").click()
    assert page.get_by_label("It is about these words").input_value() == chosen
    page.get_by_label("Your comment").fill("Hm.")
    page.get_by_role("button", name="Post the comment").click()
    assert [row.selector["exact"] for row in room.rows(select(Thread))] == [chosen]


def test_the_keys_lead_to_the_open_comment_the_form_and_the_verdict(room: Room) -> None:
    room.circulate()
    page = room.come("principal", f"/editions/{room.edition}/threads?clause=duties", script=True)
    page.get_by_label("Your comment").fill("Hm.")
    page.get_by_role("button", name="Post the comment").click()
    page.goto(f"/editions/{room.edition}")
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.id") == "thread-1"
    page.keyboard.press("a")
    assert page.evaluate("document.activeElement.id") == "verdict"
    page.keyboard.press("t")
    page.keyboard.press("c")
    page.wait_for_url("**/threads?clause=duties")
    page.go_back()
    page.evaluate(
        """() => {
          const text = document.querySelector("#clause-term .record").lastElementChild.firstChild;
          getSelection().setBaseAndExtent(text, 0, text, 14);
        }"""
    )
    page.get_by_role("link", name="Comment on these words").wait_for()
    page.keyboard.press("c")
    page.wait_for_url("**clause=term&quote=This+agreement")
    assert page.get_by_label("It is about these words").input_value() == "This agreement"


def test_on_a_phone_words_chosen_by_a_finger_open_the_comment_form(room: Room) -> None:
    """The finger is real; the handles that widen a phone's selection belong to the phone, so what they do is done for them."""
    room.circulate()
    page = room.come(
        "officer", script=True, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    words = page.locator("#clause-duties .record").get_by_text("The officer visits")
    words.scroll_into_view_if_needed()
    box = words.bounding_box()
    finger = page.context.new_cdp_session(page)
    touched = {"x": box["x"] + 60, "y": box["y"] + 12}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [touched]})
    page.wait_for_timeout(700)  # it stays where it is
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    words.evaluate(
        """(one) => {
          const text = document.createTreeWalker(one, NodeFilter.SHOW_TEXT).nextNode(), at = text.data.indexOf("visits");
          getSelection().setBaseAndExtent(text, at, text, at + "visits each campus".length);
        }"""
    )
    page.get_by_role("link", name="Comment on these words").tap()
    page.wait_for_url("**/threads?clause=duties**")
    assert page.get_by_label("It is about these words").input_value() == "visits each campus"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Your comment").fill("From the car: which campus first?")
    page.get_by_role("button", name="Post the comment").tap()
    page.get_by_text("From the car").wait_for()
    assert [row.selector["exact"] for row in room.rows(select(Thread))] == ["visits each campus"]
