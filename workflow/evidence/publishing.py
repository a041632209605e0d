"""What the service says when it publishes, by a key that signs nothing else (docs/format.md, sections 4 and 9).

The statement names the package and the PDF; its envelope's hash is the `subject` of the *published* leaf, so the signature has a
place in the log. A policy says for which places a key signs: whoever has the log's key alone publishes nothing under it, and
a key that was replaced publishes nothing new.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workflow.evidence import fields
from workflow.evidence.canonical import b64u, dumps, loads, unb64u
from workflow.evidence.chain import Link, carries
from workflow.evidence.cose import verify_signature
from workflow.evidence.envelope import pae
from workflow.evidence.errors import Bad
from workflow.evidence.fields import HASH, write_moment
from workflow.evidence.keyrecord import key_id
from workflow.evidence.leaf import publication_hash
from workflow.evidence.statement_table import INTENT, MEDIA, judge, read
from workflow.evidence.trust import Trust

ACT, EVENT = "publication", "published"
ENVELOPE = fields.record(
    {
        "signatures": fields.listing(fields.record({"key": HASH, "signature": fields.octets(64)}), 1, 1),
        "statement": fields.BYTES,
        "type": fields.constant(MEDIA[ACT]),
    }
)


@dataclass(frozen=True)
class Copy:
    """A core package and its PDF that were published together (their hashes, as text), and the time of that in the log."""

    core: str
    pdf: str
    at: str


_BOUND = ("deployment", "edition", "head", "mou")
"""What the statement says as the leaf does."""


def envelope(
    key: Ed25519PrivateKey, *, deployment: str, mou: str, edition: int, head: str, core: bytes, pdf: bytes, issued: datetime
) -> dict[str, Any]:  # fmt: skip
    """The statement that a package and a PDF are published (core, pdf: SHA-256 of each, 32 bytes), signed by the publication key.

    Raises Bad("statement.members").
    """
    spki = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    members = {
        "core": b64u(core),
        "deployment": deployment,
        "edition": edition,
        "head": head,
        "intent": INTENT[ACT],
        "issued": write_moment(issued),
        "key": key_id(spki),
        "mou": mou,
        "pdf": b64u(pdf),
        "spki": b64u(spki),
    }
    said = dumps(judge(ACT, members))
    signature = key.sign(pae(MEDIA[ACT], said))
    return {
        "signatures": [{"key": key_id(spki), "signature": b64u(signature)}],
        "statement": b64u(said),
        "type": MEDIA[ACT],
    }


def hear(link: Link, trust: Trust) -> dict[str, Any] | None:
    """What was said at a *published* link; None where nothing was said, and nothing had to be. Raises Bad."""
    place = link.index + 1
    if link.envelope is None:
        if trust.asks_publisher(place):
            raise Bad("publication.key", f"what was published at {link.at} is signed by no publication key")
        return None
    fields.demand(link.envelope, ENVELOPE, "statement.type")
    said = _signed(carries(link, link.leaf["subject"], ACT))
    if any(said[name] != link.leaf[name] for name in _BOUND):
        raise Bad("statement.binding", "the publication of another text was signed")
    if said["issued"] > link.at:
        raise Bad("statement.expired", f"recorded at {link.at}, before it was said at {said['issued']}")
    if not trust.publishes(said["key"], place):
        raise Bad(
            "publication.key",
            "the policy does not know this publication key, or not for this place in the log",
        )
    return said


def about(link: Link, said: Mapping[str, Any] | None, published: Mapping[str, Any]) -> bool:
    """Whether the link is about this package and this PDF: by what was signed, or by its leaf where nothing was."""
    if said is not None:
        return bool(said["core"] == published["core"] and said["pdf"] == published["pdf"])
    subject = publication_hash(unb64u(published["core"], 32), unb64u(published["pdf"], 32))
    return bool(link.leaf["subject"] == subject)


def copies(parcel: Mapping[str, Any]) -> tuple[Copy, ...]:
    """What a package from the web says was published of its text, oldest first: each publication that was signed, and the last.

    True where the verdict on the package says so of its record; nothing is checked here.
    """
    said = parcel["publication"]
    entries = [one for one in (*parcel["redactions"], *said["chain"]) if one["leaf"]["event"] == EVENT]
    signed = [
        (one["leaf"]["at"], loads(unb64u(one["envelope"]["statement"])))
        for one in entries[:-1]
        if "envelope" in one
    ]
    before = [Copy(told["core"], told["pdf"], at) for at, told in signed]
    return (*before, Copy(said["core"], said["pdf"], entries[-1]["leaf"]["at"]))


def words(link: Link, said: Mapping[str, Any] | None, trust: Trust) -> str:
    """What a reader is told of the signature; nothing where there is none."""
    if said is None:
        return ""
    known = trust.asks_publisher(link.index + 1)
    return (
        "; signed by the publication key"
        if known
        else "; signed by a publication key for which nobody vouches here"
    )


def _signed(sealed: Mapping[str, Any]) -> dict[str, Any]:
    """The statement, if the key that it names signed it. Raises Bad("statement..." | "signature...")."""
    raw = unb64u(sealed["statement"])
    said, (given,) = read(ACT, raw), sealed["signatures"]
    spki = unb64u(said["spki"])
    if not given["key"] == said["key"] == key_id(spki):
        raise Bad("signature.key", "signed by another publication key than the statement names")
    verify_signature("EdDSA", spki, unb64u(given["signature"]), pae(sealed["type"], raw))
    return said
