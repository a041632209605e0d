"""The letters about a public comment window to those who take part in the agreement."""

from workers.words import Subject, Words
from workflow.adapters.templates import moment, plural
from workflow.review.window.models import CommentWindow
from workflow.review.window.shown import summary


def _address(about: Subject) -> str:
    return (
        f"{about.origin}/mou/{about.mou.slug}/{about.edition.number}/comment"
        if about.mou and about.edition
        else about.page
    )


def opened(about: Subject) -> Words | None:
    row = about.session.get_one(CommentWindow, about.event.subject_id)
    if row.cancelled or row.closed:
        return None
    until = moment(row.closes, about.mou.timezone if about.mou else "UTC")
    return Words(
        f"Open for public comment: {about.title}", "The draft can be read and commented on by anybody.",
        [f"The window closes on {until}. Until then the text rests: nobody can change it."],
        _address(about), "What the public sees", "you take part in this agreement.",
    )  # fmt: skip


def closed(about: Subject) -> Words:
    counts = summary(about.session, about.edition.id) if about.edition else {"total": 0, "unanswered": 0}
    return Words(
        f"Public comment has closed: {about.title}", f"The public made {plural(counts['total'], 'comment')}.",
        [f"{plural(counts['unanswered'], 'comment')} still to be answered before the text can be frozen."],
        f"{about.page}/window", "Read and answer", "you help run this agreement.",
    )  # fmt: skip


def cancelled(about: Subject) -> Words:
    row = about.session.get_one(CommentWindow, about.event.subject_id)
    return Words(
        f"Public comment was cancelled: {about.title}", "The public comment window of this draft was cancelled.",
        [f"The reason given: {row.reason}"], about.page, "See the draft", "you take part in this agreement.",
    )  # fmt: skip
