"""A route in words, and a route made ready for one agreement."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from workflow.core.people import OFFICE_TITLES, PartyKind
from workflow.core.routing import Lane, Place, Route, Stage, Step, Whom
from workflow.core.separation import OwnText

KINDS = {
    PartyKind.SCHOOL: "school", PartyKind.DISTRICT: "district", PartyKind.AGENCY: "agency", PartyKind.BODY: "adopting body",
}  # fmt: skip
TO = {
    Whom.SELF: "the reviewer is reminded",
    Whom.FACILITATORS: "those who run the agreement are called as well",
    Whom.SUPERVISOR: "the reviewer's superior is called as well",
    Whom.SIGNERS: "the executives of both sides are called as well",
}
OWN_TEXT = {
    OwnText.WARN: "Whoever made a revision may approve it too. Where nobody else of a lane approves it, the page says so.",
    OwnText.REFUSE: "Whoever made a revision does not review it: somebody else of the lane does, or it is passed over with a reason.",
    OwnText.OFF: "Whoever made a revision may approve it like anybody else.",
}
Naming = Callable[[str], str]
"""What a party or a person is called, by id."""


def route_words(route: Route, naming: Naming) -> dict[str, Any]:
    """The route as pages show it."""
    return {
        "id": route.id,
        "version": route.version,
        "title": route.title,
        "source": route.source,
        "why": route.why,
        "stages": [_stage(stage, naming) for stage in route.stages],
        "own_text": OWN_TEXT[route.own_text],
        "ladder": [step_words(step) for step in sorted(route.ladder, key=lambda one: one.days)],
    }


def _stage(stage: Stage, naming: Naming) -> dict[str, Any]:
    kind = "working day" if stage.business else "day"
    return {
        "id": stage.id,
        "title": stage.title,
        "days": f"{stage.due_days} {kind}{'' if stage.due_days == 1 else 's'}",
        "lanes": [
            {"id": lane.id, "title": lane.title, "who": who(lane, naming), "quorum": quorum_words(lane.quorum), "asks": lane.asks}
            for lane in stage.lanes
        ],
    }  # fmt: skip


def who(lane: Lane, naming: Naming) -> str:
    """Who sits in a lane."""
    said = "; ".join(seat_words(seat, naming) for seat in lane.seats)
    return f"{said}; each of these parties has a lane of its own" if lane.each else said


def seat_words(seat: Place, naming: Naming) -> str:
    if seat.person_id:
        return naming(seat.person_id) or "somebody who is no longer known"
    title = OFFICE_TITLES[seat.office] if seat.office else ""
    if seat.party_id:
        return f"{title}, {naming(seat.party_id) or 'a party that is no longer known'}"
    return f"{title} at every {KINDS[seat.kind] if seat.kind else 'party'}"


def quorum_words(quorum: str) -> str:
    if quorum == "all":
        return "all of them approve"
    if quorum == "any" or quorum == "1":
        return "one of them approves"
    return f"{quorum} of them approve"


def step_words(step: Step) -> str:
    if step.days == 0:
        return f"On the due day {TO[step.to]}."
    days = f"{abs(step.days)} working day{'' if abs(step.days) == 1 else 's'}"
    return f"{days} {'after' if step.days > 0 else 'before'} the due day {TO[step.to]}."


def for_parties(route: Route, parties: Sequence[tuple[str, PartyKind, str]]) -> Route:
    """The route as it is pinned: a lane that is meant for each party becomes one lane a party, of these (id, kind, name)."""
    stages = [
        replace(stage, lanes=tuple(one for lane in stage.lanes for one in _lanes(lane, parties)))
        for stage in route.stages
    ]
    return replace(route, stages=tuple(stages))


def _lanes(lane: Lane, parties: Iterable[tuple[str, PartyKind, str]]) -> Iterable[Lane]:
    if not lane.each:
        return [lane]
    found = []
    for number, (party_id, kind, name) in enumerate(parties, 1):
        seats = tuple(Place(seat.office, party_id=party_id) for seat in lane.seats if seat.kind is kind)
        if seats:
            found.append(replace(lane, id=f"{lane.id}-{number}", title=name, seats=seats, each=False))
    return found or [replace(lane, each=False)]
