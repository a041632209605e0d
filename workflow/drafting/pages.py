"""The drafting room's doors. Each handler reads its form, makes one call, and says where to look next."""

import re
from typing import Any

from workflow.adapters.doors import Desk, Done, Doors, File, Page
from workflow.core.errors import Invalid, NotFound
from workflow.core.term import RULE_IN_WORDS
from workflow.drafting import actions, exhibits, forms, marking, naming, queries, requirements, term
from workflow.drafting.compare import compare
from workflow.drafting.concerns import insist_known
from workflow.drafting.importing.aside import Choice
from workflow.drafting.importing.door import incoming
from workflow.drafting.importing.refusals import MOST_BYTES
from workflow.drafting.models import Revision
from workflow.drafting.sheets import (
    ClauseForm,
    ExhibitForm,
    ImportForm,
    MarkForm,
    NamesForm,
    NewClauseForm,
    PlaceForm,
    PreviewForm,
    RedactableForm,
    RemovalForm,
    StartForm,
    TermForm,
)
from workflow.drafting.starting import Award, TermWords

doors = Doors("drafting")
UPLOAD_BYTES = MOST_BYTES


@doors.get("/mous/new", act="mou:start")
def new(desk: Desk) -> Page:
    value = forms.start_form(desk.session, desk.actor, desk.settings.timezone)
    rules = [[str(rule), words] for rule, words in RULE_IN_WORDS.items()]
    return Page("drafting/start.html", {**value, "rules": rules})


@doors.post("/mous", act="mou:start", max_bytes=UPLOAD_BYTES)
def start(desk: Desk, form: StartForm) -> Done:
    actions.may_start(desk.actor, form.parties)
    choice = Choice(form.struck, form.hidden)
    text = incoming(form.upload, form.text, outline=form.begin_with == "outline", choice=choice)
    words = TermWords(form.effective_rule, form.starts, form.ends, form.months, form.review_months)
    edition = actions.start(
        desk.session, desk.actor, title=form.title or text.title, slug=form.slug, parties=form.parties,
        timezone=form.timezone or desk.settings.timezone, term=words, summary=form.summary, award=Award.typed(form.award, form.award_name), text=text, at=desk.now,
    )  # fmt: skip
    notes = [note.said for note in text.notes]
    return Done(f"/editions/{edition.id}", {"mou": edition.mou_id, "edition": edition.id, "notes": notes})


@doors.get("/editions/{edition_id:str}/clauses/new", act="edition:edit")
def new_clause(desk: Desk, edition_id: str, after: str = "") -> Page:
    return Page(
        "drafting/clause_new.html", forms.new_clause_form(desk.session, desk.actor, edition_id, after)
    )


@doors.post("/editions/{edition_id:str}/clauses", act="edition:edit")
def add_clause(desk: Desk, edition_id: str, form: NewClauseForm) -> Done:
    revision = actions.add_clause(
        desk.session, desk.actor, edition_id, text=form.text, after=form.after, note=form.note, at=desk.now
    )
    return _saved(desk, edition_id, revision, form.confirmed)


@doors.get("/editions/{edition_id:str}/clauses/{key:str}/edit", act="edition:edit")
def edit_form(desk: Desk, edition_id: str, key: str) -> Page:
    return Page("drafting/clause_edit.html", forms.clause_form(desk.session, desk.actor, edition_id, key))


@doors.post("/editions/{edition_id:str}/clauses/{key:str}", act="edition:edit")
def edit_clause(desk: Desk, edition_id: str, key: str, form: ClauseForm) -> Done:
    revision = actions.edit_clause(
        desk.session, desk.actor, edition_id, key, text=form.text, base=_number(form.base), note=form.note, at=desk.now
    )  # fmt: skip
    return _saved(desk, edition_id, revision, form.confirmed, key)


@doors.post("/editions/{edition_id:str}/clauses/{key:str}/place", act="edition:edit")
def move_clause(desk: Desk, edition_id: str, key: str, form: PlaceForm) -> Done:
    revision = actions.move_clause(
        desk.session, desk.actor, edition_id, key, after=form.after, note=form.note, at=desk.now
    )
    return _revised(edition_id, revision.number, key)


@doors.post("/editions/{edition_id:str}/clauses/{key:str}/removal", act="edition:edit")
def remove_clause(desk: Desk, edition_id: str, key: str, form: RemovalForm) -> Done:
    revision = actions.remove_clause(
        desk.session, desk.actor, edition_id, key, base=_number(form.base), note=form.note, at=desk.now
    )
    return _saved(desk, edition_id, revision, form.confirmed)


@doors.post("/editions/{edition_id:str}/clauses/{key:str}/redactability", act="edition:edit")
def mark_redactable(desk: Desk, edition_id: str, key: str, form: RedactableForm) -> Done:
    revision = actions.mark_redactable(
        desk.session, desk.actor, edition_id, key, redactable=form.redactable, note=form.note, at=desk.now
    )
    return _revised(edition_id, revision.number, key)


@doors.get("/editions/{edition_id:str}/revisions", act="edition:read")
def revisions(desk: Desk, edition_id: str) -> Page:
    return Page("drafting/revisions.html", queries.revisions(desk.session, desk.actor, edition_id))


@doors.get("/editions/{edition_id:str}/revisions/{number:int}", act="edition:read")
def revision(desk: Desk, edition_id: str, number: int) -> Page:
    value = queries.edition_text(desk.session, desk.actor, edition_id, number)
    return Page("drafting/revision.html", value)


@doors.get("/editions/{edition_id:str}/compare/{span:str}", act="edition:read")
def comparison(desk: Desk, edition_id: str, span: str) -> Page:
    found = re.fullmatch(r"(\d{1,6})\.\.\.(\d{1,6})", span)
    if not found:
        raise NotFound("comparison")
    value = queries.comparison(desk.session, desk.actor, edition_id, int(found[1]), int(found[2]))
    return Page("drafting/compare.html", value)


@doors.get("/editions/{edition_id:str}/import", act="edition:edit")
def import_form(desk: Desk, edition_id: str) -> Page:
    return Page("drafting/import.html", forms.import_form(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/import/preview", act="edition:edit", max_bytes=UPLOAD_BYTES)
def preview(desk: Desk, edition_id: str, form: PreviewForm) -> Page:
    value = forms.import_form(desk.session, desk.actor, edition_id)
    text = incoming(form.upload, form.text, choice=Choice(form.struck, form.hidden))
    return Page("drafting/import_preview.html", {**value, **_held_against(desk, value, text)})


def _held_against(desk: Desk, value: dict[str, Any], text: Any) -> dict[str, Any]:
    clauses = queries.clauses_of(desk.session, value["revision"]["id"])
    pieces = actions.incoming_pieces(clauses, [clause.text for clause in text.clauses])
    found = compare(queries.pieces(clauses), pieces)
    return {"imported": text.to_json(), **found.to_json()}


@doors.post("/editions/{edition_id:str}/import", act="edition:edit", max_bytes=UPLOAD_BYTES)
def import_revision(desk: Desk, edition_id: str, form: ImportForm) -> Done:
    revision = actions.import_revision(
        desk.session, desk.actor, edition_id, texts=form.clauses, base=_number(form.base), note=form.note, at=desk.now
    )  # fmt: skip
    return _saved(desk, edition_id, revision, form.confirmed)


@doors.get("/editions/{edition_id:str}/term", act="edition:read")
def term_of(desk: Desk, edition_id: str) -> Page:
    return Page("drafting/term.html", term.term_page(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/term", act="edition:edit")
def set_term(desk: Desk, edition_id: str, form: TermForm) -> Done:
    words = TermWords(form.effective_rule, form.starts, form.ends, form.months, form.review_months)
    edition = term.set_term(
        desk.session,
        desk.actor,
        edition_id,
        words=words,
        award=Award.typed(form.award, form.award_name),
        base=form.base,
        at=desk.now,
    )
    return Done(f"/editions/{edition_id}", {"edition": edition.id})


@doors.get("/editions/{edition_id:str}/naming", act="edition:read")
def names(desk: Desk, edition_id: str) -> Page:
    return Page("drafting/naming.html", naming.names_page(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/naming", act="edition:edit")
def rename(desk: Desk, edition_id: str, form: NamesForm) -> Done:
    wanted = naming.Names(form.title, form.slug, form.summary, tuple(form.parties))
    edition = naming.rename(desk.session, desk.actor, edition_id, names=wanted, base=form.base, at=desk.now)
    return Done(f"/editions/{edition_id}", {"edition": edition.id, "title": edition.title})


@doors.get("/editions/{edition_id:str}/findings", act="edition:read")
def findings(desk: Desk, edition_id: str, row: str = "") -> Page:
    value = requirements.findings_page(desk.session, desk.actor, edition_id, row)
    return Page("drafting/findings.html", value)


@doors.post("/editions/{edition_id:str}/findings/{requirement:str}/marks", act="edition:edit")
def mark(desk: Desk, edition_id: str, requirement: str, form: MarkForm) -> Done:
    made = marking.mark(
        desk.session, desk.actor, edition_id, requirement, value=form.value, words=form.words, clause=form.clause,
        pack=form.pack, at=desk.now,
    )  # fmt: skip
    return Done(f"/editions/{edition_id}/findings#row-{requirement}", {"mark": made.id, "value": made.value})


@doors.get("/editions/{edition_id:str}/exhibits", act="edition:edit")
def exhibit_form(desk: Desk, edition_id: str) -> Page:
    return Page("drafting/exhibits.html", forms.exhibit_form(desk.session, desk.actor, edition_id))


@doors.post("/editions/{edition_id:str}/exhibits", act="edition:edit", max_bytes=UPLOAD_BYTES)
def attach(desk: Desk, edition_id: str, form: ExhibitForm) -> Done:
    content = form.upload.content if form.upload else b""
    revision = exhibits.attach(
        desk.session, desk.actor, edition_id, name=form.name, content=content, redactable=form.redactable, at=desk.now
    )  # fmt: skip
    return Done(f"/editions/{edition_id}/exhibits", {"revision": revision.number})


@doors.post("/editions/{edition_id:str}/exhibits/{name:str}/removal", act="edition:edit")
def detach(desk: Desk, edition_id: str, name: str) -> Done:
    revision = exhibits.detach(desk.session, desk.actor, edition_id, name=name, at=desk.now)
    return Done(f"/editions/{edition_id}/exhibits", {"revision": revision.number})


@doors.get("/editions/{edition_id:str}/exhibits/{name:str}", act="edition:read", api=False)
def exhibit(desk: Desk, edition_id: str, name: str) -> File:
    subject = queries.find(desk.session, desk.actor, edition_id)
    content, kind = exhibits.content_of(desk.session, subject.edition.revision_id, name)
    return File(content, kind, name, download=True)


@doors.get("/editions/{edition_id:str}/text.txt", act="edition:read", api=False)
def text_file(desk: Desk, edition_id: str) -> File:
    found = queries.edition_text(desk.session, desk.actor, edition_id)
    content = queries.as_text(found["edition"]["title"], found["text"]["clauses"])
    return File(content.encode(), "text/plain; charset=utf-8", "agreement.txt")


@doors.get("/editions/{edition_id:str}/text.md", act="edition:read", api=False)
def markdown_file(desk: Desk, edition_id: str) -> File:
    found = queries.edition_text(desk.session, desk.actor, edition_id)
    content = queries.as_markdown(found["text"]["clauses"])
    return File(content.encode(), "text/markdown; charset=utf-8", "agreement.md")


def _saved(desk: Desk, edition_id: str, revision: Revision, confirmed: bool, key: str = "") -> Done:
    """If we stop here because it was not confirmed, the transaction ends and nothing was written."""
    insist_known(desk.session, revision, confirmed=confirmed, at=desk.now)
    return _revised(edition_id, revision.number, key)


def _revised(edition_id: str, number: int, key: str = "") -> Done:
    place = f"#clause-{key}" if key else "#text"
    return Done(f"/editions/{edition_id}{place}", {"revision": number})


def _number(words: str) -> int:
    if not words.strip().isdecimal() or len(words.strip()) > 6:
        raise Invalid.one(
            "base", "Say which revision your text is based on; its number stands above the text."
        )
    return int(words)
