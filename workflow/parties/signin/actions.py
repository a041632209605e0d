"""Signing in by passkey, and the passkeys a person signs in with.

The challenge is the hash of a statement that says *Sign in to Countersign. This signs no agreement.* A credential that was
enrolled to sign is refused here, and the reverse: otherwise a dishonest operator could pass an approval off as a sign-in.
"""

import secrets
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select
from webauthn import generate_authentication_options, verify_authentication_response
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import UserVerificationRequirement

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.core.permissions import Case, require
from workflow.evidence import statement
from workflow.history import actions as history
from workflow.history.queries import installation
from workflow.parties import challenges, queries, registration, sessions
from workflow.parties.models import Passkey, Person, SigningKey
from workflow.parties.signin.queries import passkeys_of
from workflow.parties.words import Typed

BY_MAIL = "Have a link mailed to you instead; afterwards you can add a passkey on your account page."


class SignedIn(NamedTuple):
    """A session's token and whose it is."""

    token: str
    person: Person


def offer_sign_in(session: Session, *, at: datetime) -> dict[str, Any]:
    """Options for navigator.credentials.get(): any passkey of this site, named by the authenticator itself."""
    here = installation(session)
    asked = statement.ceremony(
        "sign-in", deployment=here.deployment, rp_id=here.rp_id, nonce=secrets.token_bytes(32), issued=at,
        expires=at + challenges.LASTS, purpose="sign-in",
    )  # fmt: skip
    challenge = challenges.put(session, "sign-in", "", statement.MEDIA["sign-in"], asked, at, {})
    options = generate_authentication_options(
        rp_id=here.rp_id,
        challenge=challenge,
        timeout=300_000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def sign_in(session: Session, *, credential: str, at: datetime) -> SignedIn:
    """Begin the session of the person whose passkey answered. Raises Refused."""
    said = challenges.read(credential)
    history.lock(session)
    taken = challenges.take(session, "sign-in", "", said, at)
    key = _passkey(session, challenges.member(said, "rawId"))
    here = installation(session)
    try:  # sign counts are recorded and never compared: a passkey carried to another device may count from 0 again
        seen = verify_authentication_response(
            credential=said, expected_challenge=taken.challenge, expected_rp_id=here.rp_id, expected_origin=here.origin,
            credential_public_key=key.cose_key, credential_current_sign_count=0,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, TypeError, KeyError) as no:
        raise Refused(f"This passkey could not be checked: {no}.", BY_MAIL) from no
    key.sign_count, key.backed_up, key.used = seen.new_sign_count, seen.credential_backed_up, at
    session.add(key)
    person = queries.person(session, key.person_id)
    actor = queries.actor_of(session, person, at, by_passkey=True)
    history.record(
        session, EventKind.SESSION_BEGUN, actor=actor, at=at, subject_id=person.id, detail={"passkey": key.id}
    )
    return SignedIn(sessions.begin(session, person.id, at=at, by_passkey=True), person)


def _passkey(session: Session, credential_id: bytes) -> Passkey:
    key = session.exec(
        select(Passkey).where(Passkey.credential_id == credential_id, col(Passkey.removed).is_(None))
    ).first()
    if key is not None:
        return key
    if session.exec(select(SigningKey.id).where(SigningKey.credential_id == credential_id)).first():
        raise Refused("That is a signing key. It signs agreements and never signs you in.", BY_MAIL)
    raise Refused("We do not know this passkey. Perhaps it was removed.", BY_MAIL)


def offer_passkey(session: Session, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Options for navigator.credentials.create(): a passkey that signs this person in."""
    require("account:passkey:add", actor)
    person = queries.person(session, actor.person_id)
    known = [key.credential_id for key in passkeys_of(session, person.id)]
    return registration.offer(
        session, person, "sign-in", shown_as=person.email, handle=person.id.encode(), known=known, at=at
    )


def add_passkey(session: Session, actor: Actor, *, credential: str, label: str = "", at: datetime) -> Passkey:
    """Keep a new passkey for signing in."""
    history.lock(session)
    require("account:passkey:add", actor)
    typed = Typed()
    named = typed.line("label", "The name", label, needed=False, most=60)
    typed.settle()
    made = registration.accept(session, actor.person_id, "sign-in", credential, at=at)
    if session.exec(select(Passkey.id).where(Passkey.credential_id == made.credential_id)).first():
        raise Refused("This passkey is already on your account.")
    key = Passkey(
        person_id=actor.person_id, credential_id=made.credential_id, cose_key=made.cose_key, sign_count=made.sign_count,
        label=named or "Passkey", key_kind=made.record["kind"], backed_up=made.backed_up, created=at,
    )  # fmt: skip
    session.add(key)
    session.flush()
    history.record(
        session,
        EventKind.PASSKEY_ADDED,
        actor=actor,
        at=at,
        subject_id=actor.person_id,
        detail={"passkey": key.id},
    )
    return key


def remove_passkey(session: Session, actor: Actor, passkey_id: str, *, at: datetime) -> None:
    """Take a passkey away. With the last one gone a mailed link still signs in, to the address on the account."""
    history.lock(session)
    key = session.get(Passkey, passkey_id)
    if key is None or key.person_id != actor.person_id or key.removed is not None:
        raise NotFound("passkey")
    require("account:passkey:remove", actor, Case(subject=key.person_id))
    key.removed = at
    session.add(key)
    history.record(
        session,
        EventKind.PASSKEY_REMOVED,
        actor=actor,
        at=at,
        subject_id=actor.person_id,
        detail={"passkey": key.id},
    )
