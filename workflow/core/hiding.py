"""What the public may not see: what can be done about the public copy, when, and by which two people. Plain rules.

1. Before signing everybody agrees which parts may be hidden. Where there are any, nothing is published until it is said which
   of them stay hidden, perhaps none: silence never makes a secret public.
2. Every act is proposed by one person and approved by another. To show what both sides agreed to keep takes one of each side.
3. Before publication any part that may be hidden can be. Afterwards `hide` only names a new review date for what is hidden:
   what was public once is taken back by an order alone, and that can name any part.
4. What is hidden has a legal basis and a day on which it is looked at again, at most three years ahead.
5. To take down the whole public copy is the last resort: its addresses then say that it is gone, and why.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflow.core.lifecycle import WAS_PUBLISHED, Status
from workflow.core.people import SIGNING_OFFICES, Office

LONGEST = timedelta(days=3 * 366)
APPROVING = SIGNING_OFFICES | {Office.CLERK, Office.REGISTRAR}
"""Offices whose holders may approve, with their own key where a statement is signed."""


class Kind(StrEnum):
    HIDE = "hide"
    SHOW = "show"
    RELEASE = "release"
    WITHHOLD = "withhold"
    REMOVE = "remove"


IN_WORDS = {
    Kind.HIDE: "Hide parts of the text",
    Kind.SHOW: "Publish the whole text",
    Kind.RELEASE: "Show hidden parts",
    Kind.WITHHOLD: "Withhold parts by an order",
    Kind.REMOVE: "Take the public copy down",
}
STATEMENT_OF = {Kind.HIDE: "redaction", Kind.RELEASE: "release", Kind.WITHHOLD: "withholding"}
"""The acts that are signed with the approver's own key, and as what. The others leave no text that could be checked."""
TWO_SIDES = frozenset({Kind.SHOW, Kind.RELEASE})


@dataclass(frozen=True)
class Copy:
    """Where the public copy stands: the edition's state, every part and whether it may be hidden, what is hidden, and
    whether it was decided what stays hidden at publication."""

    status: Status
    parts: dict[str, bool]
    hidden: frozenset[str] = frozenset()
    decided: bool = False

    @property
    def published(self) -> bool:
        return self.status in WAS_PUBLISHED

    @property
    def may_hide(self) -> list[str]:
        return [name for name, may in self.parts.items() if may]

    @property
    def waits(self) -> bool:
        """Rule 1: whether publication waits for a decision."""
        return self.status is Status.EXECUTED and bool(self.may_hide) and not self.decided

    @property
    def kinds(self) -> list[Kind]:
        """What can be proposed now."""
        if self.waits:
            return [Kind.HIDE, Kind.SHOW]
        if not self.published:
            return []
        return [*([Kind.HIDE, Kind.RELEASE] if self.hidden else []), Kind.WITHHOLD, Kind.REMOVE]

    def choices(self, kind: Kind) -> list[str]:
        """The parts that an act of this kind can name (rule 3)."""
        match kind:
            case Kind.HIDE:
                return self.may_hide if self.waits else [n for n in self.may_hide if n in self.hidden]
            case Kind.RELEASE:
                return [name for name in self.parts if name in self.hidden]
            case Kind.WITHHOLD:
                return list(self.parts)
        return []


def no_second(
    kind: Kind, proposer: str, proposer_side: Collection[str], approver: str, sides: Collection[str]
) -> str:
    """Rule 2: why this person cannot be the second, in words; empty where he can. `sides`: the parties he approves for."""
    if proposer == approver:
        return "Somebody else has to approve what you proposed."
    if kind in TWO_SIDES and not set(sides) - set(proposer_side):
        return "This was proposed by your own side, so somebody of the other side approves it."
    return ""


def review_problem(review: date, today: date) -> str:
    """Rule 4: what is wrong with a review date, in words; empty where nothing is."""
    if review <= today:
        return "The review lies ahead: name a later day."
    if review > today + LONGEST:
        return "What is hidden is looked at again within three years."
    return ""


def part_in_words(name: str) -> str:
    """`4/2` as "Part 4.2 of the text", `attachment 1` as "Attachment 1": places, for printed numbers are hidden with the words."""
    noun, _, place = name.rpartition(" ")
    place = place.replace("/", ".")
    return f"{noun.capitalize()} {place}" if noun else f"Part {place} of the text"
