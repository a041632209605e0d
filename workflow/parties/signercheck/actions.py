"""A trial of a device, with the passkey that signs its holder in.

The device is asked to answer a statement that says *Confirm that it is you. This signs no agreement.* (`step-up`, for the purpose
`signer:check`). A signing key is never asked: it answers on the pages that need its signature and nowhere else. No key is
made, nothing is recorded; the challenge is used up with the answer.
"""

import secrets
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, select
from webauthn import generate_authentication_options, verify_authentication_response
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from workflow.core.errors import Refused
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.evidence import statement
from workflow.history.queries import installation
from workflow.parties import challenges
from workflow.parties.models import Passkey, SigningKey
from workflow.parties.signercheck.queries import Found
from workflow.parties.signin.queries import passkeys_of

PURPOSE = "signer:check"
_AGAIN = "Nothing was signed or kept. Try again, or try another device or a security key."


class Trial(NamedTuple):
    """What the device is asked: the statement as it is shown, and the options for navigator.credentials.get()."""

    statement: bytes
    options: dict[str, Any]


def offer(session: Session, actor: Actor, *, at: datetime) -> Trial:
    """Ask the device. Raises Refused where there is no passkey yet to ask."""
    require("account:read", actor)
    known = passkeys_of(session, actor.person_id)
    if not known:
        raise Refused(
            "There is no passkey yet to test with.",
            "Add one on your account page: that it works there is the same test.",
        )
    here = installation(session)
    asked = statement.ceremony(
        "step-up", deployment=here.deployment, rp_id=here.rp_id, nonce=secrets.token_bytes(32), issued=at,
        expires=at + challenges.LASTS, purpose=PURPOSE, person=actor.person_id,
    )  # fmt: skip
    challenge = challenges.put(session, PURPOSE, actor.person_id, statement.MEDIA["step-up"], asked, at, {})
    options = generate_authentication_options(
        rp_id=here.rp_id,
        challenge=challenge,
        timeout=300_000,
        allow_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Trial(asked, options_to_json_dict(options))


def judge(session: Session, actor: Actor, *, credential: str, at: datetime) -> Found:
    """Look at the answer and forget it. Raises Refused with what went wrong."""
    require("account:read", actor)
    said = challenges.read(credential)
    taken = challenges.take(session, PURPOSE, actor.person_id, said, at)
    key = _passkey(session, actor, challenges.member(said, "rawId"))
    here = installation(session)
    try:
        seen = verify_authentication_response(
            credential=said, expected_challenge=taken.challenge, expected_rp_id=here.rp_id, expected_origin=here.origin,
            credential_public_key=key.cose_key, credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, TypeError, KeyError) as no:
        raise Refused(f"This device could not be used: {no}.", _AGAIN) from no
    return Found(key.label, seen.credential_device_type == CredentialDeviceType.MULTI_DEVICE)


def _passkey(session: Session, actor: Actor, credential_id: bytes) -> Passkey:
    for key in passkeys_of(session, actor.person_id):
        if key.credential_id == credential_id:
            return key
    if session.exec(select(SigningKey.id).where(SigningKey.credential_id == credential_id)).first():
        raise Refused("That is a signing key. It signs agreements and is never used for a test.", _AGAIN)
    raise Refused("That passkey is not on your account.", _AGAIN)
