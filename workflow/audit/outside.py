"""What lay outside the operator's reach: receipts, packages and checkpoints that somebody kept, held against the tree.

A file is worth what its keeper is worth. Whoever gives one to the check says that it did not come from this database.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlmodel import Session

from workflow.audit.findings import Finding, Report
from workflow.audit.tree import Tree
from workflow.evidence import cosignature, leaf, merkle, quote, receipt, tlog
from workflow.evidence.errors import Bad
from workflow.history import witnessing
from workflow.history.models import Checkpoint


@dataclass
class Kept:
    """One file: the checkpoints in it, leaves by their place, and a receipt's proof by its place."""

    name: str
    notes: list[str]
    leaves: dict[int, bytes] = field(default_factory=dict)
    proof: tuple[int, list[bytes]] | None = None


def read(name: str, data: bytes) -> Kept:
    """A package or a quotation, a receipt (tlog-proof) or a checkpoint. Raises Bad when it is none of them, or of no log."""
    if data[:1] == b"{":
        parcel = quote.read(data)
        chains = [parcel["edition_chain"], parcel.get("redactions", [])]
        chains += [one["chain"] for one in (*parcel["parties"], *parcel.get("adoptions", []))]
        notes = [parcel["log"]["checkpoint"]]
        if "publication" in parcel:
            chains.append(parcel["publication"]["chain"])
            notes.append(parcel["publication"]["checkpoint"])
        placed = {
            entry["index"]: merkle.leaf_hash(leaf.leaf_data(entry["leaf"]))
            for chain in chains
            for entry in chain
        }
        return Kept(name, notes, placed)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise Bad("outside.file", "neither a package, nor a receipt, nor a checkpoint") from None
    if text.startswith(tlog.PROOF_HEADER):
        index, proof, note, extra = tlog.open_tlog_proof(text)
        tlog.body(note)
        named = merkle.leaf_hash(leaf.leaf_data(receipt.read(extra)["leaf"])) if extra else b""
        return Kept(name, [tlog.own_lines(note)], {index: named} if named else {}, (index, proof))
    try:
        tlog.body(text)
    except Bad:
        raise Bad("outside.file", "neither a package, nor a receipt, nor a checkpoint") from None
    return Kept(name, [tlog.own_lines(text)])


def stranger(kept: Kept, keys: Sequence[str]) -> str:
    """The log that this file is of, where it is none with these keys; empty where it is this one."""
    ours = {key.partition("+")[0] for key in keys}
    return next((one for note in kept.notes if (one := note.partition("\n")[0]) not in ours), "")


def compare(kept: Kept, tree: Tree, keys: Sequence[str]) -> Iterator[Finding]:
    """Where this file and the tree say different things."""
    for note in kept.notes:
        try:
            said = tlog.open_checkpoint(note, keys)
        except Bad as bad:
            yield Finding("outside.checkpoint", f"{kept.name} holds no checkpoint of this log: {bad.words}")
            return  # whose leaves it holds, nobody knows
        if said.size > tree.size:
            yield Finding(
                "outside.truncated",
                f"{kept.name} has seen {said.size} leaves, and the log holds {tree.size}: leaves were taken away",
            )
        elif tree.root(said.size) != said.root:
            yield Finding(
                "outside.forked",
                f"{kept.name} has seen another log: among its first {said.size} leaves one was changed",
            )
        elif kept.proof and not merkle.verify_inclusion(
            kept.proof[0], said.size, tree(0, kept.proof[0]), kept.proof[1], said.root
        ):
            yield Finding("outside.receipt", f"{kept.name} is a receipt for another leaf {kept.proof[0]}")
    for index, hashed in kept.leaves.items():
        if index < tree.size and tree(0, index) != hashed:
            yield Finding("outside.leaf", f"{kept.name} holds another leaf {index} than the log")


def covers(kept: Kept, keys: Sequence[str]) -> int:
    """How many leaves the file vouches for: the largest of its checkpoints."""
    return max(tlog.open_checkpoint(note, keys).size for note in kept.notes)


def witnessed(session: Session, tree: Tree, keys: Sequence[str], report: Report) -> None:
    """What each witness signed last: its key is its own, so not even the operator can have made this up. Signatures that do not
    fit are blamed where all of them are looked at (`stamps`).
    """
    for key in keys:
        size = witnessing.last(session, key)
        for signed in witnessing.of(session, size, [key]):
            with suppress(Bad):
                cosignature.check(session.get_one(Checkpoint, size).note, signed)
                report.kept[f"witness {signed.name}"] = min(size, tree.size)
