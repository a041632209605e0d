"""C2SP notes: checkpoints and tlog-proofs, signed and strictly opened (docs/format.md, section 7).

A note is opened only if every signature line is by a key we were told of, each once and in the given order: a line that
nobody vouches for would be a place to put bytes that nothing binds.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from workflow.evidence.canonical import sha256
from workflow.evidence.errors import Bad

ED25519 = 1
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
_NAME = re.compile(r"[!-*,-~]{1,200}")
_BODY = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n")
_LINE = re.compile("\u2014 ([^ \n]+) ([A-Za-z0-9+/]+=*)")
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})")


@dataclass(frozen=True)
class Checkpoint:
    """An opened checkpoint: whose log, how many leaves, their root (32 bytes), and the vkeys that signed it."""

    origin: str
    size: int
    root: bytes
    signers: tuple[str, ...]


def vkey(name: str, key: Ed25519PrivateKey) -> str:
    """The public name of a note key: `name+keyid+base64(0x01 || public key)`."""
    public = key.public_key().public_bytes_raw()
    return f"{name}+{_key_id(name, public).hex()}+{_b64(bytes([ED25519]) + public)}"


def parse_vkey(text: str) -> tuple[str, bytes, bytes]:
    """(name, key id, public key) of a vkey. Raises Bad("log.key")."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
        raise Bad("log.key", "not a verifier key")
    raw = _unb64(parts[2], "log.key")
    if len(raw) != 33 or raw[0] != ED25519 or _key_id(parts[0], raw[1:]).hex() != parts[1]:
        raise Bad("log.key", "not an Ed25519 verifier key, or its key id is not its own")
    return parts[0], _key_id(parts[0], raw[1:]), raw[1:]


def sign_checkpoint(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """The signed note for a tree of `size` leaves; the key's name is the origin."""
    if not _NAME.fullmatch(origin) or size < 0 or len(root) != 32:
        raise ValueError("an origin without spaces or plus signs, a size and a root of 32 bytes")
    body = f"{origin}\n{size}\n{_b64(root)}\n"
    signature = _key_id(origin, key.public_key().public_bytes_raw()) + key.sign(body.encode())
    return f"{body}\n\u2014 {origin} {_b64(signature)}\n"


def open_checkpoint(note: str, vkeys: Sequence[str]) -> Checkpoint:
    """The checkpoint, if it is signed by at least one of `vkeys` and every line is by one of them, in their order.

    Raises Bad("log.checkpoint").
    """
    body, gap, lines = note.partition("\n\n")
    match = _BODY.fullmatch(body + "\n")
    if not match or not gap or not lines.endswith("\n"):
        raise Bad("log.checkpoint", "this is not a checkpoint")
    origin, size, root = match[1], int(match[2]), _unb64(match[3], "log.checkpoint")
    waiting = list(vkeys)
    signers = tuple(_signer(line, body + "\n", origin, waiting) for line in lines[:-1].split("\n"))
    return Checkpoint(origin, size, root, signers)


def _signer(line: str, body: str, origin: str, waiting: list[str]) -> str:
    """The vkey that signed this line; it and those before it leave the list, so that the order is one and only."""
    match = _LINE.fullmatch(line)
    if not match:
        raise Bad("log.checkpoint", "there is a line that is not a signature")
    signature = _unb64(match[2], "log.checkpoint")
    while waiting:
        text = waiting.pop(0)
        name, key_id, public = parse_vkey(text)
        if name == match[1] == origin and signature[:4] == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], body.encode())
            except InvalidSignature:
                raise Bad("log.checkpoint", "the log's signature does not fit") from None
            return text
    raise Bad("log.checkpoint", f"signed by {match[1]!r}, which is not a log key we know")


def tlog_proof(index: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """A receipt (C2SP tlog-proof): leaf index, inclusion proof, checkpoint."""
    return "\n".join([PROOF_HEADER, f"index {index}", *(_b64(step) for step in proof), "", checkpoint])


def open_tlog_proof(text: str) -> tuple[int, list[bytes], str]:
    """(index, proof, checkpoint note) of a receipt. Raises Bad("log.proof")."""
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    match = _INDEX.fullmatch(lines[1]) if len(lines) > 1 and lines[0] == PROOF_HEADER and gap else None
    if not match:
        raise Bad("log.proof", "this is not a receipt of a log")
    proof = [_unb64(line, "log.proof") for line in lines[2:]]
    if any(len(step) != 32 for step in proof):
        raise Bad("log.proof", "a proof consists of hashes")
    return int(match[1]), proof, checkpoint


def _key_id(name: str, public: bytes) -> bytes:
    return sha256(name.encode(), b"\n", bytes([ED25519]), public)[:4]


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _unb64(text: str, code: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad(code, "not base64") from None
    if _b64(data) != text:
        raise Bad(code, "the base64 has spare bits")
    return data
