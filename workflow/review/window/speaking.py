"""What somebody of the public does: write a comment, and confirm it by the link in a letter.

1. No account. A name is given or not; an address is needed to confirm, is shown to nobody, and stands in a row of its own.
2. Until it is confirmed nobody sees a comment, and it has no number. Looking at the link's address uses nothing up; the
   button does, once.
3. When a comment may be confirmed is for `core.window` to say. What was not confirmed in time is deleted a day later.
4. The address goes with the confirmation, or with the letter about the answer where that was asked for.
5. Against spam: tries are counted an address and a mailbox (web/throttle), words have a measure and pass the character
   door, and no address in them becomes a link, so that there is nothing to win. No third party looks at anybody.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, update
from sqlmodel import Session, col, func, select

from workflow.core import likeness
from workflow.core.errors import Invalid, Issue, Refused
from workflow.core.events import EventKind
from workflow.core.people import NOBODY
from workflow.core.window import confirm_until
from workflow.drafting.models import Clause, Edition
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.parties.words import Typed
from workflow.review.window.models import CommentBand, Commenter, PublicComment
from workflow.review.window.queries import Place, place
from workflow.review.words import written

MOST = 5_000
MOST_NAME = 100
PURGED_AFTER = timedelta(days=1)
UNKNOWN = "We do not know this link, or know it no longer."
UNKNOWN_HINT = "Each link works once. If you confirmed your comment, it stands on the page of the draft."


def say(
    session: Session, slug: str, number: str, *, words: str, email: str, at: datetime, clause: str = "", name: str = "",
    wants_answer: bool = False,
) -> PublicComment:  # fmt: skip
    """Write a comment on a clause, or on the whole text. A letter with the link to confirm it follows.

    Raises NotFound, Refused when the window is not open, and Invalid with everything that is missing.
    """
    where = place(session, slug, number)
    if not where.is_open(at):
        raise Refused(
            "This window is closed.", "What was said stands on the page of the draft, with its answers."
        )
    typed = Typed()
    signed = typed.line("name", "The name", name, needed=False, most=MOST_NAME)
    mailbox = typed.email("email", email)
    issues = [*typed.issues, *_unknown(session, where, clause)]
    said = ""
    try:
        said = written(words, "words", "Write your comment.", most=MOST)
    except Invalid as no:
        issues = [*no.issues, *issues]
    if issues:
        raise Invalid(issues)
    row = PublicComment(
        edition_id=where.edition.id, window_id=where.window.id, clause_key=clause, name=signed, words=said, written=at,
        until=confirm_until(at, where.window.closes),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(Commenter(comment_id=row.id, email=mailbox, wants_answer=wants_answer))
    session.flush()
    # In the service's stream, not the agreement's: what nobody has confirmed is no part of an agreement's history.
    history.record(session, EventKind.PUBLIC_SENT, actor=NOBODY, at=at, subject_id=row.id)
    return row


def _unknown(session: Session, where: Place, clause: str) -> Iterable[Issue]:
    known = select(Clause.id).where(Clause.revision_id == where.window.revision_id, Clause.key == clause)
    if clause and session.exec(known).first() is None:
        yield Issue("clause", "There is no such clause in this text.", "clause")


def issue_link(session: Session, comment_id: str, *, at: datetime) -> str:
    """The secret of a new link, for the letter's own task; "" when there is nothing to confirm any more."""
    row = session.get(PublicComment, comment_id)
    author = session.get(Commenter, comment_id)
    if row is None or author is None or row.until is None or row.until <= at:
        return ""
    secret = secrets.token_urlsafe(16)
    author.secret_hash = secret_hash(secret)
    session.add(author)
    session.flush()
    return secret


def secret_hash(secret: str) -> str:
    """What the database knows of a link."""
    return sha256(b"comment\x00" + secret.encode("utf-8", "surrogatepass")).hexdigest()


def confirm(session: Session, secret: str, *, at: datetime) -> PublicComment:
    """Confirm the comment of this link, once. It gets the edition's next number and is shown. Raises Refused."""
    found = session.exec(
        select(PublicComment, Edition)
        .join(Commenter, col(Commenter.comment_id) == col(PublicComment.id))
        .join(Edition, col(Edition.id) == col(PublicComment.edition_id))
        .where(Commenter.secret_hash == secret_hash(secret))
    ).first()
    if found is None:
        raise Refused(UNKNOWN, UNKNOWN_HINT)
    row, edition = found
    if row.until is None or row.until <= at:
        raise Refused(
            "This link came too late, so the comment does not count. We are sorry.",
            "A comment is confirmed within a week of writing, and within a day of the window's closing.",
        )
    history.lock(session, mou_id=edition.mou_id)
    used = session.execute(
        update(Commenter)
        .where(col(Commenter.comment_id) == row.id, col(Commenter.secret_hash) == secret_hash(secret))
        .values(secret_hash=None)
        .returning(col(Commenter.wants_answer))
    ).first()
    if used is None:
        raise Refused(UNKNOWN, UNKNOWN_HINT)
    if not used[0]:
        _forget(session, [row.id])
    _number(session, row, at)
    history.record(
        session, EventKind.PUBLIC_CONFIRMED, actor=NOBODY, at=at, mou_id=edition.mou_id, edition_id=edition.id,
        subject_id=row.id,
        detail={"public": row.number, "clause_key": row.clause_key, **commit(public_comment=[row])},
    )  # fmt: skip
    return row


def _number(session: Session, row: PublicComment, at: datetime) -> None:
    """Rows are numbered under the lock of their agreement, so that no number is given twice."""
    last = session.exec(
        select(func.max(PublicComment.number)).where(PublicComment.edition_id == row.edition_id)
    ).one()
    head, bands = _head(session, row)
    row.number, row.state, row.confirmed, row.until = (last or 0) + 1, "shown", at, None
    row.salt = new_salt()
    row.twin_of = head
    session.add(row)
    session.flush()
    if head is None:
        session.add_all(
            CommentBand(edition_id=row.edition_id, band=band, comment_id=row.id) for band in bands
        )
        session.flush()


def _head(session: Session, row: PublicComment) -> tuple[str | None, list[str]]:
    """The head of the group that says nearly the same about the same clause, if there is one; and the comment's bands."""
    bands = likeness.bands(row.words)
    near = session.exec(
        select(PublicComment)
        .where(
            col(PublicComment.id).in_(
                select(CommentBand.comment_id).where(
                    CommentBand.edition_id == row.edition_id, col(CommentBand.band).in_(bands)
                )
            ),
            PublicComment.clause_key == row.clause_key,
        )
        .order_by(col(PublicComment.number))
    )
    return next((one.id for one in near if likeness.alike(one.words, row.words)), None), bands


def purge(session: Session, *, at: datetime) -> int:
    """Delete what was not confirmed, a day after its time ran out, with the address. Returns how many comments."""
    over = list(
        session.exec(
            select(PublicComment.id).where(col(PublicComment.until) < at - PURGED_AFTER).limit(1_000)
        )
    )
    _forget(session, over)
    session.execute(delete(PublicComment).where(col(PublicComment.id).in_(over)))
    return len(over)


def _forget(session: Session, comments: list[str]) -> None:
    session.execute(delete(Commenter).where(col(Commenter.comment_id).in_(comments)))


def forget_address(session: Session, comment_id: str) -> None:
    """The last letter is written: the address goes (rule 4)."""
    _forget(session, [comment_id])
