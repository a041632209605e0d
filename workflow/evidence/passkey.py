"""Verifying an assertion offline: standard library and `cryptography` only (docs/format.md, section 5)."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from workflow.evidence.envelope import Assertion


@dataclass(frozen=True)
class Flags:
    """What the authenticator said of itself in this assertion."""

    user_present: bool
    user_verified: bool
    backup_eligible: bool
    backed_up: bool
    sign_count: int


def spki_from_cose(cose: bytes) -> tuple[str, bytes]:
    """(alg, SubjectPublicKeyInfo DER) of a COSE key. Raises Bad("signature.key")."""
    raise NotImplementedError


def key_id(spki: bytes) -> str:
    """The key id: base64url SHA-256 of the SPKI bytes."""
    raise NotImplementedError


def key_record(
    *, alg: str, spki: bytes, credential_id: bytes, aaguid: bytes, backup_eligible: bool
) -> dict[str, Any]:
    """The key record of docs/format.md section 4, from what a registration yielded."""
    raise NotImplementedError


def registered(
    attestation_object: bytes, client_data: bytes, *, challenge: bytes, origins: Collection[str], rp_id: str
) -> dict[str, Any]:
    """The key record of a registration (attestation none is enough). Raises Bad("signature...")."""
    raise NotImplementedError


def verify_assertion(
    assertion: Assertion, *, challenge: bytes, rp_id: str, origins: Collection[str], key: dict[str, Any]
) -> Flags:
    """Check one assertion against a key record. Raises Bad("signature...")."""
    raise NotImplementedError
