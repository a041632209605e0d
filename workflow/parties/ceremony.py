"""Signing a statement with a person's own key: offered as WebAuthn options, accepted as an envelope.

`offer` stores the statement that this server built from its own rows and returns what the browser needs; `accept` uses the
challenge up, verifies the assertion twice over (the `webauthn` library and evidence.passkey) against *those* bytes, and
returns the envelope. Who may sign what is the caller's to decide, before both.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, select
from webauthn import generate_authentication_options, verify_authentication_response
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

from workflow.core.errors import Refused
from workflow.core.people import Actor
from workflow.evidence import passkey, statement
from workflow.evidence.canonical import loads
from workflow.evidence.cose import spki_from_cose
from workflow.evidence.envelope import Assertion, envelope
from workflow.evidence.errors import Bad
from workflow.history import queries as history
from workflow.parties import challenges
from workflow.parties.models import Appointment, Party, Passkey, Person, SigningKey
from workflow.parties.queries import title_of

SOFTWARE = "This deployment does not accept keys that are kept in software."


class Signed(NamedTuple):
    """What a person signed. `detail` is what the offer noted beside the statement."""

    statement: bytes
    envelope: dict[str, Any]
    key: SigningKey
    assertion: Assertion
    detail: dict[str, Any]


def common(
    session: Session, *, party: Party, person: Person, appointment: Appointment, key: SigningKey, at: datetime,
    lasts: timedelta = timedelta(hours=1),
) -> statement.Common:  # fmt: skip
    """The members every statement shares, read from our own rows. Raises Refused before the party is founded."""
    if not party.public_id:
        raise Refused(
            f"{party.legal_name} has no public record yet.",
            "Its two registrars make its founding statement first.",
        )
    here = history.installation(session)
    return statement.Common(
        deployment=here.deployment, rp_id=here.rp_id, party=party.public_id, person=person.id, name=person.name,
        office=str(appointment.office), title=title_of(appointment.office, appointment.capacity), capacity=str(appointment.capacity), key=key.key_id,
        party_state=history.party_state(session, party.id), nonce=secrets.token_bytes(32), issued=at, expires=at + lasts,
    )  # fmt: skip


def key_record(key: SigningKey) -> dict[str, Any]:
    """The key record of docs/format.md section 4 for an enrolled key."""
    return passkey.key_record(
        alg=key.algorithm, spki=spki_from_cose(key.cose_key)[1], credential_id=key.credential_id,
        aaguid=bytes.fromhex(key.aaguid), backup_eligible=key.backup_eligible,
        attested=(key.attested_format, key.attested_root),
    )  # fmt: skip


def offer(
    session: Session, actor: Actor, purpose: str, media_type: str, statement: bytes, keys: Sequence[SigningKey],
    at: datetime, *, detail: dict[str, Any] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Options for navigator.credentials.get(), as JSON: challenge = H(PAE(type, statement)), these keys alone.

    `purpose` binds the answer to one act on one subject (`approval:<signing event>:<slot>`).
    """
    if not keys:
        raise Refused(
            "You have no signing key for this.",
            "Make one on your account page and have a registrar vouch for it.",
        )
    noted = {"type": media_type, "keys": [key.key_id for key in keys], "more": detail or {}}
    asked = challenges.put(session, purpose, actor.person_id, media_type, statement, at, noted)
    options = generate_authentication_options(
        rp_id=history.installation(session).rp_id,
        challenge=asked,
        timeout=300_000,
        allow_credentials=[PublicKeyCredentialDescriptor(id=key.credential_id) for key in keys],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json_dict(options)


def accept(
    session: Session,
    actor: Actor,
    purpose: str,
    credential: str,
    at: datetime,
    *,
    no_software_keys: bool = False,
) -> Signed:
    """The statement as this person signed it. Raises Refused: used twice, too late, another key, another text."""
    said = challenges.read(credential)
    taken = challenges.take(session, purpose, actor.person_id, said, at)
    key = _key(session, actor, challenges.member(said, "rawId"), taken.detail["keys"])
    if no_software_keys and key.key_kind == "software":
        raise Refused(SOFTWARE, "Use a passkey of a device or a security key.")
    if loads(taken.statement)["expires"] < at.strftime("%Y-%m-%dT%H:%M:%SZ"):
        raise Refused("This statement has expired.", "Open the page once more and sign what it shows then.")
    assertion = Assertion(
        key.key_id,
        challenges.member(said, "authenticatorData"),
        challenges.member(said, "clientDataJSON"),
        challenges.member(said, "signature"),
    )
    _verify(session, key, said, assertion, taken.challenge)
    signed = envelope(taken.detail["type"], taken.statement, assertion)
    return Signed(taken.statement, signed, key, assertion, taken.detail["more"])


def _key(session: Session, actor: Actor, credential_id: bytes, asked: list[str]) -> SigningKey:
    key = session.exec(select(SigningKey).where(SigningKey.credential_id == credential_id)).first()
    if key is None:
        if session.exec(select(Passkey.id).where(Passkey.credential_id == credential_id)).first():
            raise Refused(
                "That passkey signs you in; it cannot sign.",
                "Choose the passkey whose name begins with SIGN.",
            )
        raise Refused("We do not know this key.", "Choose the passkey whose name begins with SIGN.")
    if key.person_id != actor.person_id or key.key_id not in asked:
        raise Refused("That key is not the one that signs this.", "Choose the passkey named on the page.")
    if key.state == "revoked":
        raise Refused("That key has been revoked.", "Make a new one and have a registrar vouch for it.")
    if key.lost:
        raise Refused(
            "That key was reported lost, so it signs nothing here.",
            "Make a new one and have a registrar vouch for it.",
        )
    return key


def _verify(
    session: Session, key: SigningKey, said: dict[str, Any], assertion: Assertion, challenge: bytes
) -> None:
    here = history.installation(session)
    try:
        verify_authentication_response(
            credential=said, expected_challenge=challenge, expected_rp_id=here.rp_id, expected_origin=here.origin,
            credential_public_key=key.cose_key, credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
        passkey.verify_assertion(
            assertion, challenge=challenge, rp_id=here.rp_id, origins=[here.origin], key=key_record(key)
        )
    except (WebAuthnException, Bad, ValueError, TypeError, KeyError) as no:
        raise Refused(
            f"The signature does not hold: {getattr(no, 'words', no)}.",
            "Nothing was recorded. Open the page once more.",
        ) from no
