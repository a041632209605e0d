"""The doors about observers."""

from dataclasses import dataclass

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.review.doors import doors
from workflow.review.observers import actions, queries


@dataclass
class ObserverForm(Form):
    """Somebody who is to read along, and for whom."""

    name: str = ""
    email: str = ""
    speaks_for: str = ""


@dataclass
class LettersForm(Form):
    """Whether the observer wants to hear of it when the text moves on."""

    tells: bool = False


@doors.get("/editions/{edition_id:str}/observers", act="edition:read")
def observers(desk: Desk, edition_id: str) -> Page:
    return Page("review/observers.html", queries.observers_page(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/observers", act="edition:observer:keep")
def add_observer(desk: Desk, edition_id: str, form: ObserverForm) -> Done:
    row = actions.add_observer(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/observers", {"observer": row.id})


@doors.post("/editions/{edition_id:str}/observers/{observer_id:str}/removal", act="edition:observer:keep")
def remove_observer(desk: Desk, edition_id: str, observer_id: str) -> Done:
    row = actions.remove_observer(desk.session, desk.actor, edition_id, observer_id, at=desk.now)
    return Done(f"/editions/{edition_id}/observers", {"observer": row.id})


@doors.post("/editions/{edition_id:str}/observers/letters", act="edition:observer:ask")
def ask_letters(desk: Desk, edition_id: str, form: LettersForm) -> Done:
    row = actions.ask_letters(desk.session, desk.actor, edition_id, tells=form.tells, at=desk.now)
    return Done(f"/editions/{edition_id}/observers", {"tells": row.tells})
