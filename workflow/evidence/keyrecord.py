"""The key record: what a statement says of a key (docs/format.md, section 4).

Its kind is claimed by the key itself. `attested` says that the operator saw the maker's statement about it, and which root that
led to; the statement itself is published nowhere, so a reader has the operator's word for it.
"""

from typing import Any

from workflow.evidence import fields
from workflow.evidence.canonical import b64u, sha256, unb64u
from workflow.evidence.errors import Bad

SOFTWARE_AAGUID = b"software-key-v1\0"
ALGS = ("ES256", "EdDSA", "RS256")
KINDS = ("device-bound", "software", "synced")
FORMATS = ("packed", "fido-u2f", "tpm", "apple", "android-key")
"""Statements of a maker about a key (WebAuthn, section 8). `android-safetynet` is about a telephone, not about a key."""

KEY_RECORD = fields.record(
    {
        "aaguid": fields.pattern(r"[0-9a-f]{32}", "an AAGUID of 32 hexadecimal digits was expected"),
        "alg": fields.one_of(*ALGS),
        "backup_eligible": fields.whole(0, 1),
        "credential": fields.HASH,
        "id": fields.HASH,
        "kind": fields.one_of(*KINDS),
        "spki": fields.BYTES,
    },
    {"attested": fields.record({"format": fields.one_of(*FORMATS), "root": fields.HASH})},
)


def key_id(spki: bytes) -> str:
    """The key id: base64url SHA-256 of the SubjectPublicKeyInfo bytes."""
    return b64u(sha256(spki))


def key_kind(aaguid: bytes, backup_eligible: bool) -> str:
    """What the key says of itself: `software`, `synced` or `device-bound`."""
    if aaguid == SOFTWARE_AAGUID:
        return "software"
    return "synced" if backup_eligible else "device-bound"


def key_record(
    *,
    alg: str,
    spki: bytes,
    credential_id: bytes,
    aaguid: bytes,
    backup_eligible: bool,
    attested: tuple[str, str] = ("", ""),
) -> dict[str, Any]:
    """The key record of docs/format.md section 4, from what a registration yielded. The credential id is hashed.

    attested: format of the maker's statement and hash of the root it led to; both empty where none was verified.
    """
    format_, root = attested
    return {
        **({"attested": {"format": format_, "root": root}} if format_ else {}),
        "aaguid": aaguid.hex(),
        "alg": alg,
        "backup_eligible": int(backup_eligible),
        "credential": b64u(sha256(credential_id)),
        "id": key_id(spki),
        "kind": key_kind(aaguid, backup_eligible),
        "spki": b64u(spki),
    }


def root_of(record: dict[str, Any]) -> str:
    """The root that a key's attestation led to; empty where the operator verified none."""
    return str(record.get("attested", {}).get("root", ""))


def consistent(record: dict[str, Any]) -> dict[str, Any]:
    """A record of the right shape whose id and kind follow from the rest. Raises Bad("signature.key")."""
    if record["id"] != key_id(unb64u(record["spki"])):
        raise Bad("signature.key", "the key id is not the hash of the key")
    if record["kind"] != key_kind(bytes.fromhex(record["aaguid"]), bool(record["backup_eligible"])):
        raise Bad("signature.key", "the kind of key is not what its record says")
    if record["kind"] == "software" and "attested" in record:
        raise Bad("signature.key", "no maker vouches for a software key")
    return record
