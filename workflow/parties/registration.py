"""Making a passkey: for signing in, or a separate one that signs (docs/format.md, section 4). The two never do each other's work."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session
from webauthn import generate_registration_options, verify_registration_response
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from workflow.adapters.attestation import Root, attested
from workflow.core.errors import Refused
from workflow.evidence import passkey, statement
from workflow.evidence.errors import Bad
from workflow.history.queries import installation
from workflow.parties import challenges
from workflow.parties.models import Person

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
NAME = "Countersign"


@dataclass(frozen=True)
class Made:
    """A new credential: its key record (docs/format.md, section 4) and what later sign-ins need."""

    record: dict[str, Any]
    credential_id: bytes
    cose_key: bytes
    sign_count: int
    backed_up: bool
    attested: tuple[str, str] = ("", "")


def offer(
    session: Session, person: Person, purpose: str, *, subject: str = "", shown_as: str, handle: bytes,
    known: Iterable[bytes], at: datetime, attest: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """Options for navigator.credentials.create(), as JSON. `purpose` is sign-in or signing, `subject` what it is for.

    A signing passkey has a handle of its own: with the person's handle the authenticator would overwrite the passkey
    that signs in. It is not discoverable either, so that a sign-in does not offer it. `attest`: the maker's statement is asked for.
    """
    here = installation(session)
    asked = statement.ceremony(
        "key-registration", deployment=here.deployment, rp_id=here.rp_id, nonce=secrets.token_bytes(32), issued=at,
        expires=at + challenges.LASTS, purpose=purpose, person=person.id,
    )  # fmt: skip
    challenge = challenges.put(
        session, _purpose(purpose, subject), person.id, statement.MEDIA["key-registration"], asked, at, {}
    )
    for_signing_in = purpose == "sign-in"
    options = generate_registration_options(
        rp_id=here.rp_id,
        rp_name=NAME,
        user_id=handle,
        user_name=shown_as,
        user_display_name=shown_as,
        challenge=challenge,
        timeout=300_000,
        attestation=AttestationConveyancePreference.DIRECT
        if attest
        else AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED
            if for_signing_in
            else ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json_dict(options)


def accept(
    session: Session, person_id: str, purpose: str, credential: str, *, subject: str = "", at: datetime,
    trusted: tuple[Root, ...] = (),
) -> Made:  # fmt: skip
    """The credential that answers an offer, checked by `webauthn` and by our own code. Raises Refused.

    `trusted`: the roots of makers whose statements count; the statement itself is kept nowhere.
    """
    said = challenges.read(credential)
    taken = challenges.take(session, _purpose(purpose, subject), person_id, said, at)
    here = installation(session)
    try:
        seen = verify_registration_response(
            credential=said,
            expected_challenge=taken.challenge,
            expected_rp_id=here.rp_id,
            expected_origin=here.origin,
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
        record = passkey.registered(
            challenges.member(said, "attestationObject"), challenges.member(said, "clientDataJSON"),
            challenge=taken.challenge, origins=[here.origin], rp_id=here.rp_id,
        )  # fmt: skip
        by = attested(seen.attestation_object, trusted)
    except (WebAuthnException, Bad, ValueError, TypeError, KeyError) as no:
        raise Refused(
            f"This passkey cannot be used here: {getattr(no, 'words', no)}.", "Try another device."
        ) from no
    return Made(
        record, seen.credential_id, seen.credential_public_key, seen.sign_count, seen.credential_backed_up, by
    )


def _purpose(purpose: str, subject: str) -> str:
    return f"register:{purpose}:{subject}"
