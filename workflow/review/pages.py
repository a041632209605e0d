"""The review's doors: inbox, working page, comments, verdicts, guests, history."""

from dataclasses import dataclass, field

from workflow.adapters import notices
from workflow.adapters.doors import Desk, Done, File, Form, Page, one_of
from workflow.core.people import Office
from workflow.review import actions, live, queries
from workflow.review.acknowledgements import pages as acknowledgements
from workflow.review.circulation import pages as circulation
from workflow.review.doors import CommentForm, ReplyForm, VerdictForm, doors
from workflow.review.firststeps.queries import first_steps
from workflow.review.guests.queries import guests_page
from workflow.review.kept import pages as kept
from workflow.review.notes import pages as notes
from workflow.review.objections import pages as objections
from workflow.review.observers import pages as observers
from workflow.review.suggestions import pages as suggestions
from workflow.review.threads import matrix, matrix_files
from workflow.review.threads.queries import ANSWERS
from workflow.review.turns.agreements import agreements as agreements_value
from workflow.review.turns.inbox import inbox as inbox_value
from workflow.review.unsent import pages as unsent
from workflow.review.window import pages as window

__all__ = [
    "acknowledgements",
    "circulation",
    "doors",
    "kept",
    "notes",
    "objections",
    "observers",
    "suggestions",
    "unsent",
    "window",
]


@dataclass
class WordsForm(Form):
    words: str = field(default="", metadata={"kind": "box", "label": "Your words"})


@dataclass
class DispositionForm(Form):
    value: str = one_of("Answer", ANSWERS.items())
    words: str = field(default="", metadata={"kind": "box", "label": "Your answer"})
    duplicate_of: str = ""


@dataclass
class PlaceForm(Form):
    """What a detached comment is about now: "clause:start-end" or "clause" of today's text, or "gone"."""

    place: str = field(default="", metadata={"kind": "hidden"})


@dataclass
class AdvanceForm(Form):
    lane: str = field(default="", metadata={"kind": "hidden"})
    words: str = field(default="", metadata={"kind": "box", "label": "Why"})


@dataclass
class GuestForm(Form):
    name: str = ""
    email: str = ""


@doors.get("/inbox", act="inbox:read")
def inbox(desk: Desk, page: int = 1) -> Page:
    value = inbox_value(
        desk.session, desk.actor, now=desk.now, page=page, waiting_hours=desk.settings.waiting_hours
    )
    steps = first_steps(desk.session, desk.actor, hours=desk.settings.waiting_hours, now=desk.now)
    runs = desk.actor.holds_any(frozenset({Office.ADMINISTRATOR}))
    wanting = notices.for_operators(desk.settings) if runs and page == 1 else {}
    return Page("review/inbox.html", {**value, "first_steps": steps if page == 1 else [], "notices": wanting})


@doors.get("/mous", act="inbox:read")
def agreements(desk: Desk, page: int = 1) -> Page:
    value = agreements_value(desk.session, desk.actor, now=desk.now, page=page)
    return Page("review/agreements.html", value)


@doors.get("/editions/{edition_id:str}", act="edition:read")
def edition(desk: Desk, edition_id: str) -> Page:
    return Page(
        "review/edition.html", queries.edition_page(desk.session, desk.actor, edition_id, at=desk.now)
    )


@doors.get("/editions/{edition_id:str}/threads", act="edition:read")
def threads_of_clause(desk: Desk, edition_id: str, clause: str = "", quote: str = "") -> Page:
    value = queries.comment_form(desk.session, desk.actor, edition_id, clause, quote=quote, at=desk.now)
    return Page("review/threads.html", value)


@doors.post("/editions/{edition_id:str}/threads", act="edition:comment")
def open_thread(desk: Desk, edition_id: str, form: CommentForm) -> Done:
    thread = actions.open_thread(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/threads/{thread.number}", {"number": thread.number})


@doors.get("/editions/{edition_id:str}/threads/{number:int}", act="edition:read")
def thread(desk: Desk, edition_id: str, number: int) -> Page:
    value = queries.thread_page(desk.session, desk.actor, edition_id, number, at=desk.now)
    return Page("review/thread.html", value)


@doors.post("/editions/{edition_id:str}/threads/{number:int}/comments", act="edition:comment")
def reply(desk: Desk, edition_id: str, number: int, form: ReplyForm) -> Done:
    comment = actions.reply(desk.session, desk.actor, edition_id, number, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/threads/{number}#c-{comment.id}", {"comment": comment.id})


@doors.post("/editions/{edition_id:str}/threads/{number:int}/dispositions", act="edition:dispose")
def dispose(desk: Desk, edition_id: str, number: int, form: DispositionForm) -> Done:
    row = actions.dispose(desk.session, desk.actor, edition_id, number, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/threads/{number}", {"value": row.value})


@doors.post("/editions/{edition_id:str}/threads/{number:int}/withdrawal", act="edition:thread:withdraw")
def withdraw(desk: Desk, edition_id: str, number: int, form: WordsForm) -> Done:
    actions.withdraw(desk.session, desk.actor, edition_id, number, words=form.words, at=desk.now)
    return Done(f"/editions/{edition_id}/threads/{number}", {"value": "withdrawn"})


@doors.post("/editions/{edition_id:str}/threads/{number:int}/reopening", act="edition:comment")
def reopen(desk: Desk, edition_id: str, number: int, form: WordsForm) -> Done:
    actions.reopen(desk.session, desk.actor, edition_id, number, words=form.words, at=desk.now)
    return Done(f"/editions/{edition_id}/threads/{number}", {"state": "open"})


@doors.post("/editions/{edition_id:str}/threads/{number:int}/placement", act="edition:thread:place")
def relocate(desk: Desk, edition_id: str, number: int, form: PlaceForm) -> Done:
    row = actions.relocate(desk.session, desk.actor, edition_id, number, place=form.place, at=desk.now)
    return Done(
        f"/editions/{edition_id}/threads/{number}", {"clause": row.clause_key, "gone": not row.clause_key}
    )


@doors.post("/editions/{edition_id:str}/verdicts", act="edition:decide")
def give_verdict(desk: Desk, edition_id: str, form: VerdictForm) -> Done:
    verdict = actions.give_verdict(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}", {"id": verdict.id, "value": verdict.value, "stage": verdict.stage})


@doors.post("/editions/{edition_id:str}/advances", act="edition:stage:advance")
def advance(desk: Desk, edition_id: str, form: AdvanceForm) -> Done:
    row = actions.advance(desk.session, desk.actor, edition_id, form.lane, words=form.words, at=desk.now)
    return Done(f"/editions/{edition_id}#review", {"stage": row.stage, "lane": row.lane})


@doors.get("/editions/{edition_id:str}/comments", act="edition:read")
def comment_matrix(desk: Desk, edition_id: str, after: int = 0, state: str = "") -> Page:
    return Page(
        "review/matrix.html", matrix.page(desk.session, desk.actor, edition_id, after=after, state=state)
    )


@doors.get("/editions/{edition_id:str}/comments.csv", act="edition:read", api=False)
def comment_matrix_file(desk: Desk, edition_id: str) -> File:
    return _matrix(desk, edition_id, "csv")


@doors.get("/editions/{edition_id:str}/comments.json", act="edition:read", api=False)
def comment_matrix_data(desk: Desk, edition_id: str) -> File:
    return _matrix(desk, edition_id, "json")


@doors.get("/editions/{edition_id:str}/comments.xlsx", act="edition:read", api=False)
def comment_matrix_sheet(desk: Desk, edition_id: str) -> File:
    return _matrix(desk, edition_id, "xlsx")


@doors.get("/editions/{edition_id:str}/comments.docx", act="edition:read", api=False)
def comment_matrix_document(desk: Desk, edition_id: str) -> File:
    return _matrix(desk, edition_id, "docx")


def _matrix(desk: Desk, edition_id: str, kind: str) -> File:
    content, media = matrix_files.file(
        desk.session, desk.actor, edition_id, kind, base=desk.settings.public_url, at=desk.now
    )
    return File(content, media, f"comment-matrix.{kind}", download=True)


@doors.get("/editions/{edition_id:str}/guests", act="edition:guest:invite")
def guests(desk: Desk, edition_id: str) -> Page:
    return Page("review/guests.html", guests_page(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/guests", act="edition:guest:invite")
def invite_guest(desk: Desk, edition_id: str, form: GuestForm) -> Done:
    row = actions.invite_guest(
        desk.session, desk.actor, edition_id, name=form.name, email=form.email, at=desk.now
    )
    return Done(f"/editions/{edition_id}/guests", {"guest": row.id})


@doors.get("/editions/{edition_id:str}/version", act="edition:read")
def version(desk: Desk, edition_id: str) -> File:
    mark = live.mark(desk.session, desk.actor, edition_id)
    return File(mark.encode(), "text/plain; charset=utf-8", etag=mark)


@doors.get("/editions/{edition_id:str}/history", act="edition:read")
def timeline(desk: Desk, edition_id: str, before: int | None = None) -> Page:
    return Page(
        "review/history.html", queries.history_page(desk.session, desk.actor, edition_id, before=before)
    )
