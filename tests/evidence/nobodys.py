"""Ed25519 keys that belong to nobody: points of small order, under which one signature fits every message."""

from workflow.evidence.canonical import sha256
from workflow.evidence.keyrecord import key_id
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.tlog import b64

FIELD = 2**255 - 19
ORDER_8 = int.from_bytes(
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), "little"
)
"""The y of a point of order 8, as the tables of small-order points print it."""
SMALL = {y | sign << 255 for y in (0, 1, FIELD - 1, ORDER_8, FIELD - ORDER_8) for sign in (0, 1)}
SPELT_OTHERWISE = {y + FIELD | sign << 255 for y in (0, 1, 3, 18) for sign in (0, 1)}
"""A y that is not below the field's size: another spelling of a smaller one."""
REFUSED = tuple(number.to_bytes(32, "little") for number in sorted(SMALL | SPELT_OTHERWISE))
NEIGHBOURS = tuple(
    (number ^ 2).to_bytes(32, "little")
    for number in sorted(SMALL)
    if number & (2**255 - 1) not in (FIELD - 1,)
)
SIGNATURE = b"\x01" + bytes(63)
"""Anybody's, of every message, under the point (0, 1)."""


def spki(public: bytes) -> bytes:
    return bytes.fromhex("302a300506032b6570032100") + public


def vkey(public: bytes, kind: int) -> str:
    """The name of a note key, written without asking whose it is."""
    key_id_ = sha256(b"log.example\n", bytes([kind]), public)[:4]
    return f"log.example+{key_id_.hex()}+{b64(bytes([kind]) + public)}"


class NobodysKey(SoftwareKey):
    """Enrolled like any other; what it signs, anybody can."""

    def __init__(self) -> None:
        super().__init__("EdDSA")
        self.spki = spki(b"\x01" + bytes(31))
        self.id = key_id(self.spki)

    def sign_bytes(self, message: bytes) -> bytes:
        return SIGNATURE
