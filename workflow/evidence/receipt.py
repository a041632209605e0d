"""Whose receipt it is: what stands in the `extra` line of a C2SP tlog-proof (docs/format.md, section 7).

The proof says that some leaf is in the log. Beside it the receipt carries that leaf, the signed statement which the leaf
names, and the twelve words of the text, so that its holder needs nobody to tell what was signed. None of it is believed:
the words and the statement are the leaf's own, or they are refused, and the leaf is the one that the proof leads to.
"""

from typing import Any

from workflow.evidence import fields, package
from workflow.evidence.canonical import dumps, loads, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.leaf import EDITION_LEAF

EXTRA = fields.record({"envelope": package.ENVELOPE, "fingerprint": fields.line, "leaf": EDITION_LEAF})


def extra(leaf: dict[str, Any], envelope: dict[str, Any]) -> bytes:
    """What the receipt of a signed act says beside its proof."""
    return dumps({"envelope": envelope, "fingerprint": _words(leaf), "leaf": leaf})


def read(data: bytes) -> dict[str, Any]:
    """`{envelope, fingerprint, leaf}`, fitting each other. Raises Bad("log.proof")."""
    try:
        said: dict[str, Any] = fields.demand(loads(data), EXTRA, "log.proof")
    except Bad as bad:
        raise Bad("log.proof", bad.words) from None
    leaf = said["leaf"]
    if said["fingerprint"] != _words(leaf) or envelope_hash(said["envelope"]) != leaf["subject"]:
        raise Bad("log.proof", "the words or the statement are not those of the leaf")
    return said


def _words(leaf: dict[str, Any]) -> str:
    return fingerprint(unb64u(leaf["head"], 32))
