"""The page of an edition's yearly review, and the acts on it."""

from dataclasses import dataclass
from datetime import date

from workflow.adapters.doors import Desk, Done, Doors, Form, Page, one_of
from workflow.core.errors import Invalid
from workflow.renewal import actions, queries, succession

doors = Doors("renewal")


@dataclass
class OutcomeForm(Form):
    value: str = one_of("How did the review end?", [
        ("affirmed", "Affirmed"), ("amended", "Amended"), ("replaced", "Replaced"), ("ended", "Ended"),
    ])  # fmt: skip
    words: str = ""


@dataclass
class FilingForm(Form):
    filed: str = ""
    filed_with: str = ""


@doors.get("/editions/{edition_id:str}/renewal", act="edition:read")
def renewal(desk: Desk, edition_id: str) -> Page:
    value = queries.review_page(desk.session, desk.actor, edition_id, now=desk.now)
    value["changed_hands"] = succession.changed_hands(desk.session, edition_id, desk.now)
    return Page("renewal/renewal.html", value)


@doors.post("/editions/{edition_id:str}/renewal", act="edition:rereview")
def request_review(desk: Desk, edition_id: str) -> Done:
    opened = actions.request(desk.session, desk.actor, edition_id, at=desk.now)
    return Done(f"/editions/{opened.id}", {"id": opened.id, "number": opened.number})


@doors.post("/editions/{edition_id:str}/outcomes", act="edition:outcome")
def record_outcome(desk: Desk, edition_id: str, form: OutcomeForm) -> Done:
    edition = actions.record_outcome(
        desk.session, desk.actor, edition_id, value=form.value, words=form.words, at=desk.now
    )
    return Done(f"/editions/{edition_id}/renewal", {"status": edition.status})


@doors.post("/editions/{edition_id:str}/filings", act="edition:file")
def record_filing(desk: Desk, edition_id: str, form: FilingForm) -> Done:
    try:
        filed = date.fromisoformat(form.filed)
    except ValueError:
        raise Invalid.one(
            "filed", "Give the day of filing as year, month and day, for example 2026-07-01."
        ) from None
    actions.record_filing(
        desk.session, desk.actor, edition_id, filed=filed, filed_with=form.filed_with, at=desk.now
    )
    return Done(f"/editions/{edition_id}/renewal", {"filed": filed.isoformat()})
