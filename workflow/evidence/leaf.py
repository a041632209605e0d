"""What the log's leaves say: public chain links in clear, everything else a salted commitment (docs/format.md, 6).

A leaf hash is RFC 6962's, and the same 32 bytes name a link wherever one statement or leaf speaks of another.
"""

from datetime import datetime
from typing import Any

from workflow.evidence import fields, merkle
from workflow.evidence.canonical import MAX_INT, b64u, dumps, hash_of, lp, sha256
from workflow.evidence.statement_table import MEDIA

LEAF = b"sro-mou/log-leaf/v1\0"
PRIVATE = b"sro-mou/private-event/v1\0"
EDITION_EVENTS = (
    "frozen", "served", "signed", "declined", "voided", "adopted", "executed", "published",
    "redacted", "released", "withheld", "removed", "attested", "corrected",
)  # fmt: skip
SIGNED_EVENTS = {
    "signed": "approval", "declined": "decline", "adopted": "adoption", "voided": "void", "corrected": "correction",
    "redacted": "redaction", "released": "release", "withheld": "withholding", "attested": "paper-signature",
}  # fmt: skip
"""Which act each signed edition event carries; a void may also come without a statement."""

_MAYBE_HASH = fields.either(fields.EMPTY, fields.HASH)
PARTY_LEAF = fields.record(
    {
        "at": fields.moment,
        "deployment": fields.ID,
        "envelope": fields.HASH,
        "kind": fields.constant("party"),
        "party": fields.HASH,
        "prev": _MAYBE_HASH,
        "seq": fields.whole(0, 2**31),
        "type": fields.one_of(*MEDIA.values()),
    }
)


def _of_an_edition(*events: str) -> fields.Rule:
    """A leaf of an edition's chain that says one of these events."""
    return fields.record(
        {
            "at": fields.moment,
            "deployment": fields.ID,
            "edition": fields.whole(1, 100_000),
            "event": fields.one_of(*events),
            "head": fields.HASH,
            "kind": fields.constant("edition"),
            "mou": fields.ID,
            "prev": _MAYBE_HASH,
            "seq": fields.whole(0, 2**31),
            "slot": fields.either(fields.EMPTY, fields.ID),
            "subject": _MAYBE_HASH,
        }
    )


EDITION_LEAF, PUBLISHED_LEAF = _of_an_edition(*EDITION_EVENTS), _of_an_edition("published")

_COUNT = fields.whole(0, MAX_INT)
SAID: dict[str, dict[str, fields.Rule]] = {
    "renewed": {
        "copies": _COUNT,
        "copies_root": fields.octets(64),
        "hash": fields.constant("sha512"),
        "leaves": _COUNT,
        "root": fields.octets(64),
        "token": fields.either(fields.EMPTY, fields.BYTES),
    },
    "resumed": {"from": _COUNT, "lost": _COUNT, "to": _COUNT},
    "rotated": {
        "key": fields.one_of("checkpoint", "checkpoint-mldsa", "publication", "seal", "time"),
        "new": fields.BYTES,
        "old": fields.HASH,
        "signature": fields.BYTES,
        "until": fields.moment,
    },
    "scripted": {"script": fields.HASH},
    "stamped": {
        "leaves": _COUNT,
        "root": fields.HASH,
        "token": fields.either(fields.EMPTY, fields.BYTES),
    },
    "untimed": {"subject": fields.HASH},
}
"""What the service says of itself, by event: so many leaves and public copies have these roots under another hash; of the leaves from `from` up to `to`, so many lost their content; the key `old` is
followed by `new`, and signs until then; the signing page has this script from now on; the checkpoint of so many leaves was put before a time authority, which gave `token` or none; it gave none for the statement `subject`.
"""
SERVICE_LEAF = fields.either(
    *(
        fields.record(
            {
                "at": fields.moment,
                "deployment": fields.ID,
                "event": fields.constant(event),
                "kind": fields.constant("service"),
                **said,
            }
        )
        for event, said in SAID.items()
    )
)


def service_leaf(*, deployment: str, event: str, at: datetime, said: dict[str, Any]) -> dict[str, Any]:
    """What the service says of itself in the log. Raises Bad("chain.leaf")."""
    leaf = {
        **said,
        "at": fields.write_moment(at),
        "deployment": deployment,
        "event": event,
        "kind": "service",
    }
    fields.demand(leaf, SERVICE_LEAF, "chain.leaf")
    return leaf


def party_leaf(
    *, deployment: str, party: str, seq: int, prev: str, type: str, envelope: str, at: datetime
) -> dict[str, Any]:
    """One link of a party's chain. `prev`: leaf id of the link before, "" for seq 0. `envelope`: envelope hash.

    Raises Bad("chain.leaf").
    """
    leaf = {
        "at": fields.write_moment(at),
        "deployment": deployment,
        "envelope": envelope,
        "kind": "party",
        "party": party,
        "prev": prev,
        "seq": seq,
        "type": type,
    }
    fields.demand(leaf, PARTY_LEAF, "chain.leaf")
    return leaf


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
    """One public event of an edition; event as in EDITION_EVENTS. Raises Bad("chain.leaf")."""
    leaf = {
        "at": fields.write_moment(at),
        "deployment": deployment,
        "edition": edition,
        "event": event,
        "head": head,
        "kind": "edition",
        "mou": mou,
        "prev": prev,
        "seq": seq,
        "slot": slot,
        "subject": subject,
    }
    fields.demand(leaf, EDITION_LEAF, "chain.leaf")
    return leaf


def private_leaf(salt: bytes, event: dict[str, Any]) -> dict[str, Any]:
    """`{commitment}` to an event that stays private; salt: 32 fresh random bytes, kept and erased with the event."""
    if len(salt) != 32:
        raise ValueError("a salt of 32 bytes")
    return {"commitment": b64u(sha256(PRIVATE, salt, lp(dumps(event))))}


def leaf_data(leaf: dict[str, Any]) -> bytes:
    """The log's leaf data: `sro-mou/log-leaf/v1\\0 || lp(JCS(leaf))`."""
    return LEAF + lp(dumps(leaf))


def leaf_id(leaf: dict[str, Any]) -> str:
    """The leaf hash as base64url: what `prev`, `party_state`, `enrolment` and `claim` name."""
    return b64u(merkle.leaf_hash(leaf_data(leaf)))


def publication_hash(core: bytes, pdf: bytes) -> str:
    """The `subject` of a published event that nobody signed, from the SHA-256 of the core package and of the PDF (32 bytes each)."""
    return hash_of("sro-mou/publication/v1", {"core": b64u(core), "pdf": b64u(pdf)})
