"""package.json: everything a stranger needs, in one file (docs/format.md, section 9).

The layout follows the idea of the sigstore bundle: statements, proofs and keys travel together, and every member is
signed, hashed into something signed, or recomputed. Here only the shape is judged; verify.py makes the argument.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow.evidence import clause_tree, cosignature, fields, leaf, publishing
from workflow.evidence import manifest as manifests
from workflow.evidence.canonical import b64u, dumps, loads, sha256
from workflow.evidence.cosignature import Cosignature
from workflow.evidence.errors import Bad
from workflow.evidence.fields import BYTES, HASH, NOTHING, listing, record, whole

FORMAT = "sro-mou/package/v1"
RESERVED = ("withheld",)
"""Lists that later versions fill. Version 1 refuses a package in which one of them is not empty."""


@dataclass(frozen=True)
class Entry:
    """One chain link with its place in the log: leaf, log index, inclusion proof (32-byte hashes), envelope if any."""

    leaf: dict[str, Any]
    index: int
    proof: Sequence[bytes]
    envelope: dict[str, Any] | None = None

    def members(self) -> dict[str, Any]:
        """As it stands in a package."""
        plain: dict[str, Any] = {
            "index": self.index,
            "leaf": self.leaf,
            "proof": [b64u(step) for step in self.proof],
        }
        return plain if self.envelope is None else plain | {"envelope": self.envelope}


@dataclass(frozen=True)
class Adopted:
    """An earlier text that a body adopted: its manifest, the old form of what changed, its record up to this freeze."""

    manifest: dict[str, Any]
    changed: list[dict[str, Any]]
    chain: Sequence[Entry]

    def members(self) -> dict[str, Any]:
        """As it stands in a package."""
        return vars(self) | {"chain": [entry.members() for entry in self.chain]}


@dataclass(frozen=True)
class Publication:
    """What the web copy adds: published entries, their later checkpoint, consistency, SHA-256 of the PDF (32 bytes)."""

    chain: Sequence[Entry]
    checkpoint: str
    consistency: Sequence[bytes]
    pdf: bytes


_SIGNATURE = record({"authenticator_data": BYTES, "client_data": BYTES, "key": HASH, "signature": BYTES})
ENVELOPE = record(
    {
        "signatures": listing(_SIGNATURE, 1, 2),
        "statement": BYTES,
        "type": fields.pattern(r"[a-z0-9./+-]{1,100}", "a media type was expected"),
    }
)
_NOTE = fields.pattern(r"[^\x00-\x09\x0b-\x1f\x7f]{1,10000}", "a note was expected")
_PLACED: dict[str, fields.Rule] = {"index": whole(0, 2**53 - 1), "proof": listing(HASH, 0, 64)}
_ENTRY = fields.either(
    record(_PLACED | {"envelope": publishing.ENVELOPE, "leaf": leaf.PUBLISHED_LEAF}),
    record(
        _PLACED | {"leaf": fields.either(leaf.PARTY_LEAF, leaf.EDITION_LEAF)},
        {"envelope": ENVELOPE},
    ),
)
_CHAIN = listing(_ENTRY, 1, 100_000)
_PUBLICATION = record(
    {
        "chain": _CHAIN,
        "checkpoint": _NOTE,
        "consistency": listing(HASH, 0, 128),
        "core": HASH,
        "pdf": HASH,
    }
)
MEMBERS: dict[str, fields.Rule] = {
    "adoptions": listing(
        record({"chain": _CHAIN, "changed": clause_tree.CHANGED, "manifest": lambda value: ""}), 0, 1
    ),
    "attachments": clause_tree.ATTACHMENTS,
    "clauses": clause_tree.CLAUSES,
    "cosignatures": listing(cosignature.MEMBERS, 0, 100),
    "edition_chain": _CHAIN,
    "format": fields.constant(FORMAT),
    "log": record(
        {"checkpoint": _NOTE, "key": fields.pattern(r"[!-~]{1,400}", "a verifier key was expected")},
        {"beside": fields.pattern(r"[!-~]{401,2200}", "a verifier key for ML-DSA-44 was expected")},
    ),
    "manifest": lambda value: "",
    "paper": listing(ENVELOPE, 0, 500),
    "parties": listing(record({"chain": _CHAIN}), 1, 100),
    "redactions": listing(_ENTRY, 0, 1000),
    "time_tokens": listing(record({"envelope": HASH, "token": BYTES}), 0, 1000),
} | dict.fromkeys(RESERVED, NOTHING)
PACKAGE = record(
    MEMBERS,
    {"private": lambda value: "" if value is True else "true was expected", "publication": _PUBLICATION},
)


def build(
    *,
    manifest: dict[str, Any],
    clauses: list[dict[str, Any]],
    attachments: list[dict[str, Any]],
    edition_chain: Sequence[Entry],
    parties: Sequence[Sequence[Entry]],
    log_key: str,
    checkpoint: str,
    time_tokens: Sequence[tuple[str, bytes]] = (),
    redactions: Sequence[Entry] = (),
    private: bool = False,
    beside: str = "",
    paper: Sequence[dict[str, Any]] = (),
    adopted: Adopted | None = None,
) -> bytes:
    """The core package's canonical bytes. clauses, attachments: from clause_tree.opened; parties: in manifest order.

    time_tokens: (envelope hash, token) in the order of the edition's chain. redactions: what follows *executed* in that
    chain, up to the last act about what is hidden. private: a party's own copy, which shows everything. paper: the first
    attestation of each signature on paper, in the chain's order. adopted: the earlier text that a body adopted, where a
    correction carries its adoption over.

    beside: the log's key for ML-DSA-44, where one signed the checkpoint.

    All proofs lead to `checkpoint`. Raises Bad("package...") or Bad("manifest.members") for what `parse` would refuse.
    """
    data = dumps(
        {
            "adoptions": [adopted.members()] if adopted else [],
            "attachments": attachments,
            "clauses": clauses,
            "cosignatures": [],
            "edition_chain": [entry.members() for entry in edition_chain],
            "format": FORMAT,
            "log": {"checkpoint": checkpoint, "key": log_key} | ({"beside": beside} if beside else {}),
            "manifest": manifest,
            "paper": list(paper),
            "parties": [{"chain": [entry.members() for entry in chain]} for chain in parties],
            "redactions": [entry.members() for entry in redactions],
            "time_tokens": [{"envelope": hash_, "token": b64u(token)} for hash_, token in time_tokens],
        }
        | {name: [] for name in RESERVED}
        | ({"private": True} if private else {})
    )
    parse(data)
    return data


def with_publication(
    core: bytes, publication: Publication, cosignatures: Sequence[Cosignature] = ()
) -> bytes:
    """The web copy: the core package (its bytes stand in the PDF) and the proof that it and its PDF were published.

    `cosignatures` are over the publication's checkpoint.
    """
    added = {
        "chain": [entry.members() for entry in publication.chain],
        "checkpoint": publication.checkpoint,
        "consistency": [b64u(step) for step in publication.consistency],
        "core": b64u(sha256(core)),
        "pdf": b64u(publication.pdf),
    }
    data = dumps(
        parse(core) | {"publication": added, "cosignatures": [each.members() for each in cosignatures]}
    )
    parse(data)
    return data


def core_of(data: bytes, package: dict[str, Any]) -> bytes:
    """The core package within the bytes of a parsed one: witnesses may sign it later, and the core stays what it was.

    Canonical bytes have one way to write a member, and no other object has members of these names, so the two are cut out.
    """
    witnessed = b'"cosignatures":' + dumps(package["cosignatures"])
    core = data.replace(witnessed, b'"cosignatures":[]', 1)
    if "publication" not in package:
        return core
    return core.replace(b'"publication":' + dumps(package["publication"]) + b",", b"", 1)


def parse(data: bytes) -> dict[str, Any]:
    """The package, if it is canonical and has the members of the format.

    Raises Bad("package.json"), Bad("package.members"), Bad("manifest.members").
    """
    try:
        value = loads(data)
    except Bad as bad:
        raise Bad("package.json", bad.words) from None
    return judge(value)


def judge(value: Any) -> dict[str, Any]:
    """The package, if these are its members. Raises Bad("package.members"), Bad("manifest.members")."""
    package: dict[str, Any] = fields.demand(value, PACKAGE, "package.members")
    for manifest in (package["manifest"], *(earlier["manifest"] for earlier in package["adoptions"])):
        manifests.validate(manifest)
    return package
