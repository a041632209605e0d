"""What is hidden from the public, by whose word, and whether just that is hidden in a package (docs/format.md, section 9).

The rules:

1. what was done about the public copy follows *executed* in the edition's chain without a gap: redacted, released, withheld,
   and the publications between them;
2. each act is signed by somebody who holds one of `OFFICES` at a party of this text, on the proposal of another person;
3. only what everybody agreed before signing may be redacted; anything may be withheld, but only by an order, and then not
   everything that was signed can be seen, so the verdict is not *verified*;
4. what is released was hidden; it opens with its own salt, so the same root is signed as before;
5. a public package hides exactly what these acts leave hidden; a private one shows everything and says that it is private.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.signers import Court

ACTS = {"redacted": "redaction", "released": "release", "withheld": "withholding"}
OFFICES = ("chief", "sheriff", "superintendent", "board_chair", "principal", "registrar", "clerk")


@dataclass(frozen=True)
class Ground:
    """Why one part is not shown: by which act, when, what the statement says, and until when at the latest it stands unreviewed."""

    act: str
    at: str
    said: Mapping[str, Any]
    basis: str
    review: str

    @property
    def by_order(self) -> bool:
        return self.act == "withholding"


Grounds = dict[str, Ground]
"""The parts that are hidden, as statements name them (`4/2`, `attachment 1`)."""


def shape(links: Sequence[Link]) -> None:
    """Acts carry a statement, publications may; an act comes last. Raises Bad("chain.events" | "chain.leaf")."""
    for link in links:
        event, acts = link.leaf["event"], link.leaf["event"] in ACTS
        if not acts and event != "published":
            raise Bad("chain.events", f"{event} has no place after the text was executed")
        if link.leaf["slot"] or not link.leaf["subject"] or (acts and link.envelope is None):
            raise Bad("chain.leaf", f"{event} has members that it should not have, or lacks some")
    if links and links[-1].leaf["event"] not in ACTS:
        raise Bad("chain.events", "what was done about the public copy ends with an act")


def replay(parts: Mapping[str, bool], links: Sequence[Link], court: Court) -> Grounds:
    """What these acts leave hidden. `parts`: every part of the text, and whether it may be redacted. Raises Bad."""
    grounds: Grounds = {}
    for link in links:
        act = ACTS.get(link.leaf["event"])
        if not act:
            court.examiner.published(link)
        else:
            said, signed = court.hear_later(link, act, OFFICES)
            if said["proposer"] == signed.enrolment.person:
                raise Bad(
                    "redaction.people", f"{signed.enrolment.name} approved what he had proposed himself"
                )
            apply(grounds, parts, act, said, link.at)
    return grounds


def apply(grounds: Grounds, parts: Mapping[str, bool], act: str, said: Mapping[str, Any], at: str) -> None:
    """One act, taken into what is hidden. Raises Bad("redaction.part")."""
    for name, ground in _named(act, said, at).items():
        if name not in parts:
            raise Bad("redaction.part", f"the text has no part {name}")
        if act == "release":
            if name not in grounds:
                raise Bad("redaction.part", f"{name} was released and was not hidden")
            del grounds[name]
            continue
        if act == "redaction" and not parts[name]:
            raise Bad("redaction.part", f"nobody agreed before signing that {name} may be hidden")
        grounds[name] = ground


def _named(act: str, said: Mapping[str, Any], at: str) -> Grounds:
    if act == "redaction":
        found = {one["part"]: Ground(act, at, said, one["basis"], one["review"]) for one in said["hidden"]}
        count = len(said["hidden"])
    else:
        found = {one: Ground(act, at, said, said["reason"], said.get("review", "")) for one in said["parts"]}
        count = len(said["parts"])
    if len(found) != count:
        raise Bad("redaction.part", "a part is named twice")
    return found


def parts_of(parcel: Mapping[str, Any]) -> dict[str, bool]:
    """Every part of a package's text, and whether it was agreed before signing that it may be hidden.

    Of two parts with one path, which `text.order` refuses, the one that may be hidden counts: verifiers name the same reasons.
    """
    parts = [(item["path"], item["redactable"]) for item in parcel["clauses"]]
    parts += [(f"attachment {item['path']}", item["redactable"]) for item in parcel["attachments"]]
    found: dict[str, bool] = {}
    for name, redactable in parts:
        found[name] = redactable or found.get(name, False)
    return found


def agree(parcel: Mapping[str, Any], hidden: Sequence[str], grounds: Grounds) -> None:
    """The package hides what the acts leave hidden, and nothing else. Raises Bad("text.hidden" | "text.private")."""
    if "private" in parcel:
        if hidden or not (grounds or any(parts_of(parcel).values())):
            raise Bad("text.private", "marked as private, though it shows no more than everybody may see")
        return
    unsigned = sorted(set(hidden) - grounds.keys())
    if unsigned:
        raise Bad("text.hidden", f"hidden without a signed redaction: {', '.join(unsigned)}")
    shown = sorted(grounds.keys() - set(hidden))
    if shown:
        raise Bad("text.private", f"shown though hidden, and not marked as private: {', '.join(shown)}")


def told(grounds: Mapping[str, Ground], hidden: Sequence[str], *, private: bool) -> str:
    """What is hidden and why, in a line. Raises Bad("text.withheld") where an order, and not the agreement, hides something."""
    by_order = sorted(name for name in hidden if grounds[name].by_order)
    if by_order:
        raise Bad("text.withheld", f"withheld by order: {', '.join(by_order)}; the rest is as it was signed")
    lines = [f"{name}: {ground.basis} (review {ground.review})" for name, ground in grounds.items()]
    own = ["private: everything is shown, and not everything is public"] if private else []
    return "; ".join([*own, *(lines or ["nothing is hidden"])])
