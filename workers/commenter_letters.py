"""The letters to somebody of the public who commented: to confirm it, and with its answer.

Such a person has no account: the address stands in a row beside the comment, is read here, where the letter is made, and in
no payload, event or line of a log. With its last letter the address is forgotten.
"""

from collections.abc import Callable
from datetime import datetime

from jinja2 import Environment
from sqlmodel import Session

from workers.words import Words
from workflow.adapters.mail import Letter
from workflow.drafting.hidden.today import today
from workflow.drafting.models import Edition, Mou
from workflow.history import queries as history
from workflow.review.window import public, shown, speaking
from workflow.review.window.models import Commenter, PublicComment

WHY_CONFIRM = "somebody, probably you, wrote a comment with this address. If not, ignore this letter: the comment is then deleted."


def write(
    session: Session, templates: Environment, name: str, comment_id: str, *, key: str, at: datetime
) -> Letter | None:
    """Render one letter; None when there is nothing to say any more."""
    comment, author = session.get(PublicComment, comment_id), session.get(Commenter, comment_id)
    if comment is None or author is None:
        return None
    edition = session.get_one(Edition, comment.edition_id)
    mou = session.get_one(Mou, edition.mou_id)
    origin = history.installation(session).origin
    words = LETTERS[name](session, comment, edition.title, origin, at)
    if words is None:
        return None
    context = {**vars(words), "zone": mou.timezone, "origin": origin, "name": comment.name}
    return Letter(
        key, author.email, " ".join(words.subject.split()), templates.get_template("mail/letter.txt").render(context),
        templates.get_template("mail/letter.html").render(context), at,
    )  # fmt: skip


def _confirm(session: Session, comment: PublicComment, title: str, origin: str, at: datetime) -> Words | None:
    secret = speaking.issue_link(session, comment.id, at=at)
    if not secret:
        return None
    return Words(
        f"Confirm your comment on {title}", "Please confirm your comment. Until then nobody sees it.",
        [comment.words, "Your address is shown to nobody."],
        f"{origin}/confirmations/{secret}", "Confirm the comment", WHY_CONFIRM, comment.until,
    )  # fmt: skip


def _answered(
    session: Session, comment: PublicComment, title: str, origin: str, at: datetime
) -> Words | None:
    """Forgets the address: if we crash before the commit, the row is still there and the same letter goes out again."""
    edition = session.get_one(Edition, comment.edition_id)
    hidden = today(session, session.get_one(Mou, edition.mou_id), edition)
    (value,) = shown.values(session, [(comment, 0)], {}, hidden)
    answer = value["answer"]
    if answer is None:
        return None
    address = public.address_of(session, comment)
    speaking.forget_address(session, comment.id)
    return Words(
        f"Your comment on {title} was answered", f"Your comment {comment.number} was answered: {answer['label']}.",
        [answer["words"]] if answer["words"] else [],
        f"{origin}{address}?after={(comment.number or 1) - 1}", "See the answer",
        "you asked to be told of it. Your address is now deleted.",
    )  # fmt: skip


LETTERS: dict[str, Callable[[Session, PublicComment, str, str, datetime], Words | None]] = {
    "confirm": _confirm,
    "answered": _answered,
}
