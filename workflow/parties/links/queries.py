"""What became of a link, without using it."""

from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from workflow.parties.models import Appointment, LinkToken, Party, Passkey, Person
from workflow.parties.observers.queries import watching
from workflow.parties.queries import title_of, zone_of

WORDS = {
    "unknown": "We do not know this link. Perhaps a part of its address is missing.",
    "used": "This link was already used. Each link works once.",
    "expired": "This link has expired.",
    "elsewhere": "This link is meant for another page.",
}
"""What a person reads when a link does not work."""

LABELS = {
    "sign_in": "Sign in",
    "invitation": "Accept the invitation",
    "guest": "Open the draft",
    "first_admin": "Set up",
}


def state(session: Session, secret_hash: str, at: datetime, *, first: bool = False) -> str:
    """good, unknown, used, expired or elsewhere."""
    row = session.get(LinkToken, secret_hash)
    if row is None:
        return "unknown"
    if row.used is not None:
        return "used"
    if row.expires <= at:
        return "expired"
    return "good" if (row.purpose == "first_admin") == first else "elsewhere"


def link_page(session: Session, secret_hash: str, at: datetime) -> dict[str, object]:
    """What the page of a link shows. Nothing here tells whose link it is: it may lie open on any screen."""
    became = state(session, secret_hash, at)
    row = session.get(LinkToken, secret_hash) if became == "good" else None
    return {
        "state": became,
        "words": WORDS.get(became, ""),
        "label": LABELS[row.purpose] if row else "",
        "purpose": row.purpose if row else "",
        "observes": bool(
            row and row.purpose == "guest" and watching(session, row.person_id or "", row.edition_id or "")
        ),
        "until": row.expires if row else None,
        "timezone": zone_of(session, row.person_id) if row and row.person_id else "",
        "offices": _offices(session, row.person_id, at) if row and row.purpose == "invitation" else [],
    }


def _offices(session: Session, person_id: str | None, at: datetime) -> list[dict[str, str]]:
    """What an invitation is for: offices and parties, and nobody's name."""
    rows = session.exec(
        select(Appointment, Party)
        .join(Party, col(Party.id) == col(Appointment.party_id))
        .where(
            Appointment.person_id == person_id,
            or_(col(Appointment.until_date).is_(None), col(Appointment.until_date) >= at.date()),
        )
        .order_by(col(Appointment.recorded))
    )
    return [{"title": title_of(one.office, one.capacity), "party": party.legal_name} for one, party in rows]


def anybody(session: Session) -> bool:
    """Whether this installation knows anyone yet."""
    return session.exec(select(Person.id).limit(1)).first() is not None


def member_by_email(session: Session, email: str, day: date) -> Person | None:
    """The person with this address who holds, or is about to hold, an office somewhere."""
    return session.exec(
        select(Person)
        .join(Appointment, col(Appointment.person_id) == col(Person.id))
        .where(
            Person.email == email,
            or_(col(Appointment.until_date).is_(None), col(Appointment.until_date) >= day),
        )
        .limit(1)
    ).first()


def has_passkey(session: Session, person_id: str) -> bool:
    """Whether the person can sign in without a mail."""
    return (
        session.exec(
            select(Passkey.id).where(Passkey.person_id == person_id, col(Passkey.removed).is_(None)).limit(1)
        ).first()
        is not None
    )
