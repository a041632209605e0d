"""Public keys: COSE as authenticators send them, SubjectPublicKeyInfo as we keep them, three algorithms and no more."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from workflow.evidence import cbor
from workflow.evidence.errors import Bad

PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey
Verify = Callable[[bytes, bytes], None]
"""Checks (signature, message); raises InvalidSignature."""
_ES256 = ec.ECDSA(hashes.SHA256())
_PKCS1, _SHA256 = padding.PKCS1v15(), hashes.SHA256()


def spki_from_cose(cose: bytes) -> tuple[str, bytes]:
    """(alg, SubjectPublicKeyInfo DER) of a COSE key (RFC 9053). Raises Bad("signature.key")."""
    key = cbor.loads(cose)
    try:
        alg, public = _public(key)
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Bad("signature.key", "not a public key of the three algorithms we know") from None
    spki = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    load_key(alg, spki)
    return alg, spki


def _public(key: Any) -> tuple[str, PublicKey]:
    shape = (key[1], key[3])
    if shape == (2, -7) and key[-1] == 1 and len(key[-2]) == len(key[-3]) == 32:
        return "ES256", ec.EllipticCurvePublicKey.from_encoded_point(
            ec.SECP256R1(), b"\x04" + key[-2] + key[-3]
        )
    if shape == (1, -8) and key[-1] == 6:
        return "EdDSA", ed25519.Ed25519PublicKey.from_public_bytes(key[-2])
    if shape == (3, -257):
        numbers = rsa.RSAPublicNumbers(int.from_bytes(key[-2], "big"), int.from_bytes(key[-1], "big"))
        return "RS256", numbers.public_key()
    raise ValueError("another algorithm")


def load_key(alg: str, spki: bytes) -> PublicKey:
    """The public key of strict DER, if it is of the algorithm it was enrolled with. Raises Bad("signature.key")."""
    try:
        public = load_der_public_key(spki)
        again = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    except (ValueError, UnsupportedAlgorithm):
        raise Bad("signature.key", "not a public key") from None
    if again != spki:
        raise Bad("signature.key", "the public key is not in its canonical form")
    if (
        alg == "ES256"
        and isinstance(public, ec.EllipticCurvePublicKey)
        and isinstance(public.curve, ec.SECP256R1)
    ):
        return public
    if alg == "EdDSA" and isinstance(public, ed25519.Ed25519PublicKey):
        somebodys(public.public_bytes_raw(), "signature.key")
        return public
    if alg == "RS256" and isinstance(public, rsa.RSAPublicKey) and _strong(public):
        return public
    raise Bad("signature.key", f"not a key for {alg}, or too weak a one")


_FIELD = 2**255 - 19
_OF_ORDER_8 = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_NOBODYS = frozenset({0, 1, _FIELD - 1, _OF_ORDER_8, _FIELD - _OF_ORDER_8})
"""The y of the eight points of small order (RFC 8032, 5.1): under such a key a signature that anybody can write fits every message."""


def somebodys(public: bytes, code: str) -> None:
    """See that an Ed25519 public key (32 bytes) can have a private half, and is written in its one form. Raises Bad(code)."""
    y = int.from_bytes(public, "little") & (2**255 - 1)
    if y >= _FIELD or y in _NOBODYS:
        raise Bad(code, "not a key that belongs to anybody")


def _strong(public: rsa.RSAPublicKey) -> bool:
    return 2048 <= public.key_size <= 8192 and public.public_numbers().e == 65537


def verify_signature(alg: str, spki: bytes, signature: bytes, message: bytes) -> None:
    """Check one signature under its enrolled algorithm. Raises Bad("signature.key"), Bad("signature.value")."""
    holds = _verifier(alg, spki)
    try:
        holds(signature, message)
    except InvalidSignature:
        raise Bad("signature.value", "the signature does not fit what was signed") from None


@lru_cache(maxsize=4096)
def _verifier(alg: str, spki: bytes) -> Verify:
    public = load_key(alg, spki)
    if isinstance(public, ec.EllipticCurvePublicKey):
        return partial(public.verify, signature_algorithm=_ES256)
    if isinstance(public, ed25519.Ed25519PublicKey):
        return public.verify
    return partial(public.verify, padding=_PKCS1, algorithm=_SHA256)
