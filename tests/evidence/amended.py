"""An edition whose text was corrected after a board had adopted it: each step can be taken differently.

The board adopts an earlier text and delegates; a slip of the pen is mended; the delegate and counsel on both sides answer for
it; both sign the mended text. What is shown of the earlier text is taken from what was really frozen and logged then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.evidence import factory
from tests.evidence.edition import CLAUSES
from tests.evidence.factory import Cast, Holder
from workflow.evidence import clause_tree, package
from workflow.evidence.clause_tree import Attachment, Clause
from workflow.evidence.correction import correction, differences
from workflow.evidence.envelope import envelope_hash

LIMIT = "Errors of spelling, numbering and reference; nothing of substance."
MENDED = (
    CLAUSES[3],
    replace(CLAUSES[3], text="# 3. Term\n\nTwelve months from the last signature on page one."),
)
BOARD = "board"


@dataclass
class Amended:
    """The world, who answers in it, and the text that was adopted first."""

    cast: Cast
    people: dict[str, Holder]
    delegation: list[dict[str, str]]
    first: dict[str, Any]
    begun: int = 0

    @property
    def world(self) -> factory.World:
        return self.cast.world

    def answer(self, name: str, **twists: Any) -> None:
        """One of the people answers for the correction. Twists: members of the statement."""
        holder, world = twists.pop("holder", None) or self.people[name], self.world
        about = world.about(holder, "")
        del about["slot"]
        said: dict[str, Any] = {
            "adopted": self.first["head"], "changed": self.changed, "kind": "scrivener", "reason": "A reference was missing.",
        }  # fmt: skip
        common = {member: twists.pop(member) for member in ("nonce", "issued", "office") if member in twists}
        sealed = world.seal(
            "correction", correction(world.common(holder, **common), **(about | said | twists)), holder.key
        )
        world.event("corrected", "", envelope_hash(sealed), sealed)

    @property
    def changed(self) -> list[dict[str, str]]:
        """What really differs between the two texts."""
        now, attachments = clause_tree.opened(
            self.world.clauses, self.world.attachments, self.world.sealed.salts
        )
        return differences(self.first["clauses"], now, attachments)

    def signed(self) -> "Amended":
        """Both sign the corrected text."""
        factory.signed(self.cast)
        return self

    def adopted(self, *, private: bool = False, **twists: Any) -> package.Adopted:
        """The earlier text as a package shows it: what is hidden now was never shown."""
        named = {one["part"] for one in self.changed}
        texts, salts = list(self.first["salts"]), list(self.first["salts"].values())
        shown, _ = clause_tree.opened(texts, [], salts, () if private else self.world.hidden)
        parts: dict[str, Any] = {
            "manifest": self.first["manifest"],
            "changed": [item for item in shown if item["path"] in named],
            "chain": [
                entry if entry.leaf["event"] == "adopted" else replace(entry, envelope=None)
                for entry in self.world.proven(self.world.edition_chain[self.first["begun"] : self.begun])
            ],
        }
        return package.Adopted(**(parts | twists))

    def package(self, **twists: Any) -> bytes:
        """The core package of the corrected text."""
        earlier = twists.pop("adopted", self.adopted(private=twists.get("private", False)))
        whole, self.world.edition_chain = self.world.edition_chain, self.world.edition_chain[self.begun :]
        try:
            return self.world.package(adopted=earlier, **twists)
        finally:
            self.world.edition_chain = whole

    def out(self, **twists: Any) -> tuple[bytes, bytes]:
        return self.package(**twists), self.world.policy()


def adopted(
    *, gives: Sequence[str] = ("scrivener",), grants: Sequence[str] | None = None, of: str = BOARD, office: str = "student_services",
    attachments: Sequence[Attachment] = (),
) -> Amended:  # fmt: skip
    """The board has adopted a text. gives: kinds of authority in the manifest, of the body `of`; grants: those in the vote (all)."""
    cast = factory.ready()
    world = cast.world
    people = {
        "delegate": world.enrol(cast.district, "Ned North", "student_services", "Student Services Director"),
        "clerk": world.enrol(cast.district, "Gil Gray", "clerk", "Clerk of the Board"),
        "school": world.enrol(cast.district, "Kim Kerr", "counsel", "General Counsel"),
        "police": world.enrol(cast.agency, "Lou Lane", "counsel", "Police Counsel"),
    }
    world.wait(hours=80)
    delegate = {"office": office, "party": cast.district.id}
    delegation = [{"kind": kind, "limit": LIMIT, **delegate} for kind in gives]
    board = {"id": BOARD, "name": "Board of Education", "party": cast.district.id, "required": True}
    council = {"id": "council", "name": "City Council", "party": cast.agency.id, "required": False}
    authority = [one | {"body": of} for one in delegation]
    freeze(cast, adopting_bodies=[board, council], delegated_change=authority, attachments=attachments)
    made = remember(Amended(cast, people, delegation, {}))
    kinds = gives if grants is None else grants
    world.adopt(people["clerk"], BOARD, delegated=[one for one in delegation if one["kind"] in kinds])
    return made


def remember(made: Amended) -> Amended:
    """What is frozen now is the earlier text."""
    world = made.world
    clauses, _ = clause_tree.opened(world.clauses, world.attachments, world.sealed.salts)
    made.first = {
        "manifest": world.manifest, "head": world.head, "clauses": clauses,
        "salts": dict(zip(world.clauses, world.sealed.salts, strict=False)), "files": world.sealed.salts[len(world.clauses) :],
        "begun": max(n for n, one in enumerate(world.edition_chain) if one.leaf["event"] == "frozen"),
    }  # fmt: skip
    return made


def freeze(cast: Cast, **twists: Any) -> None:
    slots = [("s1", cast.agency, ["chief", "sheriff"]), ("s2", cast.district, ["superintendent"])]
    cast.world.freeze(slots, **twists)


def mended(made: Amended | None = None, *clauses: Clause, **twists: Any) -> Amended:
    """The text is reopened, mended and frozen again: what stayed keeps its salt."""
    made = made or adopted()
    world = made.world
    world.event("voided")
    made.begun = len(world.edition_chain)
    text = clauses or (*CLAUSES[:3], MENDED[1])
    salts = [made.first["salts"].get(one) or bytes([n]) * 32 for n, one in enumerate(text, start=1)]
    terms = {
        name: made.first["manifest"][name]
        for name in ("adopting_bodies", "delegated_change")
        if name not in twists
    }
    salts += made.first["files"]
    same = {"clauses": text, "salts": salts, "attachments": world.attachments}
    freeze(made.cast, **(terms | same | twists))
    return made


def answered(made: Amended | None = None, *names: str, **twists: Any) -> Amended:
    """The delegate and counsel on both sides answer for the correction."""
    made = made or mended()
    for name in names or ("delegate", "school", "police"):
        made.answer(name, **twists)
    return made
