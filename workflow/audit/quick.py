"""Whether a private leaf commits to just what its row says, without an object of ours on the way.

What is hashed here is byte for byte what `history.actions.committed` and `evidence.leaf` make of an honest row, by another
encoder: where the two agree, the row is what was committed to. Where they do not, those two are asked.
"""

from binascii import b2a_base64
from hashlib import sha256
from typing import Any

import msgspec

from workflow.audit.rows import Plain
from workflow.core.events import EventKind, is_public
from workflow.evidence.leaf import PRIVATE, leaf_data, private_leaf

PRIVATE_KINDS = frozenset(str(kind) for kind in EventKind if not is_public(kind))


class Said(msgspec.Struct, gc=False):
    """The members of what is committed to, in canonical order."""

    actor: str
    actor_name: str
    at: str
    detail: Any
    edition: str
    kind: str
    mou: str
    party: str
    seq: int
    stream: str
    subject: str


_FORM = b"\0" + leaf_data(private_leaf(bytes(32), {}))
_HEAD, _TAIL = _FORM[:-45], _FORM[-2:]
_URL = bytes.maketrans(b"+/", b"-_")
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode = msgspec.json.Decoder().decode


def vouched(row: Plain) -> bytes:
    """The hash of the row's leaf, if it is private and commits to just this row; b"" otherwise."""
    (
        _, _, stream, seq, kind, at, actor, name, mou, edition, party, subject, detail, _, leaf, salt,
    ) = row  # fmt: skip
    if kind not in PRIVATE_KINDS:
        return b""
    edition, party = edition or "", party or ""
    try:
        "".join((actor, name, edition, mou, party, stream, subject))  # bytes would be encoded, as base64
        moment, value = f"{at[:10]}T{at[11:19]}Z", _decode(detail)
        said = _encode(Said(actor, name, moment, value, edition, kind, mou, party, seq, stream, subject))
        commitment = sha256(PRIVATE + salt + len(said).to_bytes(4, "big") + said).digest()
        hashed = _HEAD + b2a_base64(commitment)[:43].translate(_URL) + _TAIL
        return sha256(hashed).digest() if hashed == b"\0" + leaf else b""
    except (ValueError, TypeError, RecursionError):
        return b""
