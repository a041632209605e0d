"""A deputy is named and speaks, in a browser whose script is switched off, with the keyboard alone."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from tests.review.test_browser import Room
from workflow.adapters.database import Database
from workflow.parties.models import Appointment, Deputy, Person
from workflow.parties.queries import actor_of
from workflow.review import actions
from workflow.review.models import Verdict


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard never reached {selector}")


def test_a_deputy_is_named_and_speaks_without_script_and_by_keyboard(
    served: Any, settings: Any, database: Database, visitor: Any
) -> None:
    room = Room(served(settings), visitor)
    with room.service.database.writing() as session:
        agency = session.exec(
            select(Appointment.party_id).where(Appointment.person_id == room.who["officer"])
        ).one()
    page = room.come("officer", f"/parties/{agency}/absences")
    tab_to(page, "select[name=deputy_id]")
    page.keyboard.type("Sergeant")
    tab_to(page, "input[name=until_date]")
    page.keyboard.type((room.now + timedelta(days=5)).strftime("%m%d%Y"))
    tab_to(page, "input[name=words]")
    page.keyboard.type("On leave")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.get_by_text("Sergeant for Officer").count() > 0, page.inner_text("main")
    assert [row.deputy_id for row in room.rows(Deputy.__table__.select())] == [room.who["sergeant"]]
    with room.service.database.writing() as session:
        dana = actor_of(session, session.get_one(Person, room.who["dana"]), room.now)
        actions.circulate(session, dana, room.edition, at=room.now)
    page = room.come("sergeant")
    assert page.get_by_text("You speak as deputy for Officer, who is away.").count() == 1
    tab_to(page, "input[name=value]")
    page.keyboard.press("Space")
    tab_to(page, "form[action$=verdicts] button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    (verdict,) = room.rows(Verdict.__table__.select())
    assert (verdict.person_id, verdict.deputy_name) == (room.who["officer"], "Sergeant")
