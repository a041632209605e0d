"""C2SP notes: checkpoints and tlog-proofs, signed and strictly opened (docs/format.md, section 7)."""

from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


@dataclass(frozen=True)
class Checkpoint:
    """An opened checkpoint: whose log, how many leaves, their root (32 bytes), and the vkeys that signed it."""

    origin: str
    size: int
    root: bytes
    signers: tuple[str, ...]


def vkey(name: str, key: Ed25519PrivateKey) -> str:
    """The public name of a note key: `name+keyid+base64(0x01 || public key)`."""
    raise NotImplementedError


def sign_checkpoint(origin: str, size: int, root: bytes, key: Ed25519PrivateKey) -> str:
    """The signed note for a tree of `size` leaves; the key's name is the origin."""
    raise NotImplementedError


def open_checkpoint(note: str, vkeys: Sequence[str]) -> Checkpoint:
    """The checkpoint, if it is signed by at least one of `vkeys` and every line is by one of them, in their order.

    Raises Bad("log.checkpoint").
    """
    raise NotImplementedError


def tlog_proof(index: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """A receipt (C2SP tlog-proof): leaf index, inclusion proof, checkpoint."""
    raise NotImplementedError


def open_tlog_proof(text: str) -> tuple[int, list[bytes], str]:
    """(index, proof, checkpoint note) of a receipt. Raises Bad("log.proof")."""
    raise NotImplementedError
