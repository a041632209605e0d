"""package.json: everything a stranger needs, in one file (docs/format.md, section 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """One chain link with its place in the log: leaf, log index, inclusion proof (32-byte hashes), envelope if any."""

    leaf: dict[str, Any]
    index: int
    proof: Sequence[bytes]
    envelope: dict[str, Any] | None = None


@dataclass(frozen=True)
class Publication:
    """What the web copy adds: published entries, their later checkpoint, consistency, SHA-256 of the PDF (32 bytes)."""

    chain: Sequence[Entry]
    checkpoint: str
    consistency: Sequence[bytes]
    pdf: bytes


def build(
    *,
    manifest: dict[str, Any],
    clauses: list[dict[str, Any]],
    attachments: list[dict[str, Any]],
    edition_chain: Sequence[Entry],
    parties: Sequence[Sequence[Entry]],
    log_key: str,
    checkpoint: str,
) -> bytes:
    """The core package's canonical bytes. clauses, attachments: from clause_tree.opened; parties: in manifest order."""
    raise NotImplementedError


def with_publication(core: bytes, publication: Publication) -> bytes:
    """The web copy: the core package and the proof that it and its PDF were published."""
    raise NotImplementedError


def parse(data: bytes) -> dict[str, Any]:
    """The package, if it is canonical and has the members of the format. Raises Bad("package...")."""
    raise NotImplementedError
