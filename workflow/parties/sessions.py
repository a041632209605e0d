"""Beginning and ending what a signed-in browser is: one row, known by the hash of a token only the browser has."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlmodel import Session, col

from workflow.parties.models import WebSession

LASTS = timedelta(hours=12)


def begin(
    session: Session, person_id: str, *, at: datetime, by_passkey: bool = False, edition_id: str | None = None
) -> str:
    """A new session and its token, which exists nowhere else. `edition_id` limits a guest to that edition.

    The web edge ends the session the browser came with, so a token from before the sign-in opens nothing afterwards.
    """
    token = secrets.token_urlsafe(32)
    session.add(
        WebSession(
            token_hash=token_hash(token), person_id=person_id, edition_id=edition_id, by_passkey=by_passkey,
            created=at, seen=at, expires=at + LASTS,
        )
    )  # fmt: skip
    session.flush()
    return token


def end_all(session: Session, person_id: str) -> None:
    """Sign the person out everywhere: after recovery, or when a device is lost."""
    session.execute(delete(WebSession).where(col(WebSession.person_id) == person_id))


def forget(session: Session, at: datetime) -> None:
    """Drop sessions that are over."""
    session.execute(delete(WebSession).where(col(WebSession.expires) <= at))


def token_hash(token: str) -> str:
    """What the database knows of a token: its SHA-256, in hexadecimal."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
