"""The letters this service writes: one table of what each says. Text and HTML render the same value.

The first line says whose turn it is or what happened; then why you get this, one link, and when it is due. No images, no
tracking, no secrets except the one link a person asked for, which is made here and now and never stored in clear.
Nobody is written to who has no address, who has left meanwhile, or who may no longer read what the letter is about.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from jinja2 import Environment
from sqlmodel import Session, col, select

from workers import (
    beside_letters,
    closing_letters,
    correction_letters,
    counting_letters,
    hiding_letters,
    key_letters,
    link_letters,
    objection_letters,
    order_letters,
    paper_letters,
    party_letters,
    publication_letters,
    receipt_letters,
    recipients,
    recovery_letters,
    renewal_letters,
    sent_letters,
    service_letters,
    succession_letters,
    vote_letters,
    window_letters,
)
from workers.words import Subject, Words
from workflow.adapters.mail import Letter
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.drafting.models import Edition, Mou
from workflow.history import queries as history
from workflow.history.models import Event
from workflow.parties.models import Person
from workflow.review.models import Comment, Disposition, Thread, Turns
from workflow.review.suggestions.queries import suggests
from workflow.signing.models import Signature, SigningEvent, Withdrawal


def write(
    session: Session,
    templates: Environment,
    name: str,
    event_id: int,
    person_id: str,
    *,
    key: str,
    at: datetime,
    edition_id: str = "",
    waiting_hours: int = 0,
    witnesses: tuple[str, ...] = (),
) -> Letter | None:
    """Render one letter; None when there is nothing to say any more (the turn has passed, the thread was withdrawn).

    `edition_id` is what the letter is about where the event itself is about something else, such as an office;
    `waiting_hours` is how long a key waits after its vouch; `witnesses` (vkeys) are asked to sign the log.
    """
    # Whose turn it is at a party is asked of the rows, so whom it concerns is known there.
    about = subject_of(
        session, event_id, person_id, edition_id, at, waiting_hours, known=name == "party_turn"
    )
    about = replace(about, witnesses=witnesses) if about else None
    words = LETTERS[name](about) if about else None
    return render(about, words, templates, key=key, at=at) if about and words else None


def subject_of(
    session: Session, event_id: int, person_id: str, edition_id: str, at: datetime, waiting_hours: int = 0, *, known: bool = False
) -> Subject | None:  # fmt: skip
    """What a letter to this person is about; None when the person has no address or, unless it is `known`, is not concerned any more."""
    event = session.get_one(Event, event_id)
    person = session.get_one(Person, person_id)
    edition_id = edition_id or event.edition_id or ""
    if not person.email:
        return None
    if not known and not recipients.still_concerned(session, event, edition_id, person.id, at):
        return None
    edition = session.get(Edition, edition_id) if edition_id else None
    mou = session.get(Mou, edition.mou_id) if edition else None
    return Subject(
        session, event, person, history.installation(session).origin, at, mou, edition, waiting_hours
    )


def render(about: Subject, words: Words, templates: Environment, *, key: str, at: datetime) -> Letter:
    """The letter itself, as text and HTML of the same value."""
    zone = words.zone or (about.mou.timezone if about.mou else "UTC")
    context = {**vars(words), "zone": zone, "origin": about.origin, "name": about.person.name}
    return Letter(
        key, about.person.email, " ".join(words.subject.split()), templates.get_template("mail/letter.txt").render(context),
        templates.get_template("mail/letter.html").render(context), at, words.attached,
    )  # fmt: skip


FREED = frozenset({
    EventKind.KEY_VOUCHED, EventKind.OBJECTION_ANSWERED, EventKind.OBJECTION_WITHDRAWN, EventKind.RECOVERY_COMPLETED,
})  # fmt: skip
"""A turn that begins with one of these had waited for its key."""


def _your_turn(about: Subject) -> Words | None:
    turn = about.session.exec(
        select(Turns).where(Turns.edition_id == about.edition.id, Turns.person_id == about.person.id)
    ).first() if about.edition else None  # fmt: skip
    if turn is None or about.edition is None:
        return None
    state = IN_WORDS[Status(about.edition.status)]
    counts = ["Your signing key counts now."] if EventKind(about.event.kind) in FREED else []
    return Words(
        f"Your turn: {about.title}", f"Your turn: {turn.reason}.", [f"{about.title} is {state}.", *counts],
        about.origin + (turn.link or f"/editions/{turn.edition_id}"), "Open it", "it is your turn on this agreement.", turn.due,
    )  # fmt: skip


def _reminder(about: Subject) -> Words | None:
    """The turn once more, with what silence means. Whoever has answered meanwhile gets nothing."""
    turn = _your_turn(about)
    if turn is None or turn.due is None:
        return None
    late = turn.due < about.at
    said = "The due date has passed. What is not said is shown as “no comment received”; it never counts as an approval."
    return replace(
        turn,
        subject=f"{'Overdue' if late else 'Reminder'}: {about.title}",
        lines=[*turn.lines, *([said] if late else [])],
    )


def _thread(about: Subject) -> tuple[Thread, str] | None:
    thread = about.session.get(Thread, about.event.subject_id)
    if thread is None or thread.state == "withdrawn":
        return None
    return thread, f"{about.page}/threads/{thread.number}"


def _said(about: Subject, thread: Thread) -> list[str]:
    """What the event's actor wrote: never earlier than the event, so nobody else's later words."""
    words = about.session.exec(
        select(Comment.words)
        .where(
            Comment.thread_id == thread.id, Comment.author_id == about.event.actor_id, Comment.created >= about.event.at
        )
        .order_by(col(Comment.created)).limit(1)
    ).first()  # fmt: skip
    return [words] if words else []


def _thread_opened(about: Subject) -> Words | None:
    found = _thread(about)
    if found is None:
        return None
    thread, link = found
    did = (
        "made a comment and suggested a text"
        if suggests(about.session, thread)
        else "made a blocking comment"
        if thread.blocking
        else "asked a question"
        if thread.kind == "question"
        else "made a comment"
    )
    inside = ["Only your own side can read this comment."] if thread.visibility == "party" else []
    return Words(
        f"Comment {thread.number} on {about.title}", f"{about.event.actor_name} {did}.",
        [*_said(about, thread), *inside], link, "Read and answer", "you help run this agreement.",
    )  # fmt: skip


def _comment(about: Subject) -> Words | None:
    found = _thread(about)
    if found is None:
        return None
    thread, link = found
    did = "reopened" if about.event.kind == EventKind.THREAD_REOPENED else "replied to"
    return Words(
        f"Comment {thread.number} on {about.title}", f"{about.event.actor_name} {did} comment {thread.number}.",
        _said(about, thread), link, "Read and answer", "you took part in this comment.",
    )  # fmt: skip


def _answered(about: Subject) -> Words | None:
    found = _thread(about)
    if found is None:
        return None
    thread, link = found
    given = about.session.exec(
        select(Disposition)
        .where(Disposition.thread_id == thread.id)
        .order_by(col(Disposition.created).desc())
        .limit(1)
    ).first()
    answer = given.value.replace("_", " ") if given else "answered"
    return Words(
        f"Comment {thread.number} on {about.title}: {answer}", f"Comment {thread.number} was answered: {answer}.",
        [given.words] if given and given.words else [], link, "See the answer", "you took part in this comment.",
    )  # fmt: skip


def _declined(about: Subject) -> Words | None:
    signature = about.session.exec(select(Signature).where(Signature.event_id == about.event.id)).first()
    if signature is None:
        return None
    return Words(
        f"Declined: {about.title}", f"{signature.person_name} declined to sign.", [f"The reason given: {signature.reason}"],
        f"{about.origin}/signing-events/{signature.signing_event_id}", "See what can be done", "you help run this agreement.",
    )  # fmt: skip


def _reopened(about: Subject) -> Words | None:
    """A frozen text that is open again. One that was withdrawn or corrected has a letter of its own."""
    frozen = about.session.get(SigningEvent, about.event.subject_id)
    because = about.event.detail.get("because")
    if frozen is None or because in ("withdrawn", "corrected"):
        return None
    what, reason = f"{about.event.actor_name} reopened the frozen text.", f"The reason given: {frozen.reason}"
    if because == "expired":
        what, reason = "The text is open for review again.", frozen.reason
    return Words(
        f"Reopened: {about.title}", what,
        [reason, "Signatures already made stay on record for the old text and no longer count."],
        about.page, "See the draft", "you take part in this agreement.",
    )  # fmt: skip


def _withdrawn(about: Subject) -> Words:
    reason = about.session.exec(
        select(Withdrawal.reason).where(Withdrawal.edition_id == about.event.edition_id)
    ).first()
    return Words(
        f"Withdrawn: {about.title}", f"{about.event.actor_name} withdrew this edition before it was signed.",
        [f"The reason given: {reason}"] if reason else [], about.page, "See its history", "you take part in this agreement.",
    )  # fmt: skip


def _adopted(about: Subject) -> Words:
    return Words(
        f"Adopted: {about.title}", f"{about.event.actor_party} adopted the frozen text.", [], about.page, "See what is next",
        "you help run this agreement.",
    )  # fmt: skip


LETTERS: dict[str, Callable[[Subject], Words | None]] = {
    "sign_in": link_letters.sign_in, "invitation": link_letters.invitation, "guest": link_letters.guest, "your_turn": _your_turn, "reminder": _reminder, "thread_opened": _thread_opened,
    "comments_sent": sent_letters.comments_sent, "named": sent_letters.named, "comment": _comment, "answered": _answered, "declined": _declined, "reopened": _reopened,
    "withdrawn": _withdrawn, "adopted": _adopted, "review_begun": renewal_letters.begun,
    "objection_escalated": objection_letters.escalated, "objection_set_aside": objection_letters.set_aside,
    **closing_letters.LETTERS, **counting_letters.LETTERS, **correction_letters.LETTERS, **receipt_letters.LETTERS, **hiding_letters.LETTERS, **order_letters.LETTERS, **vote_letters.LETTERS, **paper_letters.LETTERS, **service_letters.LETTERS, **publication_letters.LETTERS, **beside_letters.LETTERS, "review_reminder": renewal_letters.reminder, "outcome": renewal_letters.outcome, **key_letters.LETTERS, **succession_letters.LETTERS, **party_letters.LETTERS, **recovery_letters.LETTERS,
    "window_opened": window_letters.opened, "window_closed": window_letters.closed, "window_cancelled": window_letters.cancelled,
}  # fmt: skip
