"""Challenges: hashes of typed statements, offered to one person for one purpose, used once.

A challenge is never a bare random number. It is the hash of a statement that says what it is for, so an answer given for
one purpose means nothing for another, and nobody can pass an approval off as a sign-in.
Taking a challenge is one DELETE ... RETURNING: of any number of senders one gets it.
"""

import json
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from workflow.core.errors import Refused
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import challenge
from workflow.evidence.errors import Bad
from workflow.parties.models import Challenge

LASTS = timedelta(minutes=10)
_AGAIN = "Open the page once more and try again."


class Taken(NamedTuple):
    """What was asked for: the challenge, the statement behind it, and what the purpose noted beside it."""

    challenge: bytes
    statement: bytes
    detail: dict[str, Any]


def put(
    session: Session,
    purpose: str,
    person_id: str,
    media_type: str,
    statement: bytes,
    at: datetime,
    detail: dict[str, Any],
) -> bytes:
    """Store the challenge of a statement and return it. Asking again for the same statement renews it."""
    asked = challenge(media_type, statement)
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    values = {
        "purpose": purpose, "person_id": person_id, "statement": statement, "detail": detail, "expires": at + LASTS,
    }  # fmt: skip
    session.connection().execute(
        insert(Challenge)
        .values(challenge=asked, **values)
        .on_conflict_do_update(index_elements=["challenge"], set_=values)
    )
    return asked


def take(session: Session, purpose: str, person_id: str, credential: dict[str, Any], at: datetime) -> Taken:
    """Use up the challenge that a credential answers. Raises Refused when it is unknown, used, late or another's."""
    row = session.connection().execute(
        delete(Challenge)
        .where(
            col(Challenge.challenge) == asked_of(credential),
            col(Challenge.purpose) == purpose,
            col(Challenge.person_id) == person_id,
        )
        .returning(col(Challenge.challenge), col(Challenge.statement), col(Challenge.detail), col(Challenge.expires))
    ).first()  # fmt: skip
    if row is None:
        raise Refused(
            "This answer of your passkey was already used, or it was meant for something else.", _AGAIN
        )
    if row.expires <= at:
        raise Refused("Your passkey's answer came too late: a page waits ten minutes for it.", _AGAIN)
    return Taken(row.challenge, row.statement, row.detail)


def forget(session: Session, at: datetime) -> None:
    """Drop challenges that nobody answered."""
    session.connection().execute(delete(Challenge).where(col(Challenge.expires) <= at))


def read(credential: str) -> dict[str, Any]:
    """What `navigator.credentials` gave, as the page sent it: the JSON text of an object with a response."""
    try:
        said = json.loads(credential)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("response"), dict):
        raise Refused("No answer of a passkey arrived.", "The page needs its script for this. " + _AGAIN)
    return said


def member(credential: dict[str, Any], name: str) -> bytes:
    """The bytes of one member of the response (or `rawId`). Raises Refused."""
    place = credential if name == "rawId" else credential["response"]
    try:
        return unb64u(place.get(name))
    except Bad:
        raise Refused("The answer of your passkey is broken.", _AGAIN) from None


def asked_of(credential: dict[str, Any]) -> bytes:
    """The challenge that the browser says it was asked. Only a key to look up by: what is verified is what we stored."""
    try:
        said = json.loads(member(credential, "clientDataJSON"))
        return unb64u(said["challenge"], 32)
    except (ValueError, RecursionError, KeyError, TypeError, Bad):
        raise Refused("The answer of your passkey is broken.", _AGAIN) from None
