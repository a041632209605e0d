"""A key of the service is replaced: the old key says which key follows it, in a public leaf of the log (docs/format.md, section 6).

Whoever knows the old key can follow it to the new one through the log alone.
"""

from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from workflow.evidence.canonical import b64u, dumps, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.fields import write_moment
from workflow.evidence.keyrecord import key_id
from workflow.evidence.leaf import service_leaf

DOMAIN = b"sro-mou/key-rotation/v1\0"


def statement(
    old: Ed25519PrivateKey | EllipticCurvePrivateKey | MLDSA44PrivateKey, *, deployment: str, kind: str, spki: bytes, new: bytes,
    at: datetime, until: datetime,
) -> dict[str, Any]:  # fmt: skip
    """What the leaf says of a key of this kind, signed by the old key. `spki` is the old public half, `new` the one that follows."""
    said = {"key": kind, "new": b64u(new), "old": key_id(spki), "signature": "", "until": write_moment(until)}
    bare = service_leaf(deployment=deployment, event="rotated", at=at, said=said)
    signed = _message(bare)
    if isinstance(old, EllipticCurvePrivateKey):
        signature = old.sign(signed, ECDSA(SHA256()))
    else:
        signature = old.sign(signed)
    return said | {"signature": b64u(signature)}


def check(leaf: dict[str, Any], spki: bytes) -> bytes:
    """The new key's SPKI, if the old key (SPKI bytes) said so. Raises Bad("rotation.signature")."""
    if leaf["old"] != key_id(spki):
        raise Bad("rotation.signature", "another key was replaced")
    key, signature, signed = load_der_public_key(spki), unb64u(leaf["signature"]), _message(leaf)
    try:
        if isinstance(key, Ed25519PublicKey | MLDSA44PublicKey):
            key.verify(signature, signed)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, signed, ECDSA(SHA256()))
        else:
            raise Bad("rotation.signature", "the old key is of a kind that signs nothing here")
    except InvalidSignature:
        raise Bad("rotation.signature", "the old key did not say this") from None
    return unb64u(leaf["new"])


def _message(leaf: dict[str, Any]) -> bytes:
    """Everything in the leaf but the signature."""
    return DOMAIN + dumps({name: value for name, value in leaf.items() if name != "signature"})
