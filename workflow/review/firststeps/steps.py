"""The first steps as tasks: pure, from who holds which office and where each party's record and keys stand.

1. Each side needs two registrars, then a founding statement, then a registrar of another party who accepts it.
2. Whoever signs for a side needs a key: made, claimed, vouched for, and past its waiting time.
3. Every lane of the route needs somebody who reviews; a lane without anybody is passed over and said to be empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.adapters.templates import moment
from workflow.core.people import OFFICE_TITLES, SIGNS_FOR, Office, PartyKind
from workflow.core.routing import Lane
from workflow.guidance import itineraries
from workflow.parties.models import Party, SigningKey
from workflow.parties.queries import Holder
from workflow.review.tasks import Task, task

MISSING = {
    "agency": "Add the police department or sheriff's office",
    "school side": "Add the school district",
}


@dataclass(frozen=True)
class Side:
    """One party of the first agreement: who holds an office there today, its keys, and whether it was accepted."""

    party: Party
    people: Sequence[Holder]
    keys: Sequence[SigningKey]
    accepted: bool

    @property
    def name(self) -> str:
        return self.party.short_name or self.party.legal_name

    @property
    def page(self) -> str:
        return f"/parties/{self.party.id}"

    def holding(self, offices: Iterable[Office]) -> list[Holder]:
        wanted = set(offices)
        return sorted((one for one in self.people if one.office in wanted), key=lambda one: one.name)


def of_side(side: Side, hours: int, now: datetime) -> list[Task]:
    """Rules 1 and 2 for one side."""
    registrars = side.holding([Office.REGISTRAR])
    founded = bool(side.party.public_id)
    record = f"{side.page}#record"
    two = founded or len(registrars) >= 2
    names = ", ".join(one.name for one in registrars)
    have = f"{names}: one more is needed." if names else "Nobody yet."
    return [
        task(f"{side.name}: two registrars", "done" if two else "todo", f"{side.page}#people", "" if two else have),
        task(f"{side.name}: the founding statement", _state(founded, two), record, "" if founded else _founding(side, registrars)),
        task(
            f"{side.name}: accepted by another party", _state(side.accepted, founded), record,
            "" if side.accepted else "A registrar of another party compares the fingerprint, then accepts the record.",
        ),
        _key(side, hours, now),
    ]  # fmt: skip


def _state(done: bool, possible: bool) -> str:
    return "done" if done else "todo" if possible else "later"


def _founding(side: Side, registrars: Sequence[Holder]) -> str:
    have = {key.person_id for key in side.keys if key.office == Office.REGISTRAR and _live(key)}
    without = [one.name for one in registrars if one.person_id not in have]
    if without:
        return f"{' and '.join(without)} first {'make' if len(without) > 1 else 'makes'} a key on the account page."
    return "Both registrars sign it, one after the other." if registrars else ""


def _live(key: SigningKey) -> bool:
    return key.state != "revoked" and key.lost is None


def _key(side: Side, hours: int, now: datetime) -> Task:
    """Rule 2: the furthest key of those who sign for this side."""
    offices = SIGNS_FOR[PartyKind(side.party.kind)]
    title = " or ".join(OFFICE_TITLES[office] for office in Office if office in offices)
    words = f"{side.name}: a signing key for the {title}"
    holders = side.holding(offices)
    if not holders:
        return task(words, "todo", f"{side.page}#people", "Nobody holds the office yet.")
    ids = {one.person_id: one.name for one in holders}
    keys = [key for key in side.keys if key.person_id in ids and key.office in offices and _live(key)]
    order = ("created", "claimed", "vouched")
    best = max(keys, key=lambda key: order.index(key.state), default=None)
    name = holders[0].name if best is None else ids[best.person_id]
    if best is None:
        hint = f"{name} makes it on the account page" + (
            "." if side.party.public_id else ", after the founding."
        )
        return task(words, "todo" if side.party.public_id else "later", side.page, hint)
    page = f"/signing-keys/{best.id}"
    if best.state != "vouched" or best.vouched is None:
        hint = f"{name} claims it." if best.state == "created" else "A registrar vouches for it."
        return task(words, "now", page, hint)
    ready = best.vouched + timedelta(hours=hours)
    if ready > now:
        return task(words, "now", page, f"It can sign from {moment(ready, side.party.timezone)}.")
    return task(words, "done", page)


def roles(lane: Lane) -> list[tuple[PartyKind, Office]]:
    """Which offices, at which kind of party, may sit in a lane."""
    return [(place.kind, place.office) for place in lane.seats if place.kind and place.office]


def of_lanes(sides: Sequence[Side]) -> list[Task]:
    """Rule 3."""
    found = []
    for lane in (lane for stage in itineraries.default().stages for lane in stage.lanes):
        seats = roles(lane)
        kinds = {kind for kind, _ in seats}
        here = [side for side in sides if side.party.kind in kinds]
        who = [
            one.name for side in here for one in side.people if (PartyKind(side.party.kind), one.office) in seats
        ]  # fmt: skip
        titles = " or ".join(dict.fromkeys(OFFICE_TITLES[office] for _, office in seats))
        hint = (
            ", ".join(dict.fromkeys(who))
            if who
            else f"Nobody yet: {titles}. Without one this part is passed over."
        )
        link = f"{here[0].page}#people" if here else "/parties/new"
        found.append(task(f"Reviewers: {lane.title}", "done" if who else "todo", link, hint))
    return found


def steps(sides: Sequence[Side], edition: str, hours: int, now: datetime) -> list[Task]:
    """The whole list; empty once all of it is done. `sides` holds schools too, which need no record of their own."""
    main = [side for side in sides if side.party.kind in ("district", "agency")]
    if not any(side.party.kind == "district" for side in main):
        main += [side for side in sides if side.party.kind == "school"]
    kinds = {"agency" if side.party.kind == "agency" else "school side" for side in main}
    found = [task(words, "todo", "/parties/new") for kind, words in MISSING.items() if kind not in kinds]
    for side in main:
        found += of_side(side, hours, now)
    found += of_lanes(sides)
    start = task("Start the agreement", "done" if edition else "todo", f"/editions/{edition}" if edition else "/mous/new")  # fmt: skip
    found.append(start)
    return found if any(one["state"] != "done" for one in found) else []
