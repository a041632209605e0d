"""Links: 128 random bits, known to us by their hash, good once.

A link never carries a right of its own: it begins a session of the person it was made for, or for a guest a session limited
to one edition. Looking at its address uses nothing up, because mail scanners look at everything; only the button on
that page does, in one UPDATE that wins once however many press it.

Secrets exist in a mail or on a terminal only. So an event that asks for a mail holds ids, and the mail's own task makes
the secret when it sends: if we crash between the two, the link in the database is one that nobody ever saw.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import NOBODY, Actor
from workflow.history import actions as history
from workflow.parties import queries, sessions
from workflow.parties.appointments.queries import misnamed
from workflow.parties.links import queries as known
from workflow.parties.models import LinkToken, Person
from workflow.parties.observers.queries import watched_by
from workflow.parties.words import Typed

LASTS = {
    "sign_in": timedelta(minutes=15),
    "invitation": timedelta(days=14),
    "guest": timedelta(days=14),
    "first_admin": timedelta(hours=24),
}


_NEW_LINK = "Ask for a new link on the sign-in page. It comes by e-mail within a minute."


class Entered(NamedTuple):
    """What using a link gave: a session's token, and where to go with it."""

    token: str
    person: Person
    location: str


def secret_hash(secret: str) -> str:
    """What the database knows of a link."""
    return sha256(b"link\x00" + secret.encode("utf-8", "surrogatepass")).hexdigest()


def _make(
    session: Session,
    purpose: str,
    at: datetime,
    *,
    person_id: str | None = None,
    edition_id: str | None = None,
) -> str:
    secret = secrets.token_urlsafe(16)
    session.add(
        LinkToken(
            secret_hash=secret_hash(secret), purpose=purpose, person_id=person_id, edition_id=edition_id,
            created=at, expires=at + LASTS[purpose],
        )
    )  # fmt: skip
    session.flush()
    return secret


def issue(
    session: Session, person_id: str, purpose: str, at: datetime, *, edition_id: str | None = None
) -> str:
    """The secret of a new link for this person: called by the task that mails it, in its own transaction.

    `purpose`: sign_in, invitation, or guest (which needs the edition). Address: /links/<secret>. Raises NotFound.
    """
    if purpose not in ("sign_in", "invitation", "guest") or (purpose == "guest") != bool(edition_id):
        raise ValueError(f"no such link: {purpose} for edition {edition_id}")
    if session.get(Person, person_id) is None:
        raise NotFound("person")
    if purpose == "invitation":
        end_invitations(session, person_id, at)
    return _make(session, purpose, at, person_id=person_id, edition_id=edition_id)


def end_invitations(session: Session, person_id: str, at: datetime) -> None:
    """Invitations of this person that nobody has used stop working: only the newest letter's link does."""
    session.execute(
        update(LinkToken)
        .where(
            col(LinkToken.person_id) == person_id, col(LinkToken.purpose) == "invitation", col(LinkToken.used).is_(None),
            col(LinkToken.expires) > at,
        )
        .values(expires=at)
    )  # fmt: skip


def first_admin_link(session: Session, at: datetime) -> str:
    """The secret of the link that sets this installation up (/begin/<secret>), or "" once anybody exists.

    Printed at start, on the terminal alone. An earlier one that nobody used stops working.
    """
    history.lock(session)
    if known.anybody(session):
        return ""
    session.execute(
        delete(LinkToken).where(col(LinkToken.purpose) == "first_admin", col(LinkToken.used).is_(None))
    )
    return _make(session, "first_admin", at)


def guest(session: Session, actor: Actor, *, name: str, email: str, at: datetime) -> Person:
    """The person behind a guest link: found by address, or new and without any office. Raises Invalid, also when a colleague
    of the actor's is called otherwise than he is."""
    typed = Typed()
    said, address = typed.line("name", "The name", name), typed.email("email", email)
    found = session.exec(select(Person).where(Person.email == address)).first()
    if found and (wrong := misnamed(session, actor, found, said)):
        typed.wrong("name", wrong, "misnamed")
    typed.settle()
    if found is None:
        found = Person(name=said, email=address, created=at)
        session.add(found)
        session.flush()
    return found


def issue_guest_link(
    session: Session, edition_id: str, *, name: str, email: str, at: datetime
) -> tuple[Person, str]:
    """A guest of one edition and the secret of his link, for a caller that hands it over itself.

    Whoever has it mailed instead calls `guest` in the act and lets the mail's task call `issue(..., "guest")`.
    """
    person = guest(session, NOBODY, name=name, email=email, at=at)
    return person, issue(session, person.id, "guest", at, edition_id=edition_id)


def request_link(session: Session, *, email: str, at: datetime) -> None:
    """Ask for a sign-in link by mail. Known and unknown addresses get the same answer: none. To somebody who only observes,
    a link to each edition goes instead.

    Raises Invalid for what is no address. The service's stream is locked in either case, so both take alike.
    """
    typed = Typed()
    address = typed.email("email", email)
    typed.settle()
    history.lock(session)
    person = known.member_by_email(session, address, at.date())
    if person is not None:
        history.record(session, EventKind.LINK_REQUESTED, actor=NOBODY, at=at, subject_id=person.id)
        return
    observer = session.exec(select(Person).where(Person.email == address)).first()
    if observer is not None and (editions := watched_by(session, observer.id)):
        history.record(
            session, EventKind.LINK_REQUESTED, actor=NOBODY, at=at, subject_id=observer.id, detail={"editions": editions}
        )  # fmt: skip


def consume(session: Session, secret: str, purposes: tuple[str, ...], at: datetime) -> LinkToken:
    """Use the link up, in one statement that wins once. Raises Refused with what became of it."""
    row: LinkToken | None = session.execute(
        update(LinkToken)
        .where(
            col(LinkToken.secret_hash) == secret_hash(secret),
            col(LinkToken.purpose).in_(purposes),
            col(LinkToken.used).is_(None),
            col(LinkToken.expires) > at,
        )
        .values(used=at)
        .returning(LinkToken)
    ).scalar()
    if row is None:
        first = "first_admin" in purposes
        words = known.WORDS.get(
            known.state(session, secret_hash(secret), at, first=first), known.WORDS["elsewhere"]
        )
        raise Refused(words, "Start the service again: it prints a new link." if first else _NEW_LINK)
    return row


def use_link(session: Session, secret: str, at: datetime) -> Entered:
    """Bring the person in whose link it is: a whole session, or for a guest one of a single edition."""
    history.lock(session)
    row = consume(session, secret, ("sign_in", "invitation", "guest"), at)
    person = queries.person(session, row.person_id or "")
    person.entered = person.entered or at
    session.add(person)
    token = sessions.begin(session, person.id, at=at, edition_id=row.edition_id)
    actor = Actor(person.id, person.name, guest_of=row.edition_id or "")
    history.record(
        session,
        EventKind.LINK_USED,
        actor=actor,
        at=at,
        subject_id=person.id,
        detail={"purpose": row.purpose},
    )
    if row.edition_id:
        return Entered(token, person, f"/editions/{row.edition_id}")
    return Entered(token, person, "/inbox" if known.has_passkey(session, person.id) else "/account?welcome=1")


def forget(session: Session, at: datetime) -> None:
    """Drop links that ended a month ago; until then their page still says what became of them."""
    session.execute(delete(LinkToken).where(col(LinkToken.expires) < at - timedelta(days=30)))
