"""The doors of the public comment window: those of the public, and those of the people who run it."""

from dataclasses import dataclass, field

from workflow.adapters.doors import Desk, Done, File, Form, Page, one_of
from workflow.core.window import REASONS
from workflow.review.doors import doors
from workflow.review.threads.queries import ANSWERS
from workflow.review.window import actions, judging, public, public_files, speaking, working
from workflow.review.window.queries import place


@dataclass
class WindowForm(Form):
    """Times are as the clock shows them where the agreement lives: 2026-05-12T17:00. No opening means at once."""

    notice: str = field(default="", metadata={"kind": "box", "label": "The notice"})
    opens: str = field(default="", metadata={"label": "It opens"})
    closes: str = field(default="", metadata={"label": "It closes"})


@dataclass
class ExtensionForm(Form):
    closes: str = field(default="", metadata={"label": "It closes"})


@dataclass
class CancelForm(Form):
    words: str = field(default="", metadata={"kind": "box", "label": "Why"})


@dataclass
class ModerationForm(Form):
    act: str = one_of("What is done", [("show", "Show it"), ("hold", "Hold it back"), ("hide", "Hide it")])
    reason: str = one_of("Because", REASONS.items())
    words: str = field(default="", metadata={"kind": "box", "label": "In your words"})


@dataclass
class AnswerForm(Form):
    value: str = one_of("Answer", ANSWERS.items())
    words: str = field(default="", metadata={"kind": "box", "label": "Your answer"})


@dataclass
class SpeakForm(Form):
    """`email` is for the link that confirms the comment, and is shown to nobody."""

    clause: str = field(default="", metadata={"kind": "hidden"})
    words: str = field(default="", metadata={"kind": "box", "label": "Your comment"})
    name: str = field(default="", metadata={"label": "Your name, if you want it shown"})
    email: str = field(default="", metadata={"label": "Your e-mail address"})
    wants_answer: bool = False


@doors.get("/mou/{slug:str}/{edition:str}/comment", act="public:read")
def window(
    desk: Desk, slug: str, edition: str, clause: str | None = None, like: int = 0, after: int = 0
) -> Page:
    value = public.window_page(
        desk.session, slug, edition, now=desk.now, clause=clause, like=like, after=after
    )
    return Page("review/window/public.html", value, public=True)


@doors.get("/mou/{slug:str}/{edition:str}/comment/new", act="public:comment")
def comment_form(desk: Desk, slug: str, edition: str, clause: str = "") -> Page:
    return Page("review/window/speak.html", public.form(desk.session, slug, edition, clause, now=desk.now))


@doors.get("/mou/{slug:str}/{edition:str}/comment/sent", act="public:read")
def sent(desk: Desk, slug: str, edition: str) -> Page:
    where = place(desk.session, slug, edition)
    return Page("review/window/sent.html", public.head(desk.session, where, desk.now), public=True)


@doors.post("/mou/{slug:str}/{edition:str}/comments", act="public:comment", max_bytes=50_000)
def speak(desk: Desk, slug: str, edition: str, form: SpeakForm) -> Done:
    speaking.say(desk.session, slug, edition, at=desk.now, **vars(form))
    return Done(f"/mou/{slug}/{edition}/comment/sent", {"sent": True})


@doors.get("/mou/{slug:str}/{edition:str}/comments.csv", act="public:read", api=False)
def comments_table(desk: Desk, slug: str, edition: str) -> File:
    content = public_files.as_csv(public_files.whole(desk.session, slug, edition, desk.now))
    return File(content, "text/csv; charset=utf-8", f"public-comments-{slug}-{edition}.csv", public=True)


@doors.get("/mou/{slug:str}/{edition:str}/comments.json", act="public:read", api=False)
def comments_data(desk: Desk, slug: str, edition: str) -> File:
    content = public_files.as_json(public_files.whole(desk.session, slug, edition, desk.now))
    return File(content, "application/json", f"public-comments-{slug}-{edition}.json", public=True)


@doors.get("/confirmations/{secret:str}", act="public:confirm")
def confirmation(desk: Desk, secret: str) -> Page:
    """Shows a button. However often this is looked at, nothing is used up."""
    value = public.confirmation(desk.session, speaking.secret_hash(secret), now=desk.now)
    return Page("review/window/confirm.html", {**value, "action": f"/confirmations/{secret}"})


@doors.post("/confirmations/{secret:str}", act="public:confirm")
def confirm(desk: Desk, secret: str) -> Done:
    comment = speaking.confirm(desk.session, secret, at=desk.now)
    address = public.address_of(desk.session, comment)
    return Done(
        f"{address}?after={(comment.number or 1) - 1}#comment-{comment.number}", {"number": comment.number}
    )


@doors.get("/editions/{edition_id:str}/window", act="edition:read")
def window_desk(desk: Desk, edition_id: str, state: str = "", after: int = 0) -> Page:
    value = working.window_desk(desk.session, desk.actor, edition_id, at=desk.now, state=state, after=after)
    return Page("review/window/desk.html", value)


@doors.post("/editions/{edition_id:str}/window", act="edition:window:run")
def announce(desk: Desk, edition_id: str, form: WindowForm) -> Done:
    row = actions.announce(desk.session, desk.actor, edition_id, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/window", {"opens": row.opens, "closes": row.closes})


@doors.post("/editions/{edition_id:str}/window/extension", act="edition:window:run")
def extend(desk: Desk, edition_id: str, form: ExtensionForm) -> Done:
    row = actions.extend(desk.session, desk.actor, edition_id, closes=form.closes, at=desk.now)
    return Done(f"/editions/{edition_id}/window", {"closes": row.closes})


@doors.post("/editions/{edition_id:str}/window/cancellation", act="edition:window:run")
def cancel(desk: Desk, edition_id: str, form: CancelForm) -> Done:
    actions.cancel(desk.session, desk.actor, edition_id, words=form.words, at=desk.now)
    return Done(f"/editions/{edition_id}/window", {"cancelled": True})


@doors.get("/editions/{edition_id:str}/window/comments/{number:int}", act="edition:read")
def comment_desk(desk: Desk, edition_id: str, number: int) -> Page:
    value = working.comment_desk(desk.session, desk.actor, edition_id, number, at=desk.now)
    return Page("review/window/comment.html", value)


@doors.post(
    "/editions/{edition_id:str}/window/comments/{number:int}/moderation", act="edition:window:moderate"
)
def moderate(desk: Desk, edition_id: str, number: int, form: ModerationForm) -> Done:
    row = judging.moderate(desk.session, desk.actor, edition_id, number, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/window/comments/{number}", {"act": row.act})


@doors.post("/editions/{edition_id:str}/window/comments/{number:int}/answers", act="edition:dispose")
def answer(desk: Desk, edition_id: str, number: int, form: AnswerForm) -> Done:
    row = judging.answer(desk.session, desk.actor, edition_id, number, at=desk.now, **vars(form))
    return Done(f"/editions/{edition_id}/window/comments/{number}", {"value": row.value})
