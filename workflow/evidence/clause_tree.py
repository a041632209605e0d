"""The text tree: salted commitments to clauses and attachments, and their root (docs/format.md, section 2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Clause:
    """One clause: its position (`4/2`), its whole printed text, and whether it may ever be hidden."""

    path: str
    text: str
    redactable: bool = False


@dataclass(frozen=True)
class Attachment:
    """One attached file, by name, media type, length in bytes and SHA-256 (32 bytes)."""

    path: str
    name: str
    media_type: str
    length: int
    sha256: bytes
    redactable: bool = False


@dataclass(frozen=True)
class Sealed:
    """A sealed text: the salts stay with the text, `descriptor` is the manifest's `text` member."""

    salts: tuple[bytes, ...]
    n: int
    attachments: int
    text_root: bytes

    @property
    def descriptor(self) -> dict[str, Any]:
        """`{alg, attachments, n, text_root}` as it stands in the manifest."""
        raise NotImplementedError


def seal(
    clauses: Sequence[Clause], attachments: Sequence[Attachment] = (), salts: Sequence[bytes] | None = None
) -> Sealed:
    """Commit to a text with fresh salts (or the given ones). Raises Bad("text.characters" | "text.order")."""
    raise NotImplementedError


def opened(
    clauses: Sequence[Clause],
    attachments: Sequence[Attachment],
    salts: Sequence[bytes],
    hidden: frozenset[str] = frozenset(),
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The package's `clauses` and `attachments`; those whose path is in `hidden` show their commitment only."""
    raise NotImplementedError


def check(clauses: list[Any], attachments: list[Any], descriptor: dict[str, Any]) -> list[str]:
    """Recompute the root from a package's lists; the paths of what is hidden. Raises Bad("text...")."""
    raise NotImplementedError
