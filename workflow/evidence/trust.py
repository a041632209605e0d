"""Whom a verifier trusts: the questions that the argument in verify.py asks, and the answers where no policy came by another way.

`Policy` (policy.py) and `NoPolicy` answer the same questions, so that the argument reads the same with and without: which log
keys, who may publish, which origins for an rp id at a time, which parties, which kinds of key, which time authorities.
"""

from collections.abc import Container
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

from cryptography import x509

from workflow.evidence import fields

ORIGIN = fields.pattern(r"https?://[a-z0-9.-]{1,253}(:[1-9][0-9]{0,4})?", "an origin was expected")


class Trust(Protocol):
    """What the argument asks of whoever it trusts."""

    def log_keys(self) -> tuple[str, ...]:
        """The vkeys that may sign checkpoints, in order."""

    def keys_beside(self) -> tuple[str, ...]:
        """The vkeys that sign them with ML-DSA-44, in order."""

    def signs(self, key: str, size: int) -> bool:
        """Whether a log key may sign a checkpoint of this size: a key that was replaced signs no later ones."""

    def asks_beside(self, size: int) -> bool:
        """Whether a checkpoint of this size must be signed with ML-DSA-44 too."""

    def asks_publisher(self, place: int) -> bool:
        """Whether what is published at this place of the log (1 for the first leaf) must be signed by a publication key."""

    def publishes(self, key: str, place: int) -> bool:
        """Whether the publication key with this id may sign what stands at this place."""

    def origins(self, rp_id: str, at: str) -> Container[str]:
        """The origins allowed for an rp id at a time (text)."""

    def knows_party(self, party: str) -> bool:
        """Whether this party id came by another way."""

    def admits(self, kind: str, root: str = "") -> bool:
        """Whether a key of this kind may sign, attested up to this root (empty: not attested)."""

    def time_authorities(self) -> tuple[x509.Certificate, ...]:
        """Whose time tokens are more than the operator's word."""

    def witnesses(self) -> tuple[str, ...] | None:
        """The vkeys of witnesses outside the operator, in order; None where nobody has said who they are."""


@dataclass(frozen=True)
class NoPolicy:
    """Nothing came by another way: the package's own log key, and any origin at or beneath the rp id."""

    log_key: str
    beside: str = ""

    def log_keys(self) -> tuple[str, ...]:
        """The package's own claim."""
        return (self.log_key,)

    def keys_beside(self) -> tuple[str, ...]:
        """The package's own claim."""
        return (self.beside,) if self.beside else ()

    def asks_beside(self, size: int) -> bool:
        """Nobody asks."""
        return False

    def signs(self, key: str, size: int) -> bool:
        """Nobody has said which sizes."""
        return True

    def asks_publisher(self, place: int) -> bool:
        """Nobody asks."""
        return False

    def publishes(self, key: str, place: int) -> bool:
        """Nobody has said who may."""
        return True

    def origins(self, rp_id: str, at: str) -> Container[str]:
        """Every https origin at or beneath the rp id, and http on localhost."""
        return _Beneath(rp_id)

    def knows_party(self, party: str) -> bool:
        """Nobody is known, so nobody is refused: the verdict stays below verified."""
        return True

    def admits(self, kind: str, root: str = "") -> bool:
        """Every kind."""
        return True

    def time_authorities(self) -> tuple[x509.Certificate, ...]:
        """Nobody: a token then proves no more than the operator's word."""
        return ()

    def witnesses(self) -> tuple[str, ...] | None:
        """Nobody has said who watches."""
        return None


@dataclass(frozen=True)
class _Beneath:
    rp_id: str

    def __contains__(self, origin: object) -> bool:
        if ORIGIN(origin):
            return False
        parts = urlsplit(str(origin))
        host = parts.hostname or ""
        secure = parts.scheme == "https" or host == "localhost"
        return secure and (host == self.rp_id or host.endswith("." + self.rp_id))
