"""C2SP cosignatures: somebody else says, at a time, that this is the largest tree of this log they have seen.

A witness signs only what continues what it signed before (witness.py). One honest witness is enough to make a second,
forked history of the log impossible to show: it would need a signature that the witness never gives.
"""

from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflow.evidence import fields, tlog
from workflow.evidence.canonical import MAX_INT, b64u, u64, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.tlog import COSIGNATURE

MEMBERS = fields.record(
    {
        "key": fields.pattern(r"[!-~]{1,400}", "a verifier key was expected"),
        "signature": fields.octets(64),
        "time": fields.whole(0, MAX_INT),
    }
)
"""As it stands in a package: the witness's vkey, 64 bytes of signature, seconds since 1970."""


@dataclass(frozen=True)
class Cosignature:
    """One witness's cosignature of one checkpoint. It says nothing until `check` has held it against that checkpoint."""

    key: str
    time: int
    signature: bytes

    @property
    def name(self) -> str:
        """Who signed, as the key says."""
        return self.key.partition("+")[0]

    def members(self) -> dict[str, Any]:
        """As it stands in a package."""
        return {"key": self.key, "signature": b64u(self.signature), "time": self.time}

    @classmethod
    def of(cls, members: dict[str, Any]) -> "Cosignature":
        """From a package's members, their shape already judged."""
        return cls(members["key"], members["time"], unb64u(members["signature"], 64))

    def line(self) -> str:
        """As it stands under a note. Raises Bad("log.key")."""
        name, key_id, _ = tlog.parse_vkey(self.key, COSIGNATURE)
        return tlog.signature_line(name, key_id + u64(self.time) + self.signature)


def vkey(name: str, key: Ed25519PrivateKey) -> str:
    """The public name of a witness's key."""
    return tlog.vkey(name, key, COSIGNATURE)


def cosign(note: str, name: str, key: Ed25519PrivateKey, time: int) -> Cosignature:
    """Sign a checkpoint as a witness. The caller has made sure that it continues what was signed before."""
    return Cosignature(vkey(name, key), time, key.sign(_message(note, time)))


def check(note: str, cosignature: Cosignature) -> None:
    """The cosignature is by its key, over this checkpoint. Raises Bad("log.witnesses")."""
    try:
        _, _, public = tlog.parse_vkey(cosignature.key, COSIGNATURE)
    except Bad as bad:
        raise Bad("log.witnesses", bad.words) from None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(
            cosignature.signature, _message(note, cosignature.time)
        )
    except InvalidSignature:
        raise Bad(
            "log.witnesses", f"the cosignature of {cosignature.name} does not fit the checkpoint"
        ) from None


def read_line(line: str, key: str) -> Cosignature:
    """The cosignature in a line, if it is by this key; not yet checked. Raises Bad("log.witnesses")."""
    name, key_id, _ = tlog.parse_vkey(key, COSIGNATURE)
    who, data = tlog.read_signature_line(line)
    if who != name or data[:4] != key_id or len(data) != 76:
        raise Bad("log.witnesses", f"the line is not a cosignature of {name}")
    time = int.from_bytes(data[4:12], "big")
    if time > MAX_INT:
        raise Bad("log.witnesses", f"{name} says a time that there is not")
    return Cosignature(key, time, data[12:])


def _message(note: str, time: int) -> bytes:
    body = note.partition("\n\n")[0] + "\n"
    return f"cosignature/v1\ntime {time}\n{body}".encode()
