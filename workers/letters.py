"""The letters this service writes: one table of what each says. Text and HTML render the same value.

The first line says whose turn it is or what happened; then why you get this, one link, and when it is due. No images, no
tracking, no secrets except the one link a person asked for, which is made here and now and never stored in clear.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from jinja2 import Environment
from sqlmodel import Session, col, select

from workflow.adapters.mail import Letter
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.drafting.models import Edition, Mou
from workflow.history import queries as history
from workflow.history.models import Event
from workflow.parties import links
from workflow.parties.models import Person
from workflow.review.models import Comment, Disposition, Thread, Turns
from workflow.signing.models import Reopening, Signature, SigningEvent, Withdrawal


@dataclass(frozen=True)
class Subject:
    """What a letter is about: everything its words may come from."""

    session: Session
    event: Event
    person: Person
    origin: str
    at: datetime
    mou: Mou | None
    edition: Edition | None

    @property
    def title(self) -> str:
        return self.mou.title if self.mou else "Countersign"

    @property
    def page(self) -> str:
        return f"{self.origin}/editions/{self.edition.id}" if self.edition else self.origin


@dataclass(frozen=True)
class Words:
    """What one letter says."""

    subject: str
    first_line: str
    lines: list[str] = field(default_factory=list)
    link: str = ""
    link_words: str = ""
    why: str = ""
    due: datetime | None = None


def write(
    session: Session, templates: Environment, name: str, event_id: int, person_id: str, *, key: str, at: datetime
) -> Letter | None:
    """Render one letter; None when there is nothing to say any more (the turn has passed, the thread was withdrawn)."""
    event = session.get_one(Event, event_id)
    person = session.get_one(Person, person_id)
    edition = session.get(Edition, event.edition_id) if event.edition_id else None
    mou = session.get(Mou, event.mou_id) if event.mou_id else None
    origin = history.installation(session).origin
    words = LETTERS[name](Subject(session, event, person, origin, at, mou, edition))
    if words is None:
        return None
    context = {**vars(words), "zone": mou.timezone if mou else "UTC", "origin": origin, "name": person.name}
    return Letter(
        key, person.email, words.subject, templates.get_template("mail/letter.txt").render(context),
        templates.get_template("mail/letter.html").render(context), at,
    )  # fmt: skip


def _sign_in(about: Subject) -> Words:
    secret = links.issue(about.session, about.person.id, "sign_in", at=about.at)
    return Words(
        "Your sign-in link", "Here is your link to sign in.",
        ["It works once, for 15 minutes, in any browser. It cannot sign an agreement."],
        f"{about.origin}/links/{secret}", "Sign in", "somebody, probably you, asked for it on the sign-in page. If not, ignore this letter.",
    )  # fmt: skip


def _invitation(about: Subject) -> Words:
    secret = links.issue(about.session, about.person.id, "invitation", at=about.at)
    return Words(
        f"Invitation from {about.event.actor_name}", f"{about.event.actor_name} invites you to Countersign.",
        ["This is where your school or agency drafts, reviews and signs its school resource officer agreement.",
         "The link works once, within 14 days. Afterwards you can add a passkey, so that you need no links."],
        f"{about.origin}/links/{secret}", "Accept the invitation", "you hold an office at one of the parties.",
    )  # fmt: skip


def _guest(about: Subject) -> Words:
    edition_id = about.edition.id if about.edition else ""
    secret = links.issue(about.session, about.person.id, "guest", at=about.at, edition_id=edition_id)
    return Words(
        f"Please review: {about.title}", f"{about.event.actor_name} asks you to review a draft.",
        ["You need no account. The link opens this one draft, and you can comment on it."],
        f"{about.origin}/links/{secret}", "Read the draft", "you were named as a reviewer of this draft.",
    )  # fmt: skip


def _your_turn(about: Subject) -> Words | None:
    turn = about.session.exec(
        select(Turns).where(Turns.edition_id == about.event.edition_id, Turns.person_id == about.person.id)
    ).first()
    if turn is None:
        return None
    state = IN_WORDS[Status(about.edition.status)] if about.edition else ""
    return Words(
        f"Your turn: {about.title}", f"Your turn: {turn.reason}.", [f"{about.title} is {state}."],
        about.origin + (turn.link or f"/editions/{turn.edition_id}"), "Open it", "it is your turn on this agreement.", turn.due,
    )  # fmt: skip


def _thread(about: Subject) -> tuple[Thread, str] | None:
    thread = about.session.get(Thread, about.event.subject_id)
    if thread is None or thread.state == "withdrawn":
        return None
    return thread, f"{about.page}#thread-{thread.number}"


def _comment(about: Subject) -> Words | None:
    found = _thread(about)
    if found is None:
        return None
    thread, link = found
    last = about.session.exec(
        select(Comment.words).where(Comment.thread_id == thread.id, Comment.created <= about.event.at)
        .order_by(col(Comment.created).desc()).limit(1)
    ).first()  # fmt: skip
    return Words(
        f"Comment {thread.number} on {about.title}", f"{about.event.actor_name} replied to comment {thread.number}.",
        [last] if last else [], link, "Read and answer", "you took part in this comment.",
    )  # fmt: skip


def _answered(about: Subject) -> Words | None:
    found = _thread(about)
    if found is None:
        return None
    thread, link = found
    given = about.session.exec(
        select(Disposition).where(Disposition.thread_id == thread.id).order_by(col(Disposition.created).desc()).limit(1)
    ).first()
    answer = given.value.replace("_", " ") if given else "answered"
    return Words(
        f"Comment {thread.number} on {about.title}: {answer}", f"Comment {thread.number} was answered: {answer}.",
        [given.words] if given and given.words else [], link, "See the answer", "you took part in this comment.",
    )  # fmt: skip


def _receipt(about: Subject) -> Words | None:
    signature = about.session.exec(select(Signature).where(Signature.event_id == about.event.id)).first()
    if signature is None:
        return None
    frozen = about.session.get_one(SigningEvent, signature.signing_event_id)
    return Words(
        f"You signed: {about.title}", "Your signature is recorded.",
        [f"You signed for {about.event.actor_party} as {about.event.actor_office}, with your own key.",
         f"Fingerprint of the text you signed: {frozen.head}",
         "Keep this letter. Its fingerprint lets you show later, without us, which text you signed."],
        f"{about.origin}/signing-events/{frozen.id}", "Your signature and its receipt", "you signed this agreement.",
    )  # fmt: skip


def _declined(about: Subject) -> Words | None:
    signature = about.session.exec(select(Signature).where(Signature.event_id == about.event.id)).first()
    if signature is None:
        return None
    return Words(
        f"Declined: {about.title}", f"{signature.person_name} declined to sign.", [f"The reason given: {signature.reason}"],
        f"{about.origin}/signing-events/{signature.signing_event_id}", "See what can be done", "you help run this agreement.",
    )  # fmt: skip


def _reopened(about: Subject) -> Words:
    reason = about.session.exec(
        select(Reopening.reason).join(SigningEvent, col(SigningEvent.id) == col(Reopening.signing_event_id))
        .where(SigningEvent.edition_id == about.event.edition_id).order_by(col(Reopening.at).desc()).limit(1)
    ).first()  # fmt: skip
    return Words(
        f"Reopened: {about.title}", f"{about.event.actor_name} reopened the frozen text.",
        [f"The reason given: {reason}" if reason else "", "Signatures already made stay on record for the old text and no longer count."],
        about.page, "See the draft", "you take part in this agreement.",
    )  # fmt: skip


def _withdrawn(about: Subject) -> Words:
    reason = about.session.exec(select(Withdrawal.reason).where(Withdrawal.edition_id == about.event.edition_id)).first()
    return Words(
        f"Withdrawn: {about.title}", f"{about.event.actor_name} withdrew this edition before it was signed.",
        [f"The reason given: {reason}"] if reason else [], about.page, "See its history", "you take part in this agreement.",
    )  # fmt: skip


def _adopted(about: Subject) -> Words:
    return Words(
        f"Adopted: {about.title}", f"{about.event.actor_party} adopted the frozen text.", [], about.page, "See what is next",
        "you help run this agreement.",
    )  # fmt: skip


def _published(about: Subject) -> Words:
    address = f"{about.origin}/mou/{about.mou.slug}/{about.edition.number}" if about.mou and about.edition else about.origin
    return Words(
        f"Signed and published: {about.title}", "Everyone required has signed, and the public copy is published.",
        ["Anyone can read it, download it and check the signatures without us."],
        address, "The public copy", "you take part in this agreement.",
    )  # fmt: skip


def _review_begun(about: Subject) -> Words:
    return Words(
        f"The yearly review of {about.title} has begun", "The next edition was opened from the signed text.",
        ["Please read it again and say what should change. If nothing should, both sides can affirm it.",
         "Officers assigned to the schools: this is your copy to read, and your suggestions are asked for."],
        about.page, "Open the next edition", "you take part in this agreement.", None,
    )  # fmt: skip


def _review_reminder(about: Subject) -> Words | None:
    if about.edition is None:
        return None
    return Words(
        f"Review due: {about.title}", "The yearly review of this agreement is not finished.",
        [f"It is due on {about.edition.review_due:%A %-d %B %Y}." if about.edition.review_due else ""],
        about.page, "See what is missing", "you help run this agreement.",
    )  # fmt: skip


def _outcome(about: Subject) -> Words:
    return Words(
        f"Review outcome: {about.title}", f"{about.event.actor_party} recorded its outcome of the yearly review.",
        ["The review closes when both sides have recorded the same outcome."], about.page, "Record yours", "you help run this agreement.",
    )  # fmt: skip


def _key_vouched(about: Subject) -> Words:
    return Words(
        "Your signing key can be used", f"{about.event.actor_name} vouched for your signing key.",
        ["If you did not ask for this, tell your party's registrars at once."],
        f"{about.origin}/account", "Your keys", "it is your key.",
    )  # fmt: skip


LETTERS: dict[str, Callable[[Subject], Words | None]] = {
    "sign_in": _sign_in, "invitation": _invitation, "guest": _guest, "your_turn": _your_turn, "thread_opened": _comment,
    "comment": _comment, "answered": _answered, "receipt": _receipt, "declined": _declined, "reopened": _reopened,
    "withdrawn": _withdrawn, "adopted": _adopted, "published": _published, "review_begun": _review_begun,
    "review_reminder": _review_reminder, "outcome": _outcome, "key_vouched": _key_vouched,
}  # fmt: skip
