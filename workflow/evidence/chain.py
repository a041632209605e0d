"""Chains of log leaves: gapless, forward in time and in the log, each with the envelope it names (docs/format.md, 6).

`prev` is the leaf hash of the link before, so a link cannot be left out, added, or moved without changing all that
follow, and the log's checkpoint covers every one of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.leaf import leaf_id
from workflow.evidence.merkle import verify_inclusion
from workflow.evidence.statement_table import MEDIA
from workflow.evidence.tlog import Checkpoint


@dataclass(frozen=True)
class Link:
    """One entry of a chain, read: `id` is its leaf hash (base64url), `index` its place in the log."""

    leaf: dict[str, Any]
    index: int
    proof: tuple[str, ...] = ()
    envelope: dict[str, Any] | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "id", leaf_id(self.leaf))

    @property
    def at(self) -> str:
        """When the operator says it was recorded (text)."""
        return str(self.leaf["at"])


def read(
    entries: Sequence[Mapping[str, Any]], like: Mapping[str, Any], after: Link | None = None
) -> list[Link]:
    """The links of a chain whose leaves all have the members of `like`, following the link `after` where given.

    Raises Bad("chain.leaf"), Bad("chain.link"), Bad("chain.time").
    """
    links: list[Link] = []
    for entry in entries:
        link = Link(entry["leaf"], entry["index"], tuple(entry["proof"]), entry.get("envelope"))
        if not like.items() <= link.leaf.items():
            raise Bad("chain.leaf", f"a leaf of another chain stands at number {link.leaf['seq']}")
        if after is not None:
            _follows(link, after)
        elif (link.leaf["seq"] == 0) != (link.leaf["prev"] == ""):
            raise Bad("chain.link", "only number 0 has nothing before it")
        links.append(link)
        after = link
    return links


def _follows(link: Link, before: Link) -> None:
    if link.leaf["seq"] != before.leaf["seq"] + 1 or link.leaf["prev"] != before.id:
        raise Bad("chain.link", f"number {link.leaf['seq']} does not follow number {before.leaf['seq']}")
    if link.index <= before.index:
        raise Bad("chain.link", f"number {link.leaf['seq']} stands in the log before the one it follows")
    if link.at < before.at:
        raise Bad("chain.time", f"time goes back at number {link.leaf['seq']}")


def included(links: Sequence[Link], checkpoint: Checkpoint) -> None:
    """Every link is a leaf of the checkpoint's tree. Raises Bad("log.inclusion")."""
    for link in links:
        proof = [unb64u(step, 32) for step in link.proof]
        if not verify_inclusion(link.index, checkpoint.size, unb64u(link.id), proof, checkpoint.root):
            raise Bad("log.inclusion", f"leaf {link.index} is not in the log of {checkpoint.size} leaves")


def carries(link: Link, named: str, act: str) -> dict[str, Any]:
    """The link's envelope, if its hash is `named` and it is of this act. Raises Bad("chain.envelope" | "statement.type")."""
    if link.envelope is None or envelope_hash(link.envelope) != named:
        raise Bad(
            "chain.envelope", f"the statement of number {link.leaf['seq']} is not the one that was logged"
        )
    if link.envelope["type"] != MEDIA[act]:
        raise Bad(
            "statement.type", f"a statement of the type {act} was expected at number {link.leaf['seq']}"
        )
    return link.envelope


PLACED = frozenset({"signed", "attested", "declined", "adopted", "served"})
"""Events of an edition that are about a slot or a body. All but *served* carry a statement, and so does *corrected*."""


def shaped(link: Link) -> bool:
    """Whether this event of an edition is about a slot or a body. Raises Bad("chain.leaf") where it lacks what its kind has, or has more."""
    event, leaf = link.leaf["event"], link.leaf
    placed = event in PLACED
    speaks = event == "corrected" or (placed and event != "served")
    if (
        bool(leaf["slot"]) != placed
        or bool(leaf["subject"]) != speaks
        or (link.envelope is not None) != speaks
    ):
        raise Bad("chain.leaf", f"{event} has members that it should not have, or lacks some")
    return placed
