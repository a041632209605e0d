"""The doors between a member of an adopting body and its clerk."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, File, Form, Page, one_of
from workflow.review.doors import doors
from workflow.review.notes import actions, queries
from workflow.review.threads.queries import KINDS


@dataclass
class NoteForm(Form):
    """What a member writes. `clause` is a clause key, or empty for the whole text."""

    words: str = field(default="", metadata={"kind": "box", "label": "Your words"})
    clause: str = ""
    may_name: bool = False
    body: str = field(default="", metadata={"kind": "hidden"})


@dataclass
class CarryForm(Form):
    """The point in the clerk's own words. `name` credits the member, if that is welcome."""

    words: str = field(default="", metadata={"kind": "box", "label": "In your own words"})
    kind: str = one_of("It is", KINDS.items(), "substantive")
    name: bool = False


@doors.get("/editions/{edition_id:str}/notes", act="edition:note:read")
def notes(desk: Desk, edition_id: str, clause: str = "") -> Page:
    return Page(
        "review/notes.html",
        queries.notes_page(desk.session, desk.actor, edition_id, clause=clause, at=desk.now),
    )


@doors.post("/editions/{edition_id:str}/notes", act="edition:note:write")
def write_note(desk: Desk, edition_id: str, form: NoteForm) -> Done:
    note = actions.write_note(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/notes#n-{note.id}", {"note": note.id})


@doors.post("/editions/{edition_id:str}/notes/{note_id:str}/threads", act="edition:note:carry")
def carry(desk: Desk, edition_id: str, note_id: str, form: CarryForm) -> Done:
    thread = actions.carry(desk.session, desk.actor, edition_id, note_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/threads/{thread.number}", {"number": thread.number})


@doors.get("/editions/{edition_id:str}/notes.csv", act="edition:note:carry", api=False)
def notes_file(desk: Desk, edition_id: str) -> File:
    content = queries.notes_file(desk.session, desk.actor, edition_id)
    return File(content, "text/csv; charset=utf-8", "notes.csv", download=True)
