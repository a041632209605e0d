"""The votes of boards and councils as their clerks signed them: one sentence for page, print, history and exhibit.

Read from signed statements alone. Nothing here says whether they hold: that is the verdict's part, and stands beside it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.adapters.templates import day
from workflow.evidence.canonical import unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.statement_table import read

Parcel = Mapping[str, Any]


@dataclass(frozen=True)
class Vote:
    """One body's vote, where its minutes say so, and who recorded it. `meeting` is a day such as 2026-05-14."""

    body: str
    meeting: str
    yes: int
    no: int
    abstain: int
    resolution: str
    item: str
    name: str
    office: str

    @property
    def decided(self) -> str:
        """ "Jamesville City Council on Thursday 14 May 2026, 7 to 0, resolution 2026-31, item 7b"."""
        count = f"{self.yes} to {self.no}" + (f" with {self.abstain} abstaining" if self.abstain else "")
        where = f"{_named('resolution', self.resolution)}, {_named('item', self.item)}"
        return f"{self.body} on {day(self.meeting)}, {count}, {where}"

    def sentence(self, what: str = "Adopted") -> str:
        """ "Adopted by Jamesville City Council on ..., recorded by Carla Mendes, Clerk."."""
        return f"{what} by {self.decided}, recorded by {self.name}, {self.office}."

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "words": self.sentence()}


def votes(parcel: Parcel) -> list[Vote]:
    """Of a package: the votes on the very text that was signed, in the order in which they were recorded."""
    return of_chain(parcel["edition_chain"], parcel["manifest"])


def of_chain(chain: Iterable[Mapping[str, Any]], manifest: Mapping[str, Any]) -> list[Vote]:
    """The votes in a piece of an edition's record. A statement that cannot be read says nothing."""
    found = (
        vote(entry.get("envelope", {}), manifest)
        for entry in chain
        if entry["leaf"].get("event") == "adopted"
    )
    return [one for one in found if one]


def vote(envelope: Mapping[str, Any], manifest: Mapping[str, Any]) -> Vote | None:
    """What a clerk signed, with the body's name from the manifest of the text; None where it is no vote of one of its bodies."""
    names = {one["id"]: one["name"] for one in manifest["adopting_bodies"]}
    try:
        said = read("adoption", unb64u(envelope.get("statement", "")))
    except Bad:
        return None
    if said["body"] not in names:
        return None
    return Vote(
        names[said["body"]], said["meeting"], said["vote"]["yes"], said["vote"]["no"], said["vote"]["abstain"],
        said["resolution"], said["item"], said["name"], said["title"],
    )  # fmt: skip


def _named(what: str, words: str) -> str:
    """ "resolution 2026-31"; what begins with a word of its own ("Resolution 2026-14", "Ordinance 12") stays as it is."""
    return words if re.match(r"[^\W\d_]{3}", words) else f"{what} {words}"
