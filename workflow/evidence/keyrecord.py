"""The key record: what a statement says of a key (docs/format.md, section 4). Its kind is claimed, never proven."""

from typing import Any

from workflow.evidence import fields
from workflow.evidence.canonical import b64u, sha256, unb64u
from workflow.evidence.errors import Bad

SOFTWARE_AAGUID = b"software-key-v1\0"
ALGS = ("ES256", "EdDSA", "RS256")
KINDS = ("device-bound", "software", "synced")

KEY_RECORD = fields.record(
    {
        "aaguid": fields.pattern(r"[0-9a-f]{32}", "an AAGUID of 32 hexadecimal digits was expected"),
        "alg": fields.one_of(*ALGS),
        "backup_eligible": fields.whole(0, 1),
        "credential": fields.HASH,
        "id": fields.HASH,
        "kind": fields.one_of(*KINDS),
        "spki": fields.BYTES,
    }
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
    *, alg: str, spki: bytes, credential_id: bytes, aaguid: bytes, backup_eligible: bool
) -> dict[str, Any]:
    """The key record of docs/format.md section 4, from what a registration yielded. The credential id is hashed."""
    return {
        "aaguid": aaguid.hex(),
        "alg": alg,
        "backup_eligible": int(backup_eligible),
        "credential": b64u(sha256(credential_id)),
        "id": key_id(spki),
        "kind": key_kind(aaguid, backup_eligible),
        "spki": b64u(spki),
    }


def consistent(record: dict[str, Any]) -> dict[str, Any]:
    """A record of the right shape whose id and kind follow from the rest. Raises Bad("signature.key")."""
    if record["id"] != key_id(unb64u(record["spki"])):
        raise Bad("signature.key", "the key id is not the hash of the key")
    if record["kind"] != key_kind(bytes.fromhex(record["aaguid"]), bool(record["backup_eligible"])):
        raise Bad("signature.key", "the kind of key is not what its record says")
    return record
