"""A room of the tests' own: one door of every kind the edge has to open."""

from dataclasses import dataclass, field

from sqlalchemy import text
from sqlmodel import select

from workflow.adapters.doors import Desk, Done, Doors, File, Form, Page, Upload, one_of
from workflow.core.errors import Conflict, Forbidden, Gone, Invalid, Issue, NotFound, Refused, Unready
from workflow.parties.ceremony_form import CredentialForm, creation_page
from workflow.parties.models import Party, Throttle

doors = Doors("test room")


@dataclass
class NoteForm(Form):
    """A note with everything a form may hold."""

    title: str = ""
    words: str = ""
    tags: list[str] = field(default_factory=list)
    urgent: bool = False
    colour: str = one_of("Which colour?", [("r", "Red as a barn"), ("b", "Blue")])
    edition_id: str = ""
    paper: Upload | None = None


@dataclass
class SignInForm(Form):
    email: str = ""
    token: str = ""


def _count(desk: Desk) -> int:
    return len(desk.session.exec(select(Party)).all())


@doors.get("/notes", act="public:read")
def notes(desk: Desk, page: int = 1, tag: list[str] | None = None) -> Page:
    """Everything noted so far."""
    value = {"count": _count(desk), "page": page, "tags": tag or [], "name": desk.actor.name}
    return Page("web/plain.html", value, etag=f"n{value['count']}", public=True)


@doors.get("/desk/{note_id:str}", act="inbox:read")
def private(desk: Desk, note_id: str) -> Page:
    """A page for who is signed in."""
    if note_id == "missing":
        raise NotFound("note")
    return Page("web/form.html", {"count": _count(desk), "name": desk.actor.name}, etag="p1")


@doors.get("/pads/{number:int}", act="public:read")
def pad(desk: Desk, number: int, shut: int = 0) -> Page:
    """A page with a form for notes."""
    if shut:
        raise RuntimeError("the pad is stuck")
    return Page("web/pad.html", {"name": f"{desk.actor.name or 'nobody'}, {number}"})


@doors.post("/notes", act="public:read", max_bytes=50_000)
def note(desk: Desk, form: NoteForm) -> Done:
    """Note something."""
    issues = [Issue("missing", "Give it a title.", field="title")] if not form.title else []
    if form.words == "bad":
        issues.append(Issue("bad", "Say it kindly.", field="words"))
    if issues:
        raise Invalid(issues)
    place = f"{form.paper.name}:{len(form.paper.content)}" if form.paper else ""
    desk.session.add(Party(
        kind="school", legal_name=form.title, short_name=",".join(form.tags), place=place or form.words,
        created=desk.now,
    ))  # fmt: skip
    desk.session.flush()
    return Done(f"/notes?count={_count(desk)}", {"count": _count(desk), "urgent": form.urgent})


@doors.post("/private", act="inbox:read")
def act_privately(desk: Desk, form: NoteForm) -> Done:
    """Something only a signed-in person does."""
    desk.session.add(Party(kind="school", legal_name=form.title, created=desk.now))
    return Done("/notes", {"by": desk.actor.name})


@doors.post("/refusals/{kind:str}", act="public:read")
def refuse(desk: Desk, kind: str, form: NoteForm) -> Done:
    """Every way of saying no."""
    desk.session.add(Party(kind="school", legal_name="never kept", created=desk.now))
    desk.session.flush()
    raise {
        "refused": Refused("The text is frozen.", "Reopen it first."),
        "unready": Unready("/srv/keys/checkpoint.pem is not there."),
        "forbidden": Forbidden("Only the clerk can do this."),
        "conflict": Conflict("Somebody saved this clause before you.", mine=form.words, theirs="Their text"),
        "gone": Gone("Withdrawn by Springfield on Tuesday 12 May 2026."),
        "missing": NotFound("edition"),
        "fault": RuntimeError("the password is hunter2"),
    }[kind]


@doors.get("/asking", act="inbox:read")
def ask(desk: Desk) -> Page:
    """The page of a ceremony."""
    words = [["Reason", "Lost on a bus."]]
    return creation_page("Sign it", words, {}, "/answers", "Sign")


@doors.post("/answers", act="inbox:read")
def answer(desk: Desk, form: CredentialForm) -> Done:
    """A passkey's answer that comes too late."""
    raise Refused("The text is frozen.", "Reopen it first.")


@doors.post("/late", act="public:read")
def fails_at_commit(desk: Desk, form: NoteForm) -> Done:
    """A constraint that is only looked at when the transaction commits."""
    desk.session.connection().execute(text("PRAGMA defer_foreign_keys=ON"))
    desk.session.connection().execute(
        text("INSERT INTO web_session (token_hash, person_id, by_passkey, created, seen, expires)"
             " VALUES ('x', 'nobody', 0, '2026-01-01', '2026-01-01', '2026-01-01')")
    )  # fmt: skip
    return Done("/notes")


@doors.get("/gone", act="public:read")
def gone(desk: Desk) -> Page:
    """What was public once."""
    raise Gone("Withdrawn by Springfield on Tuesday 12 May 2026.")


@doors.get("/files/{name:str}", act="public:read", api=False)
def file(desk: Desk, name: str) -> File:
    """Bytes as they are."""
    return File(b"all of it", "text/plain; charset=utf-8", name=name, etag="f1", public=True, download=True)


@doors.post("/signing-in", act="session:begin")
def sign_in(desk: Desk, form: SignInForm) -> Done:
    """The test's own sign-in: the token is a session that the test has already made."""
    if not form.token:
        raise Refused("This link was used before.")
    return Done("/notes", {"hello": form.email}, session_token=form.token)


@doors.post("/sign-out", act="session:end")
def sign_out(desk: Desk) -> Done:
    """The end of a session."""
    return Done("/notes", session_token="")


@doors.get("/tries", act="public:read")
def tries(desk: Desk) -> Page:
    """How many counters there are."""
    rows = desk.session.exec(select(Throttle)).all()
    return Page("web/plain.html", {"count": len(rows), "page": 1, "tags": [], "name": ""})


@doors.get("/looks", act="public:read")
def looks(desk: Desk) -> Page:
    """Every part of the layout on one page."""
    return Page("web/looks.html", {})


@doors.get("/letters", act="mailbox:read")
def letters(desk: Desk) -> Page:
    """What only the machine itself may read."""
    return Page("web/plain.html", {"count": 0, "page": 1, "tags": [], "name": ""})


@doors.post("/be", act="demo:people")
def be(desk: Desk, form: SignInForm) -> Done:
    """What the demo offers to who sits at the machine."""
    return Done("/notes", session_token=form.token)
