"""C2SP notes: checkpoints and tlog-proofs, signed and strictly opened (docs/format.md, section 7).

A note is opened only if every signature line is by a key we were told of, each once and in the given order: a line that
nobody vouches for would be a place to put bytes that nothing binds. A log signs with Ed25519, and with ML-DSA-44 beside it.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from workflow.evidence import mldsa
from workflow.evidence.canonical import MAX_INT, sha256
from workflow.evidence.cose import somebodys
from workflow.evidence.errors import Bad

ED25519, COSIGNATURE, MLDSA44 = 1, 4, 6
"""Types of note keys: a log's own signature, a witness's timestamped cosignature, and a timestamped one with ML-DSA-44."""
_WIDTH = {ED25519: 32, COSIGNATURE: 32, MLDSA44: mldsa.PUBLIC}
PROOF_HEADER = "c2sp.org/tlog-proof@v1"
_NAME = re.compile(r"[!-*,-~]{1,200}")
_BODY = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n")
_LINE = re.compile("\u2014 ([^ \n]+) ([A-Za-z0-9+/]+=*)")
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,15})")


@dataclass(frozen=True)
class Checkpoint:
    """An opened checkpoint: whose log, how many leaves, their root (32 bytes), and the vkeys that signed it.

    `beside`: the one of them that signed with ML-DSA-44, or empty; `unchecked`: the library here could not tell whether it did.
    """

    origin: str
    size: int
    root: bytes
    signers: tuple[str, ...]
    beside: str = ""
    unchecked: bool = False


def vkey(name: str, key: Ed25519PrivateKey, kind: int = ED25519) -> str:
    """The public name of a note key: `name+keyid+base64(kind || public key)`. Raises Bad("log.key")."""
    return vkey_of(name, key.public_key(), kind)


def vkey_of(name: str, key: Ed25519PublicKey | MLDSA44PublicKey, kind: int = ED25519) -> str:
    """The same from the public half."""
    public = key.public_bytes_raw()
    text = f"{name}+{_key_id(name, public, kind).hex()}+{b64(bytes([kind]) + public)}"
    parse_vkey(text, kind)
    return text


@lru_cache(maxsize=256)
def parse_vkey(text: str, kind: int = ED25519) -> tuple[str, bytes, bytes]:
    """(name, key id, public key) of a vkey. Raises Bad("log.key")."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
        raise Bad("log.key", "not a verifier key")
    raw = unb64(parts[2], "log.key")
    if len(raw) != 1 + _WIDTH[kind] or raw[0] != kind or _key_id(parts[0], raw[1:], kind).hex() != parts[1]:
        raise Bad("log.key", "not a verifier key of this kind, or its key id is not its own")
    if kind != MLDSA44:
        somebodys(raw[1:], "log.key")
    return parts[0], _key_id(parts[0], raw[1:], kind), raw[1:]


def sign_checkpoint(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """The signed note for a tree of `size` leaves; the key's name is the origin."""
    if not _NAME.fullmatch(origin) or size < 0 or len(root) != 32:
        raise ValueError("an origin without spaces or plus signs, a size and a root of 32 bytes")
    text = signed_text(origin, size, root)
    signature = _key_id(origin, key.public_key().public_bytes_raw()) + key.sign(text.encode())
    return f"{text}\n{signature_line(origin, signature)}"


def signed_text(origin: str, size: int, root: bytes) -> str:
    """The three lines of a checkpoint that its signatures are over."""
    return f"{origin}\n{size}\n{b64(root)}\n"


def sign_beside(note: str, key: MLDSA44PrivateKey, time: int) -> str:
    """The note with the line by the log's ML-DSA-44 key under its own; `time` in seconds since 1970."""
    origin, size, root = body(note)
    key_id = _key_id(origin, key.public_key().public_bytes_raw(), MLDSA44)
    stamped = mldsa.sign(key, origin, size=size, root=root, time=time)
    return note + signature_line(origin, key_id + stamped)


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
    """The checkpoint, if it is signed by at least one Ed25519 key of `vkeys` and every line is by one of them, in their order.

    No more than one line is by a key for ML-DSA-44. Raises Bad("log.checkpoint").
    """
    text, gap, lines = note.partition("\n\n")
    said = _Said(text + "\n", *body(note))
    if not gap or not lines.endswith("\n"):
        raise Bad("log.checkpoint", "this is not a checkpoint")
    waiting = list(vkeys)
    signed = [_signer(line, said, waiting) for line in lines[:-1].split("\n")]
    beside = [(key, checked) for kind, key, checked in signed if kind == MLDSA44]
    if len(beside) > 1 or len(beside) == len(signed):
        raise Bad("log.checkpoint", "the log signs with Ed25519, and once beside it with ML-DSA-44")
    key, checked = beside[0] if beside else ("", True)
    return Checkpoint(said.origin, said.size, said.root, tuple(who for _, who, _ in signed), key, not checked)


def body(note: str) -> tuple[str, int, bytes]:
    """(origin, size, root) of a checkpoint, whoever signed it. Raises Bad("log.checkpoint")."""
    match = _BODY.fullmatch(note.partition("\n\n")[0] + "\n")
    if not match or int(match[2]) > MAX_INT:
        raise Bad("log.checkpoint", "this is not a checkpoint")
    return match[1], int(match[2]), unb64(match[3], "log.checkpoint")


def own_lines(note: str) -> str:
    """The note with the log's own Ed25519 lines alone: whoever asks about nothing else passes the other lines over."""
    text, gap, lines = note.partition("\n\n")
    own = f"\u2014 {text.partition(chr(10))[0]} "
    kept = [
        line
        for line in lines.split("\n")[:-1]
        if line.startswith(own) and len(line) - len(own) != BESIDE_LETTERS
    ]
    return text + gap + "".join(line + "\n" for line in kept)


BESIDE_LETTERS = len(base64.b64encode(bytes(4 + mldsa.STAMPED)))
"""Letters of an ML-DSA-44 signature with its key id."""


@dataclass(frozen=True)
class _Said:
    """The body of a note, and what it says."""

    body: str
    origin: str
    size: int
    root: bytes


def _signer(line: str, said: _Said, waiting: list[str]) -> tuple[int, str, bool]:
    """Kind and vkey that signed this line, and whether that could be checked here.

    It and those before it leave the list, so that the order is one and only.
    """
    who, signature = read_signature_line(line)
    while waiting:
        text = waiting.pop(0)
        kind = kind_of(text)
        name, key_id, public = parse_vkey(text, kind)
        if name == who == said.origin and signature[:4] == key_id:
            return kind, text, _holds(kind, public, signature[4:], said)
    raise Bad("log.checkpoint", f"signed by {who!r}, which is not a log key we know")


def _holds(kind: int, public: bytes, signature: bytes, said: _Said) -> bool:
    """Whether this could be checked here. Raises Bad("log.checkpoint") where it does not hold."""
    if kind == MLDSA44:
        shaped = len(signature) == mldsa.STAMPED
        found = mldsa.holds(public, signature, said.origin, said.size, said.root) if shaped else False
        if found is False:
            raise Bad("log.checkpoint", "the log's ML-DSA-44 signature does not fit")
        return found is not None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, said.body.encode())
    except InvalidSignature:
        raise Bad("log.checkpoint", "the log's signature does not fit") from None
    return True


def kind_of(vkey: str) -> int:
    """Which kind of log key a vkey is: one for ML-DSA-44 is long, and `parse_vkey` looks at the rest."""
    return MLDSA44 if len(vkey) > 400 else ED25519


class Proof(NamedTuple):
    """An opened receipt. `place` is the leaf's index. Nothing in the proof vouches for `extra`: whoever reads it holds it against the leaf."""

    place: int
    proof: list[bytes]
    checkpoint: str
    extra: bytes = b""


def tlog_proof(index: int, proof: Sequence[bytes], checkpoint: str, extra: bytes = b"") -> str:
    """A receipt (C2SP tlog-proof): what else it says, leaf index, inclusion proof, checkpoint."""
    beside = [f"extra {b64(extra)}"] if extra else []
    steps = (b64(step) for step in proof)
    return "\n".join([PROOF_HEADER, *beside, f"index {index}", *steps, "", checkpoint])


def open_tlog_proof(text: str) -> Proof:
    """What a receipt says. Raises Bad("log.proof")."""
    head, gap, checkpoint = text.partition("\n\n")
    first, *lines = head.split("\n")
    beside = lines.pop(0).removeprefix("extra ") if lines and lines[0].startswith("extra ") else ""
    match = _INDEX.fullmatch(lines[0]) if lines and first == PROOF_HEADER and gap else None
    if not match:
        raise Bad("log.proof", "this is not a receipt of a log")
    proof = [unb64(line, "log.proof") for line in lines[1:]]
    if any(len(step) != 32 for step in proof):
        raise Bad("log.proof", "a proof consists of hashes")
    return Proof(int(match[1]), proof, checkpoint, unb64(beside, "log.proof"))


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
