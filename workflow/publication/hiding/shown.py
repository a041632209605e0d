"""What a package says is hidden, in words: one table for page, PDF, text and exhibit, made from its signed statements alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.adapters.templates import day
from workflow.core.hiding import part_in_words
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.redaction import ACTS, Grounds, apply, parts_of
from workflow.evidence.verdict import day_in_words


@dataclass(frozen=True)
class Row:
    """One part that is not shown: its name, on which basis, by whose word, since when, when it is looked at again."""

    part: str
    name: str
    basis: str
    approved: str
    since: str
    review: str
    contact: str
    order: str

    def lines(self) -> list[str]:
        """What stands in the place of the part."""
        how = (
            f"Withheld by order: {self.order}."
            if self.order
            else "Both sides agreed before signing that it may be hidden."
        )
        return [
            f"{self.name} is not public.",
            f"{how} {self.basis}",
            f"Approved by {self.approved}, on {self.since}. To be looked at again by {self.review}.",
            f"Ask for records: {self.contact}",
        ]  # fmt: skip

    def to_json(self) -> dict[str, str]:
        return dict(vars(self))


@dataclass(frozen=True)
class Opened:
    """One part that was hidden and is shown now: since when, why, and by whose word."""

    part: str
    name: str
    since: str
    reason: str
    approved: str

    def to_json(self) -> dict[str, str]:
        return dict(vars(self))


def _acts(parcel: Mapping[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """Event, time and statement of each act, in order."""
    return [
        (entry["leaf"]["event"], entry["leaf"]["at"], loads(unb64u(entry["envelope"]["statement"])))
        for entry in parcel["redactions"]
        if entry["leaf"]["event"] in ACTS
    ]


def rows(parcel: Mapping[str, Any]) -> list[Row]:
    """What this package says is hidden, in the order of the text."""
    grounds: Grounds = {}
    parts, zone = parts_of(parcel), parcel["manifest"]["zone"]
    for event, at, said in _acts(parcel):
        apply(grounds, parts, ACTS[event], said, at)
    return [
        Row(
            name, part_in_words(name), ground.basis, _who(parcel, ground.said), day_in_words(ground.at, zone),
            day(ground.review), ground.said["contact"], _order(ground.said.get("order")),
        )
        for name in parts if (ground := grounds.get(name))
    ]  # fmt: skip


def opened(parcel: Mapping[str, Any]) -> list[Opened]:
    """What was hidden and is shown now, by its latest release."""
    zone, closed = parcel["manifest"]["zone"], {row.part for row in rows(parcel)}
    found = {
        name: Opened(
            name, part_in_words(name), day_in_words(at, zone), said["reason"], _who(parcel, said)
        )
        for event, at, said in _acts(parcel) if event == "released" for name in said["parts"]
    }  # fmt: skip
    return [row for name, row in found.items() if name not in closed]


def lines(parcel: Mapping[str, Any]) -> dict[str, list[str]]:
    """What stands in the place of each part that is not shown."""
    return {row.part: row.lines() for row in rows(parcel)}


def _who(parcel: Mapping[str, Any], said: Mapping[str, Any]) -> str:
    party = next(
        (one["legal_name"] for one in parcel["manifest"]["parties"] if one["id"] == said["party"]), ""
    )
    return ", ".join(part for part in (said["name"], said["title"], party) if part)


def _order(order: Mapping[str, str] | None) -> str:
    return f"{order['authority']}, {order['reference']}, {day(order['date'])}" if order else ""
