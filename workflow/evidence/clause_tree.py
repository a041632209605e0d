"""The text tree: salted commitments to clauses and attachments, and their root (docs/format.md, section 2).

Each clause is committed to with its own 32 random bytes, so that a hidden clause says nothing about its words, while
whether it may ever be hidden is part of what everybody signs. Attachments follow the clauses as leaves of their own kind.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.evidence import fields, text
from workflow.evidence.canonical import b64u, lp, sha256, u32, u64, unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.merkle import tree_hash

ALG = "sro-mou-tree-sha256-v1"
CLAUSE = b"sro-mou/clause-commitment/v1\0"
CLAUSE_LEAF = b"sro-mou/clause-leaf/v1\0"
ATTACHMENT = b"sro-mou/attachment-commitment/v1\0"
ATTACHMENT_LEAF = b"sro-mou/attachment-leaf/v1\0"


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
        return {"alg": ALG, "attachments": self.attachments, "n": self.n, "text_root": b64u(self.text_root)}


def clause_commitment(salt: bytes, index: int, path: str, words: str) -> bytes:
    """The 32 bytes that stand for a clause's text."""
    return sha256(CLAUSE, salt, u32(index), lp(path.encode()), lp(words.encode()))


def attachment_commitment(salt: bytes, index: int, item: Attachment) -> bytes:
    """The 32 bytes that stand for an attached file."""
    described = lp(item.path.encode()) + lp(item.name.encode()) + lp(item.media_type.encode())
    return sha256(ATTACHMENT, salt, u32(index), described, u64(item.length), item.sha256)


def _leaf(domain: bytes, index: int, path: str, redactable: bool, commitment: bytes) -> bytes:
    return domain + u32(index) + lp(path.encode()) + bytes([redactable]) + commitment


def seal(
    clauses: Sequence[Clause], attachments: Sequence[Attachment] = (), salts: Sequence[bytes] | None = None
) -> Sealed:
    """Commit to a text with fresh salts (or the given ones). Raises Bad("text.characters" | "text.order")."""
    count = len(clauses) + len(attachments)
    salts = tuple(secrets.token_bytes(32) for _ in range(count)) if salts is None else tuple(salts)
    opening = opened(clauses, attachments, salts)
    root = _root(*opening)[0]
    return Sealed(salts, count, len(attachments), root)


def opened(
    clauses: Sequence[Clause],
    attachments: Sequence[Attachment],
    salts: Sequence[bytes],
    hidden: Collection[str] = frozenset(),
    withheld: Collection[str] = frozenset(),
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The package's `clauses` and `attachments`; parts named in `hidden` (`4/2`, `attachment 1`) show their commitment only.

    Raises Bad("text.hidden") for a part nobody agreed might be hidden, unless it is in `withheld`; ValueError for salts of the wrong number or length.
    """
    if len(salts) != len(clauses) + len(attachments) or any(len(salt) != 32 for salt in salts):
        raise ValueError("one salt of 32 bytes a leaf")
    parts: list[Clause | Attachment] = [*clauses, *attachments]
    shown = [_show(i, part, salts[i], hidden, withheld) for i, part in enumerate(parts)]
    return shown[: len(clauses)], shown[len(clauses) :]


def name_of(part: Clause | Attachment) -> str:
    """How statements name a part: `4/2`, or `attachment 1`."""
    return part.path if isinstance(part, Clause) else f"attachment {part.path}"


def _show(
    index: int, part: Clause | Attachment, salt: bytes, hidden: Collection[str], withheld: Collection[str]
) -> dict[str, Any]:
    name = name_of(part)
    if name not in hidden and name not in withheld:
        return _open_clause(part, salt) if isinstance(part, Clause) else _open_attachment(part, salt)
    commitment = (
        clause_commitment(salt, index, part.path, part.text)
        if isinstance(part, Clause)
        else attachment_commitment(salt, index, part)
    )
    closed = {"commitment": b64u(commitment), "path": part.path, "redactable": part.redactable}
    if part.redactable:
        return closed
    if name not in withheld:
        raise Bad("text.hidden", f"{name} was not agreed to be redactable")
    return closed | {"withheld": True}


def _open_clause(clause: Clause, salt: bytes) -> dict[str, Any]:
    return {"path": clause.path, "redactable": clause.redactable, "salt": b64u(salt), "text": clause.text}


def _open_attachment(item: Attachment, salt: bytes) -> dict[str, Any]:
    return {
        "length": item.length,
        "media_type": item.media_type,
        "name": item.name,
        "path": item.path,
        "redactable": item.redactable,
        "salt": b64u(salt),
        "sha256": b64u(item.sha256),
    }


_HIDDEN = fields.record(
    {
        "commitment": fields.HASH,
        "path": fields.PATH,
        "redactable": lambda v: "" if v is True else "not redactable",
    }
)
_WITHHELD = fields.record(
    {
        "commitment": fields.HASH,
        "path": fields.PATH,
        "redactable": lambda v: "" if v is False else "redactable",
        "withheld": lambda v: "" if v is True else "true was expected",
    }
)
_CLAUSE = fields.record(
    {
        "path": fields.PATH,
        "redactable": fields.boolean,
        "salt": fields.HASH,
        "text": lambda v: "" if type(v) is str and v else "text was expected",
    }
)
_FILE = fields.record(
    {
        "length": fields.whole(0, 2**53 - 1),
        "media_type": fields.pattern(r"[a-z0-9.+-]{1,80}/[a-z0-9.+-]{1,80}", "a media type was expected"),
        "name": fields.line,
        "path": fields.PATH,
        "redactable": fields.boolean,
        "salt": fields.HASH,
        "sha256": fields.HASH,
    }
)


def _shape(open_rule: fields.Rule) -> fields.Rule:
    def rule(value: Any) -> str:
        closed = type(value) is dict and "commitment" in value
        return (_WITHHELD if closed and "withheld" in value else _HIDDEN if closed else open_rule)(value)

    return rule


OPEN_CLAUSE = _CLAUSE
CLAUSES = fields.listing(_shape(_CLAUSE), 1)
CHANGED = fields.listing(_shape(_CLAUSE), 1, 1000)
ATTACHMENTS = fields.listing(_shape(_FILE))


def check(clauses: list[Any], attachments: list[Any], descriptor: dict[str, Any]) -> list[str]:
    """Recompute the root from a package's lists; the paths of what is hidden. Raises Bad("text...").

    An attachment's path comes back as `attachment 2`. The descriptor is a valid manifest's `text`.
    """
    fields.demand(clauses, CLAUSES, "package.members")
    fields.demand(attachments, ATTACHMENTS, "package.members")
    if (len(clauses) + len(attachments), len(attachments)) != (descriptor["n"], descriptor["attachments"]):
        raise Bad(
            "text.order", f"{descriptor['n']} parts were signed, with {descriptor['attachments']} attachments"
        )
    root, hidden = _root(clauses, attachments)
    if b64u(root) != descriptor["text_root"]:
        raise Bad("text.root", "this is not the text that was signed")
    return hidden


def _root(clauses: list[dict[str, Any]], attachments: list[dict[str, Any]]) -> tuple[bytes, list[str]]:
    leaves, hidden = leaves_of(clauses, attachments)
    return tree_hash(leaves), hidden


def leaves_of(
    clauses: list[dict[str, Any]], attachments: list[dict[str, Any]]
) -> tuple[list[bytes], list[str]]:
    """The leaves of a package's parts, in order, and which are hidden. Raises Bad("text.order" | "text.characters")."""
    _in_order(clauses, "clause")
    _in_order(attachments, "attachment")
    leaves, hidden = [], []
    for index, item in enumerate([*clauses, *attachments]):
        is_clause = index < len(clauses)
        if "commitment" in item:
            commitment = unb64u(item["commitment"], 32)
            hidden.append(item["path"] if is_clause else f"attachment {item['path']}")
        else:
            commitment = _commit_clause(index, item) if is_clause else _commit_file(index, item)
        domain = CLAUSE_LEAF if is_clause else ATTACHMENT_LEAF
        leaves.append(_leaf(domain, index, item["path"], item["redactable"], commitment))
    return leaves, hidden


def clause_leaf(index: int, item: dict[str, Any]) -> bytes:
    """The leaf of one open clause that stands alone. Raises Bad("text.characters")."""
    return _leaf(CLAUSE_LEAF, index, item["path"], item["redactable"], _commit_clause(index, item))


def _commit_clause(index: int, item: dict[str, Any]) -> bytes:
    found = text.problems(item["text"])
    if found or not item["text"]:
        what = (
            f"line {found[0].line}, column {found[0].column}: {found[0].words}"
            if found
            else "there is no text"
        )
        raise Bad("text.characters", f"clause {item['path']}, {what}")
    return clause_commitment(unb64u(item["salt"], 32), index, item["path"], item["text"])


def _commit_file(index: int, item: dict[str, Any]) -> bytes:
    digest, salt = unb64u(item["sha256"], 32), unb64u(item["salt"], 32)
    file = Attachment(
        item["path"], item["name"], item["media_type"], item["length"], digest, item["redactable"]
    )
    return attachment_commitment(salt, index, file)


def _in_order(items: list[dict[str, Any]], noun: str) -> None:
    last: list[int] = []
    for item in items:
        if fields.PATH(item["path"]):
            raise Bad("text.order", f"{item['path']!r} is no position of any {noun}")
        here = [int(part) for part in item["path"].split("/")]
        if here <= last:
            raise Bad("text.order", f"{noun} {item['path']} does not follow the one before it")
        last = here
