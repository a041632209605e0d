"""Answers and refusals as pages or JSON. Rendering happens after the commit, so a page never tells of what is not so."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from workflow.adapters.doors import Answer, Done, File, Page, Upload
from workflow.adapters.settings import Settings
from workflow.core.errors import Issue
from workflow.web import sessions
from workflow.web.back import came_from, way_back
from workflow.web.binding import Field, typed
from workflow.web.refill import Asked, refill
from workflow.web.refusals import Refusal
from workflow.web.reply import HTML, PROBLEM, Reply
from workflow.web.sessions import STRANGER, Visitor
from workflow.web.static import FOREVER, StaticFiles
from workflow.web.templates import environment, label, render
from workflow.web.visit import Visit


class Views:
    """Puts words and bytes to what a door answered, for one deployment."""

    def __init__(self, settings: Settings, secret: bytes, static: StaticFiles, closed: str = "") -> None:
        self.settings, self.secret, self.static, self.closed = settings, secret, static, closed
        self.env = environment(static, settings.timezone)

    def answer(self, visit: Visit, visitor: Visitor, answer: Answer) -> Reply:
        """The reply to a door that opened."""
        api = visit.opening is not None and visit.opening.api
        if isinstance(answer, Done):
            return self._done(answer, api)
        if isinstance(answer, File):
            return self._file(answer, visit)
        if api:
            reply = Reply.of_json(answer.value, answer.status)
            reply.headers["cache-control"] = "no-cache" if answer.public else "private, no-cache"
            reply.shared = answer.public and visitor is STRANGER
            if mark := answer.etag or (digest(reply.body) if reply.shared else ""):
                reply.headers["etag"] = f'"{mark}"'
            return reply
        return self._page(visit, visitor, answer)

    def refuse(
        self, visit: Visit, visitor: Visitor, no: Refusal, sent: dict[str, list[Field]], asked: Asked | None = None
    ) -> Reply:  # fmt: skip
        """The reply to a "no" or a fault. A page keeps what was typed, ready to be mended and sent again: in the form of the
        page that asked, where that is known and still has one."""
        if visit.api:
            reply = Reply.of_json(no.problem(visit.path), no.status, media_type=PROBLEM)
            reply.headers |= no.headers
            return reply
        # Whether a busy service did it is not certain, and sending the very same form again is safe.
        back = way_back(visit, sent) if no.status != 503 else None
        wrong = {issue.field: issue.words for issue in no.issues if issue.field}
        filled = refill(asked, visit.here, sent, wrong) if asked and not back else None
        if filled:
            no = replace(no, issues=tuple(_placed(issue, filled.places) for issue in no.issues))
        again = None if back or filled else self._again(visit, sent, no)
        if back:
            back["page"] = _ours(back["page"])
        value = {"no": no, "filled": filled, "again": again, "back": back, "request_id": visit.request_id}
        body, _ = self._render("web/refusal.html", value, visit, visitor)
        return Reply(no.status, body, HTML, {"cache-control": "no-store", **no.headers})

    def _done(self, done: Done, api: bool) -> Reply:
        location = _ours(done.location)
        reply = Reply.of_json(done.value, 201, location=location) if api else Reply.elsewhere(location)
        reply.headers["cache-control"] = "no-store"
        if done.session_token is not None:
            reply.cookie = sessions.set_cookie(self.settings, done.session_token)
        return reply

    def _page(self, visit: Visit, visitor: Visitor, page: Page) -> Reply:
        shared = page.public and visitor is STRANGER
        headers = {"cache-control": "no-cache" if shared else "private, no-cache", "vary": "cookie"}
        mark = ""
        if page.etag:
            # The header of the page differs by visitor, and everything by the version of our own assets.
            who = f"{visitor.session[:12]}{visitor.turns}"
            mark = f'"{page.etag}.{self.static.version[:8]}.{who}"'
            if fits(visit.headers.get("if-none-match", ""), mark):
                return Reply(304, b"", HTML, {**headers, "etag": mark})
        body, has_form = self._render(page.template, page.value, visit, visitor)
        if has_form:  # a form is good for one sending, so a page with one is never answered by 304
            return Reply(page.status, body, HTML, headers)
        if mark or shared:
            headers["etag"] = mark or f'"{digest(body)}"'
        return Reply(page.status, body, HTML, headers, shared=shared)

    def _render(
        self, template: str, value: dict[str, Any], visit: Visit, visitor: Visitor
    ) -> tuple[bytes, bool]:
        forms: list[str] = []
        context = {
            **value,
            "actor": visitor.actor,
            "path": visit.path,
            "came_from": came_from(visit),
            "inbox_count": visitor.turns,
            "demo": self.settings.demo,
            "read_only": self.closed,
            "csrf_field": self._form_field(visitor, forms),
            "csrf_token": sessions.form_token(self.secret, visitor),
        }
        return render(self.env, template, context), bool(forms)

    def _form_field(self, visitor: Visitor, forms: list[str]) -> Callable[[], Markup]:
        def csrf_field() -> Markup:
            """Two hidden inputs: whose form this is, and a key that makes sending it twice take effect once."""
            forms.append(once := secrets.token_urlsafe(16))
            return Markup(
                '<input type="hidden" name="csrf" value="{}"><input type="hidden" name="once" value="{}">'
            ).format(sessions.form_token(self.secret, visitor), once)

        return csrf_field

    def _again(self, visit: Visit, sent: dict[str, list[Field]], no: Refusal) -> dict[str, Any] | None:
        """The form to send again, or None when there was none or sending it again can do no good."""
        if visit.method != "POST" or visit.opening is None or no.status in (404, 410):
            return None
        words = {issue.field: issue.words for issue in no.issues if issue.field}
        inputs = []
        for name, kind, notes in typed(visit.opening.plan.form):
            given = [one for one in sent.get(name, []) if isinstance(one, str)]
            upload = "Upload" in str(kind)
            inputs.append(
                {
                    "name": name,
                    "label": notes.get("label") or label(name),
                    "kind": "file" if upload else _kind(notes, given, name in words),
                    "values": given or [""],
                    "error": words.get(name, ""),
                    "options": _offered(notes.get("options", ()), given),
                    "had_file": upload and any(isinstance(one, Upload) for one in sent.get(name, [])),
                }
            )
        return {"action": visit.here, "inputs": inputs, "multipart": any(i["kind"] == "file" for i in inputs)}

    def _file(self, file: File, visit: Visit) -> Reply:
        kept = FOREVER if file.forever else "no-cache"
        headers = {"cache-control": kept if file.public else "private, no-cache"}
        if file.etag:
            headers["etag"] = f'"{file.etag}"'
        if file.name:
            how = "attachment" if file.download else "inline"
            plain = "".join(
                c if c.isascii() and c.isprintable() and c not in '"\\;' else "_" for c in file.name
            )
            headers["content-disposition"] = (
                f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
            )
        if file.policy:
            headers["content-security-policy"] = file.policy
        return Reply(200, file.content, file.media_type, headers, shared=file.public)


def digest(body: bytes) -> str:
    """An entity tag of bytes that are public. Of others it would tell who guesses them right (docs/trust.md)."""
    return sha256(body).hexdigest()[:32]


def fits(asked: str, mark: str) -> bool:
    """Whether an If-None-Match header names this entity tag (weak comparison, RFC 9110 section 13.1.2)."""
    if not asked or not mark:
        return False
    ours = mark.removeprefix("W/")
    return asked.strip() == "*" or any(one.strip().removeprefix("W/") == ours for one in asked.split(","))


def _ours(location: str) -> str:
    """An address of this service. `//elsewhere` and `\\elsewhere` would lead a browser away from it."""
    bad = not location.startswith("/") or location.startswith("//")
    if bad or "\\" in location or any(ord(c) < 32 for c in location):
        return "/"
    return quote(location, safe="/?#=&%:;,+@!$'()*~[]-._")


def _placed(issue: Issue, places: Mapping[str, str]) -> Issue:
    """The issue, leading to where its field is on the page that was filled."""
    return (
        replace(issue, link=f"#{places[issue.field]}") if issue.field in places and not issue.link else issue
    )


def _offered(options: Sequence[list[str]], given: list[str]) -> list[list[str]]:
    """What a field takes, in words; with a request to choose where what was sent is none of it."""
    known = given and any(given[0] == value for value, _ in options)
    return [*([] if known else [["", "Choose"]]), *options]


def _kind(notes: dict[str, Any], given: list[str], wrong: bool) -> str:
    """Which input shows a field again: hidden for what nobody typed, a box for more than a line."""
    if notes.get("kind"):
        return str(notes["kind"])
    if notes.get("options"):
        return "select"
    if len(given) > 1:
        return "hidden"
    text = given[0] if given else ""
    if "\n" in text or len(text) > 60:
        return "box"
    machine = len(text) >= 16 and text.isascii() and text.isalnum() and text == text.lower()
    return "line" if (text and not machine) or wrong else "hidden"
