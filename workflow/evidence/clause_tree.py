"""The text tree: salted commitments to clauses and attachments, and their root (docs/format.md, section 2).

Each clause is committed to with its own 32 random bytes, so that a hidden clause says nothing about its words, while
whether it may ever be hidden is part of what everybody signs. Attachments follow the clauses as leaves of their own kind.
"""

import secrets
from collections.abc import Sequence
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
    hidden: frozenset[str] = frozenset(),
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The package's `clauses` and `attachments`; clauses whose path is in `hidden` show their commitment only.

    Raises Bad("text.hidden") for a clause nobody agreed might be hidden, ValueError for salts of the wrong number or length.
    """
    if len(salts) != len(clauses) + len(attachments) or any(len(salt) != 32 for salt in salts):
        raise ValueError("one salt of 32 bytes a leaf")
    shown = [_open_clause(i, clause, salts[i], clause.path in hidden) for i, clause in enumerate(clauses)]
    files = [_open_attachment(item, salts[i]) for i, item in enumerate(attachments, start=len(clauses))]
    return shown, files


def _open_clause(index: int, clause: Clause, salt: bytes, hide: bool) -> dict[str, Any]:
    if not hide:
        return {"path": clause.path, "redactable": clause.redactable, "salt": b64u(salt), "text": clause.text}
    if not clause.redactable:
        raise Bad("text.hidden", f"clause {clause.path} was not agreed to be redactable")
    commitment = clause_commitment(salt, index, clause.path, clause.text)
    return {"commitment": b64u(commitment), "path": clause.path, "redactable": True}


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
    return lambda value: (_HIDDEN if type(value) is dict and "commitment" in value else open_rule)(value)


CLAUSES = fields.listing(_shape(_CLAUSE), 1)
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
    return tree_hash(leaves), hidden


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
            raise Bad("text.order", f"{item['path']!r} is not the position of a {noun}")
        here = [int(part) for part in item["path"].split("/")]
        if here <= last:
            raise Bad("text.order", f"{noun} {item['path']} does not follow the one before it")
        last = here
