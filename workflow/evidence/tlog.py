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

ED25519, COSIGNATURE = 1, 4
"""Types of note keys: a log's own signature, and a witness's timestamped cosignature."""
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


def vkey(name: str, key: Ed25519PrivateKey, kind: int = ED25519) -> str:
    """The public name of a note key: `name+keyid+base64(kind || public key)`. Raises Bad("log.key")."""
    return vkey_of(name, key.public_key(), kind)


def vkey_of(name: str, key: Ed25519PublicKey, kind: int = ED25519) -> str:
    """The same from the public half."""
    public = key.public_bytes_raw()
    text = f"{name}+{_key_id(name, public, kind).hex()}+{b64(bytes([kind]) + public)}"
    parse_vkey(text, kind)
    return text


def parse_vkey(text: str, kind: int = ED25519) -> tuple[str, bytes, bytes]:
    """(name, key id, public key) of a vkey. Raises Bad("log.key")."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
        raise Bad("log.key", "not a verifier key")
    raw = unb64(parts[2], "log.key")
    if len(raw) != 33 or raw[0] != kind or _key_id(parts[0], raw[1:], kind).hex() != parts[1]:
        raise Bad("log.key", "not an Ed25519 verifier key of this kind, or its key id is not its own")
    return parts[0], _key_id(parts[0], raw[1:], kind), raw[1:]


def sign_checkpoint(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """The signed note for a tree of `size` leaves; the key's name is the origin."""
    if not _NAME.fullmatch(origin) or size < 0 or len(root) != 32:
        raise ValueError("an origin without spaces or plus signs, a size and a root of 32 bytes")
    body = f"{origin}\n{size}\n{b64(root)}\n"
    signature = _key_id(origin, key.public_key().public_bytes_raw()) + key.sign(body.encode())
    return f"{body}\n{signature_line(origin, signature)}"


def signature_line(name: str, signature: bytes) -> str:
    """One line under a note; `signature` begins with the key id."""
    return f"\u2014 {name} {b64(signature)}\n"


def read_signature_line(line: str) -> tuple[str, bytes]:
    """(name, key id and signature) of one line without its end. Raises Bad("log.checkpoint")."""
    match = _LINE.fullmatch(line)
    if not match:
        raise Bad("log.checkpoint", "there is a line that is not a signature")
    return match[1], unb64(match[2], "log.checkpoint")


def open_checkpoint(note: str, vkeys: Sequence[str]) -> Checkpoint:
    """The checkpoint, if it is signed by at least one of `vkeys` and every line is by one of them, in their order.

    Raises Bad("log.checkpoint").
    """
    body, gap, lines = note.partition("\n\n")
    match = _BODY.fullmatch(body + "\n")
    if not match or not gap or not lines.endswith("\n"):
        raise Bad("log.checkpoint", "this is not a checkpoint")
    origin, size, root = match[1], int(match[2]), unb64(match[3], "log.checkpoint")
    waiting = list(vkeys)
    signers = tuple(_signer(line, body + "\n", origin, waiting) for line in lines[:-1].split("\n"))
    return Checkpoint(origin, size, root, signers)


def body(note: str) -> tuple[str, int, bytes]:
    """(origin, size, root) of a checkpoint, whoever signed it. Raises Bad("log.checkpoint")."""
    match = _BODY.fullmatch(note.partition("\n\n")[0] + "\n")
    if not match:
        raise Bad("log.checkpoint", "this is not a checkpoint")
    return match[1], int(match[2]), unb64(match[3], "log.checkpoint")


def own_lines(note: str) -> str:
    """The note with the log's own signature lines alone: whoever does not ask about witnesses passes their lines over."""
    body, gap, lines = note.partition("\n\n")
    own = f"\u2014 {body.partition(chr(10))[0]} "
    return body + gap + "".join(line + "\n" for line in lines.split("\n")[:-1] if line.startswith(own))


def _signer(line: str, body: str, origin: str, waiting: list[str]) -> str:
    """The vkey that signed this line; it and those before it leave the list, so that the order is one and only."""
    who, signature = read_signature_line(line)
    while waiting:
        text = waiting.pop(0)
        name, key_id, public = parse_vkey(text)
        if name == who == origin and signature[:4] == key_id:
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(signature[4:], body.encode())
            except InvalidSignature:
                raise Bad("log.checkpoint", "the log's signature does not fit") from None
            return text
    raise Bad("log.checkpoint", f"signed by {who!r}, which is not a log key we know")


def tlog_proof(index: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """A receipt (C2SP tlog-proof): leaf index, inclusion proof, checkpoint."""
    return "\n".join([PROOF_HEADER, f"index {index}", *(b64(step) for step in proof), "", checkpoint])


def open_tlog_proof(text: str) -> tuple[int, list[bytes], str]:
    """(index, proof, checkpoint note) of a receipt. Raises Bad("log.proof")."""
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    match = _INDEX.fullmatch(lines[1]) if len(lines) > 1 and lines[0] == PROOF_HEADER and gap else None
    if not match:
        raise Bad("log.proof", "this is not a receipt of a log")
    proof = [unb64(line, "log.proof") for line in lines[2:]]
    if any(len(step) != 32 for step in proof):
        raise Bad("log.proof", "a proof consists of hashes")
    return int(match[1]), proof, checkpoint


def _key_id(name: str, public: bytes, kind: int = ED25519) -> bytes:
    return sha256(name.encode(), b"\n", bytes([kind]), public)[:4]


def b64(data: bytes) -> str:
    """Base64 as notes have it: standard, with padding."""
    return base64.b64encode(data).decode("ascii")


def unb64(text: str, code: str) -> bytes:
    """Its bytes, if encoding them gives the same text. Raises Bad(code)."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Bad(code, "not base64") from None
    if b64(data) != text:
        raise Bad(code, "the base64 has spare bits")
    return data
