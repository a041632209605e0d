"""The log's second signature: ML-DSA-44 (FIPS 204), as C2SP tlog-cosignature has it, under the log's own name.

A computer that breaks Ed25519 one day could sign another history of an old log. It could not sign this line, so whoever kept a
checkpoint from before knows which history was there. Where the library has no ML-DSA the line is *not checked*, and says so:
the checkpoint then stands on Ed25519 alone.
"""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from workflow.evidence.canonical import u64

PUBLIC, SIGNATURE = 1312, 2420
"""Bytes of a public key and of a signature."""
STAMPED = 8 + SIGNATURE
"""A signature with its time before it."""
_LABEL = b"subtree/v1\n\0"


def message(name: str, time: bytes, size: int, root: bytes) -> bytes:
    """What is signed of a checkpoint: `cosigned_message`, whose cosigner is the log itself. `time`: eight bytes."""
    own = bytes([len(name)]) + name.encode()
    return _LABEL + own + time + own + u64(0) + u64(size) + root


def sign(key: MLDSA44PrivateKey, name: str, *, size: int, root: bytes, time: int) -> bytes:
    """`timestamped_signature`: the time in seconds since 1970, then the signature."""
    return u64(time) + key.sign(message(name, u64(time), size, root))


def holds(public: bytes, stamped: bytes, name: str, size: int, root: bytes) -> bool | None:
    """Whether the signature is by this key over this checkpoint; None where this computer's library cannot tell."""
    time, signature = stamped[:8], stamped[8:]
    if time[0] & 0x80:
        return False  # the format ends at 2**63 - 1
    try:
        MLDSA44PublicKey.from_public_bytes(public).verify(signature, message(name, time, size, root))
    except InvalidSignature:
        return False
    except UnsupportedAlgorithm:
        return None
    return True


def generate() -> MLDSA44PrivateKey | None:
    """A fresh key, or None where the library has none."""
    try:
        return MLDSA44PrivateKey.generate()
    except UnsupportedAlgorithm:
        return None
