"""Verifying a passkey offline: standard library and `cryptography` only (docs/format.md, section 5; WebAuthn 7.1, 7.2).

The order is that of the specification: what the browser says it was asked (clientDataJSON), what the authenticator
says of itself (authenticatorData), and last the signature over both. Nothing is compared with a template, since
browsers add members to clientDataJSON as they please.
"""

import json
from collections.abc import Container
from dataclasses import dataclass
from typing import Any, NoReturn

from workflow.evidence import cbor
from workflow.evidence.canonical import MAX_DEPTH, sha256, unb64u
from workflow.evidence.cose import spki_from_cose, verify_signature
from workflow.evidence.envelope import Assertion
from workflow.evidence.errors import Bad
from workflow.evidence.keyrecord import key_id, key_record

__all__ = ["Flags", "key_id", "key_record", "registered", "spki_from_cose", "verify_assertion"]

UP, UV, BE, BS, AT, ED = 0x01, 0x04, 0x08, 0x10, 0x40, 0x80


@dataclass(frozen=True)
class Flags:
    """What the authenticator said of itself in this assertion. Counts are 0 for many synced passkeys: recorded only."""

    user_present: bool
    user_verified: bool
    backup_eligible: bool
    backed_up: bool
    sign_count: int


def verify_assertion(
    assertion: Assertion, *, challenge: bytes, rp_id: str, origins: Container[str], key: dict[str, Any]
) -> Flags:
    """Check one assertion against a key record (its shape already judged). Raises Bad("signature...")."""
    if assertion.key != key["id"]:
        raise Bad("signature.key", "signed by another key")
    _client_data(assertion.client_data, "webauthn.get", challenge, origins)
    flags = _authenticator_data(assertion.authenticator_data, rp_id)
    if assertion.authenticator_data[32] & (AT | ED) or len(assertion.authenticator_data) != 37:
        raise Bad("signature.flags", "authenticator data that an assertion does not have")
    if flags.backup_eligible != bool(key["backup_eligible"]):
        raise Bad("signature.flags", "the key was enrolled as of another kind (backup eligibility changed)")
    message = assertion.authenticator_data + sha256(assertion.client_data)
    verify_signature(key["alg"], unb64u(key["spki"]), assertion.signature, message)
    return flags


def registered(
    attestation_object: bytes, client_data: bytes, *, challenge: bytes, origins: Container[str], rp_id: str
) -> dict[str, Any]:
    """The key record of a registration. An attestation statement is not judged here: the kind is claimed.

    Raises Bad("signature...").
    """
    _client_data(client_data, "webauthn.create", challenge, origins)
    answer = cbor.loads(attestation_object)
    data = answer.get("authData") if isinstance(answer, dict) else None
    if not isinstance(data, bytes):
        raise Bad("signature.cbor", "not an attestation object")
    flags = _authenticator_data(data, rp_id)
    credential_id, cose = _attested(data)
    alg, spki = spki_from_cose(cose)
    return key_record(
        alg=alg,
        spki=spki,
        credential_id=credential_id,
        aaguid=data[37:53],
        backup_eligible=flags.backup_eligible,
    )


def _attested(data: bytes) -> tuple[bytes, bytes]:
    """(credential id, COSE key) of authenticator data with AT; extensions may follow, and nothing else."""
    if not data[32] & AT or len(data) < 55:
        raise Bad("signature.flags", "the registration holds no key")
    length = int.from_bytes(data[53:55], "big")
    start = 55 + length
    end = cbor.read(data, start)[1]
    rest = cbor.read(data, end)[1] if data[32] & ED else end
    if not 1 <= length <= 1023 or rest != len(data):
        raise Bad("signature.flags", "the registration is cut, or bytes follow it")
    return data[55:start], data[start:end]


def _authenticator_data(data: bytes, rp_id: str) -> Flags:
    if len(data) < 37 or data[:32] != sha256(rp_id.encode()):
        raise Bad("signature.rp", "made for another site (relying party)")
    bits = data[32]
    if not bits & UP or not bits & UV:
        raise Bad("signature.flags", "the authenticator did not verify the user")
    if bits & BS and not bits & BE:
        raise Bad("signature.flags", "backed up without being able to")
    return Flags(True, True, bool(bits & BE), bool(bits & BS), int.from_bytes(data[33:37], "big"))


def _client_data(data: bytes, kind: str, challenge: bytes, origins: Container[str]) -> None:
    said = _read_client_data(data)
    if said.get("type") != kind:
        raise Bad("signature.client_data", f"{kind} was expected")
    if _challenge(said.get("challenge")) != challenge:
        raise Bad("signature.challenge", "the key signed something else")
    origin = said.get("origin")
    if not isinstance(origin, str) or origin not in origins:
        raise Bad("signature.origin", "signed on a page of another site")
    if said.get("crossOrigin", False) is not False or "topOrigin" in said:
        raise Bad("signature.origin", "signed in a frame of another page")


def _challenge(text: object) -> bytes:
    try:
        return unb64u(text, 32)
    except Bad:
        raise Bad("signature.challenge", "the challenge is not one of ours") from None


def _read_client_data(data: bytes) -> dict[str, Any]:
    try:
        said = _decode(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Bad("signature.client_data", "the browser's data is not JSON") from None
    if not isinstance(said, dict):
        raise Bad("signature.client_data", "the browser's data is not an object")
    if _deeper(said, MAX_DEPTH):
        raise Bad("signature.client_data", "the browser's data is nested too deeply")
    return said


def _deeper(value: Any, levels: int) -> bool:
    """Whether objects and lists stand in one another more than so many levels deep."""
    here = [value]
    for _ in range(levels):
        inner = [one.values() if isinstance(one, dict) else one for one in here]
        here = [one for members in inner for one in members if isinstance(one, dict | list)]
    return bool(here)


def _no_number(text: str) -> NoReturn:
    raise Bad("signature.client_data", f"{text} in the browser's data is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Bad("signature.client_data", "a member stands twice in the browser's data")
    return members


_decode = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_int=float).decode
"""Numbers say nothing here and may be of any length, which `int` does not take."""
