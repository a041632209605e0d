"""What the log's leaves say: public chain links in clear, everything else a salted commitment (docs/format.md, 6)."""

from datetime import datetime
from typing import Any


def party_leaf(
    *, deployment: str, party: str, seq: int, prev: str, type: str, envelope: str, at: datetime
) -> dict[str, Any]:
    """One link of a party's chain. `prev`: leaf hash of the link before, "" for seq 0. `envelope`: envelope hash."""
    raise NotImplementedError


def edition_leaf(
    *,
    deployment: str,
    mou: str,
    edition: int,
    seq: int,
    prev: str,
    event: str,
    head: str,
    at: datetime,
    slot: str = "",
    subject: str = "",
) -> dict[str, Any]:
    """One public event of an edition; event as in EDITION_EVENTS."""
    raise NotImplementedError


def private_leaf(salt: bytes, event: dict[str, Any]) -> dict[str, Any]:
    """`{commitment}` to an event that stays private; salt: 32 fresh random bytes, kept and erased with the event."""
    raise NotImplementedError


def leaf_data(leaf: dict[str, Any]) -> bytes:
    """The log's leaf data: `sro-mou/log-leaf/v1\\0 || lp(JCS(leaf))`."""
    raise NotImplementedError


def leaf_id(leaf: dict[str, Any]) -> str:
    """The leaf hash as base64url: what `prev`, `party_state`, `enrolment` and `claim` name."""
    raise NotImplementedError


def publication_hash(core: bytes, pdf: bytes) -> str:
    """The `subject` of a published event, from the SHA-256 of the core package and of the PDF (32 bytes each)."""
    raise NotImplementedError
