"""A quotation: one clause, word for word, with the proof that it is part of what was signed (docs/format.md, section 9).

It is a package without the other clauses. In their place stands the path of one leaf to the signed root, seven hashes for a
hundred clauses; signatures, parties and log are those of the package it was taken from, so it proves as much.
"""

from typing import Any

from workflow.evidence import clause_tree, fields, merkle, package
from workflow.evidence import manifest as manifests
from workflow.evidence.canonical import b64u, dumps, loads, unb64u
from workflow.evidence.errors import Bad

FORMAT = "sro-mou/quote/v1"
TAKEN = ("edition_chain", "log", "manifest", "parties", "time_tokens")
"""Members that are the package's own."""

QUOTE = fields.record(
    {
        "clause": clause_tree.OPEN_CLAUSE,
        "format": fields.constant(FORMAT),
        "index": fields.whole(0, 100_000),
        "proof": fields.listing(fields.HASH, 0, 64),
    }
    | {name: package.MEMBERS[name] for name in TAKEN},
    {"paper": fields.listing(package.ENVELOPE, 1, 500)},
)


def take(parcel: dict[str, Any], path: str) -> bytes:
    """The quotation of one open clause of a package. Raises Bad("text.hidden") for a clause that is not there or not shown,
    Bad("correction.text") where an adoption was carried over: that is proved by the whole text alone."""
    if parcel["adoptions"]:
        raise Bad(
            "correction.text", "the text was corrected after its adoption, which no single clause can show"
        )
    places = {item["path"]: number for number, item in enumerate(parcel["clauses"]) if "text" in item}
    if path not in places:
        raise Bad("text.hidden", f"there is no clause {path} that could be quoted")
    index = places[path]
    leaves, _ = clause_tree.leaves_of(parcel["clauses"], parcel["attachments"])
    nodes: dict[tuple[int, int], bytes] = {}

    def node(level: int, number: int) -> bytes:
        return nodes[level, number]

    for size, leaf in enumerate(leaves):
        for level, number, found in merkle.new_nodes(size, merkle.leaf_hash(leaf), node):
            nodes[level, number] = found
    own = {
        "clause": parcel["clauses"][index],
        "format": FORMAT,
        "index": index,
        "proof": [b64u(step) for step in merkle.inclusion(index, len(leaves), node)],
    }
    paper = {"paper": parcel["paper"]} if parcel["paper"] else {}
    return dumps(own | paper | {name: parcel[name] for name in TAKEN})


def read(data: bytes) -> dict[str, Any]:
    """A package or a quotation, whichever it is, if it is canonical and has the members of its format.

    Raises Bad("package.json"), Bad("package.members"), Bad("manifest.members").
    """
    try:
        value = loads(data)
    except Bad as bad:
        raise Bad("package.json", bad.words) from None
    if type(value) is not dict or value.get("format") != FORMAT:
        return package.judge(value)
    quotation: dict[str, Any] = fields.demand(value, QUOTE, "package.members")
    manifests.validate(quotation["manifest"])
    return quotation


def check(quotation: dict[str, Any]) -> None:
    """The clause is a leaf of the text that was signed. Raises Bad("text.root" | "text.order" | "text.characters")."""
    text, index = quotation["manifest"]["text"], quotation["index"]
    if index >= text["n"] - text["attachments"]:
        raise Bad("text.order", f"the text has no clause number {index}")
    leaf = merkle.leaf_hash(clause_tree.clause_leaf(index, quotation["clause"]))
    proof = [unb64u(step, 32) for step in quotation["proof"]]
    if not merkle.verify_inclusion(index, text["n"], leaf, proof, unb64u(text["text_root"], 32)):
        raise Bad("text.root", "this clause is not part of the text that was signed")
