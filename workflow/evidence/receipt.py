"""Whose receipt it is: what stands in the `extra` line of a C2SP tlog-proof (docs/format.md, section 7).

The proof says that some leaf is in the log. Beside it the receipt carries that leaf, the signed statement which the leaf
names, and the twelve words of the text, so that its holder needs nobody to tell what was signed. None of it is believed:
the words and the statement are the leaf's own, or they are refused, and the leaf is the one that the proof leads to.
"""

from typing import Any

from workflow.evidence import fields, package, tlog
from workflow.evidence.canonical import dumps, loads, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.leaf import EDITION_LEAF

EXTRA = fields.record({"envelope": package.ENVELOPE, "fingerprint": fields.line, "leaf": EDITION_LEAF})
FIRST = f"{tlog.PROOF_HEADER}\n".encode()
"""How every receipt begins, and no package."""
LARGEST = 1 << 20


def extra(leaf: dict[str, Any], envelope: dict[str, Any]) -> bytes:
    """What the receipt of a signed act says beside its proof."""
    return dumps({"envelope": envelope, "fingerprint": _words(leaf), "leaf": leaf})


def opened(data: bytes) -> tuple[tlog.Proof, dict[str, Any]]:
    """The proof in a receipt file, and `{envelope, fingerprint, leaf}` beside it, not yet held against one another.

    Raises Bad("log.proof").
    """
    if len(data) > LARGEST:
        raise Bad("log.proof", f"a receipt has at most {LARGEST:,} bytes")
    try:
        proof = tlog.open_tlog_proof(data.decode())
    except UnicodeDecodeError:
        raise Bad("log.proof", "this is not a receipt of a log") from None
    return proof, members(proof.extra)


def members(data: bytes) -> dict[str, Any]:
    """`{envelope, fingerprint, leaf}`. Raises Bad("log.proof")."""
    try:
        said: dict[str, Any] = fields.demand(loads(data), EXTRA, "log.proof")
    except Bad as bad:
        raise Bad("log.proof", bad.words) from None
    return said


def fit(said: dict[str, Any]) -> None:
    """The words and the statement are those that the leaf names. Raises Bad("log.proof")."""
    leaf = said["leaf"]
    if said["fingerprint"] != _words(leaf) or envelope_hash(said["envelope"]) != leaf["subject"]:
        raise Bad("log.proof", "the words or the statement are not those of the leaf")


def read(data: bytes) -> dict[str, Any]:
    """`{envelope, fingerprint, leaf}`, fitting each other. Raises Bad("log.proof")."""
    said = members(data)
    fit(said)
    return said


def _words(leaf: dict[str, Any]) -> str:
    return fingerprint(unb64u(leaf["head"], 32))
