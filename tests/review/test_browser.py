"""The review in a real browser with its script switched off: every form works, and axe finds nothing to mend."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlmodel import select

from tests.review import world as worlds
from workflow.drafting.models import Edition
from workflow.parties import sessions
from workflow.review.models import Comment, Disposition, Thread, Verdict
from workflow.web.sessions import cookie_name


class Room:
    """A served service with a draft, and people who come to it signed in."""

    def __init__(self, service: Any, visitor: Any) -> None:
        self.service, self.visitor, self.now = service, visitor, datetime.now(UTC)
        with service.database.writing() as session:
            built = worlds.build(session, self.now - timedelta(days=1))
            self.edition, self.who = built.edition.id, dict(built.who)

    def come(self, name: str, path: str = "", *, script: bool = False) -> Any:
        with self.service.database.writing() as session:
            token = sessions.begin(session, self.who[name], at=self.now, by_passkey=True)
        person = self.visitor(self.service.url, java_script_enabled=script)
        cookie = {"name": cookie_name(self.service.settings), "value": token, "url": self.service.url}
        person.context.add_cookies([cookie])
        person.page.goto(path or f"/editions/{self.edition}")
        return person.page

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
    assert dana.get_by_text("in review", exact=True).count() == 1

    principal = room.come("principal", "/inbox")
    principal.get_by_role("link", name="Springfield SRO agreement").first.click()
    principal.get_by_role("link", name="Comment on clause 2").first.click()
    principal.get_by_label("Your comment").fill("Which campuses?")
    principal.get_by_label("Which sentence is it about?").select_option(
        label="The officer visits each campus daily."
    )
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
