"""Which key of the service follows which: announced, taken over, replaced, and for which sizes of the log each is the one.

`rotations.json` beside the keys says which took over when; a key file without an entry there is one that a rotation began and
never finished. The first key of a kind is `seal.pem`, the next `seal.2.pem`.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from workflow.adapters import keyfiles
from workflow.evidence.canonical import unb64u

ROTATIONS = "rotations.json"
PublicKey = Ed25519PublicKey | MLDSA44PublicKey


@dataclass(frozen=True)
class Rotation:
    """Key `number` of a kind, announced when the log had `size` leaves; `old` and `new` are SPKI bytes, base64url.

    It takes over at `due`, or as soon after as the service runs; `done` is then the size of the last checkpoint by the old key,
    and -1 before.
    """

    kind: str
    number: int
    old: str
    new: str
    announced: str
    due: str
    size: int
    done: int = -1


@dataclass(frozen=True)
class Turn:
    """One public key, and the sizes of the log to which it signs; `until` 0: no end."""

    public: PublicKey
    first: int
    until: int


class Rotations:
    """A folder of keys in which one follows another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rotations(self) -> list[Rotation]:
        """Every rotation there was, oldest first. Read anew each time: another process may have rotated."""
        path = self.folder / ROTATIONS
        if not path.exists():
            return []
        keyfiles.only_ours(path)
        return [Rotation(**one) for one in json.loads(path.read_text())]

    def rotated(self, kind: str) -> list[Rotation]:
        """Those of one kind."""
        return [one for one in self.rotations() if one.kind == kind]

    def announced(self, kind: str) -> Rotation | None:
        """The rotation of a kind whose new key has not taken over yet."""
        return next((one for one in self.rotated(kind) if one.done < 0), None)

    def enter(self, rotation: Rotation) -> None:
        """From now on the key is known; it is in use once the rotation is done."""
        self._write([*self.rotations(), rotation])

    def hand_over(self, kind: str, last: int) -> None:
        """The announced key of a kind takes over; its predecessor signed last at that size, and its private half goes."""
        known = self.rotations()
        self._write([replace(one, done=last) if one.kind == kind and one.done < 0 else one for one in known])
        for one in self.rotations():
            if one.done >= 0:
                (self.folder / name_of(one.kind, one.number - 1)).unlink(missing_ok=True)

    def begun(self, kind: str) -> bool:
        """Whether there is or was a key of this kind."""
        return bool(self.rotated(kind)) or (self.folder / name_of(kind, 1)).exists()

    def in_use(self, kind: str) -> int:
        """The number of the key that signs now."""
        return 1 + sum(one.done >= 0 for one in self.rotated(kind))

    def turns(self, kind: str, first: Callable[[], PublicKey]) -> list[Turn]:
        """The public keys of a kind in order: those that signed, the one that does, one that is announced. `first`: the only one so far."""
        followed = self.rotated(kind)
        if not followed:
            return [Turn(first(), 0, 0)]
        publics = [followed[0].old, *(one.new for one in followed)]
        firsts = [0, *(one.size + 1 for one in followed)]
        untils = [*(max(one.done, 0) for one in followed), 0]
        return [
            Turn(_public(public), first, until)
            for public, first, until in zip(publics, firsts, untils, strict=True)
        ]

    def _write(self, rotations: list[Rotation]) -> None:
        text = json.dumps([asdict(one) for one in rotations], indent=1)
        keyfiles.replace(self.folder / ROTATIONS, text.encode())


def name_of(kind: str, number: int) -> str:
    """The file of a key."""
    return f"{kind}.pem" if number == 1 else f"{kind}.{number}.pem"


def _public(text: str) -> PublicKey:
    key = load_der_public_key(unb64u(text))
    assert isinstance(key, PublicKey)
    return key
