"""The doors of suggestions: make one, see them together, look at the result, take some in, reject one."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, Form, Page
from workflow.drafting.concerns import insist_known
from workflow.drafting.sheets import CONFIRMED
from workflow.review.doors import doors
from workflow.review.suggestions import actions, shown
from workflow.review.suggestions.queries import number_of

HIDDEN = {"kind": "hidden"}


@dataclass
class SuggestionForm(Form):
    """`text` stands instead of the whole clause, or of the `passage` ("start-end") that was chosen."""

    clause: str = field(default="", metadata=HIDDEN)
    passage: str = field(default="", metadata=HIDDEN)
    text: str = field(default="", metadata={"kind": "box", "label": "How it should read"})
    words: str = field(default="", metadata={"kind": "box", "label": "Why"})
    kind: str = field(default="substantive", metadata=HIDDEN)
    visibility: str = field(default="parties", metadata=HIDDEN)
    revision: str = field(default="", metadata=HIDDEN)


@dataclass
class AcceptanceForm(Form):
    """`base` is the number of the revision whose result was looked at; `choice` settles a single suggestion."""

    chosen: list[int] = field(default_factory=list, metadata=HIDDEN)
    choice: list[str] = field(default_factory=list, metadata=HIDDEN)
    base: int = field(default=0, metadata=HIDDEN)
    confirmed: bool = field(default=True, metadata=CONFIRMED)


@dataclass
class RejectionForm(Form):
    words: str = field(default="", metadata={"kind": "box", "label": "Why"})


@doors.get("/editions/{edition_id:str}/suggestions", act="edition:read")
def suggestions(desk: Desk, edition_id: str) -> Page:
    return Page("review/suggestions.html", shown.overview(desk.session, desk.actor, edition_id))


@doors.get("/editions/{edition_id:str}/suggestions/new", act="edition:comment")
def new_suggestion(desk: Desk, edition_id: str, clause: str = "", passage: str = "") -> Page:
    value = shown.form(desk.session, desk.actor, edition_id, clause, passage)
    return Page("review/suggestion_new.html", value)


@doors.post("/editions/{edition_id:str}/suggestions", act="edition:comment")
def suggest(desk: Desk, edition_id: str, form: SuggestionForm) -> Done:
    made = actions.suggest(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    number = number_of(desk.session, made)
    return Done(f"/editions/{edition_id}/threads/{number}", {"number": number})


@doors.get("/editions/{edition_id:str}/suggestions/result", act="edition:suggestion:accept")
def result(
    desk: Desk, edition_id: str, chosen: list[int] | None = None, choice: list[str] | None = None
) -> Page:
    value = shown.result(desk.session, desk.actor, edition_id, chosen or [], choice or [], at=desk.now)
    return Page("review/suggestion_result.html", value)


@doors.post("/editions/{edition_id:str}/acceptances", act="edition:suggestion:accept")
def accept(desk: Desk, edition_id: str, form: AcceptanceForm) -> Done:
    revision = actions.accept(
        desk.session, desk.actor, edition_id, chosen=form.chosen, base=form.base, choices=form.choice, at=desk.now
    )  # fmt: skip
    insist_known(desk.session, revision, confirmed=form.confirmed, at=desk.now)
    return Done(f"/editions/{edition_id}/suggestions", {"revision": revision.number})


@doors.post("/editions/{edition_id:str}/suggestions/{number:int}/rejection", act="edition:dispose")
def reject(desk: Desk, edition_id: str, number: int, form: RejectionForm) -> Done:
    row = actions.reject(desk.session, desk.actor, edition_id, number, words=form.words, at=desk.now)
    return Done(f"/editions/{edition_id}/threads/{number}", {"value": row.value})
