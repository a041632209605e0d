"""Whether a route can work: no stage without a way out, every seat resolvable, every quorum reachable, nothing named twice.

Every Issue names the field of the editor that mends it: `stage-1-title`, `lane-1-2-quorum`, `step-3`, counted from 1. A route
is checked alone, and against the parties and people who are there when they are `known`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from workflow.core.errors import Invalid, Issue
from workflow.core.people import OFFICE_TITLES, OFFICES_OF, SIGNING_OFFICES, PartyKind
from workflow.core.routing import Lane, Place, Route, Stage

LONGEST = 250
"""The most business days of a stage: a year."""
FAR = 60
"""How far a step of the ladder may lie from the due day."""


@dataclass(frozen=True)
class Known:
    """The parties and people a route may name: kinds of parties by id, and ids of people."""

    parties: Mapping[str, PartyKind] = field(default_factory=dict)
    people: frozenset[str] = frozenset()


def validate(route: Route, known: Known | None = None) -> None:
    """Raises Invalid with everything that is wrong."""
    if found := list(issues(route, known)):
        raise Invalid(found)


def issues(route: Route, known: Known | None = None) -> Iterator[Issue]:
    """Everything that is wrong with a route."""
    if not route.stages:
        yield Issue("route.empty", "A route needs at least one stage.", "add-stage")
    yield from _twice("stage", [(stage.id, f"stage-{n}-title") for n, stage in enumerate(route.stages, 1)])
    for number, stage in enumerate(route.stages, 1):
        yield from _stage(number, stage, known)
    for number, step in enumerate(route.ladder, 1):
        if abs(step.days) > FAR:
            yield Issue(
                "route.step.far", f"A reminder lies at most {FAR} days from the due day.", f"step-{number}"
            )
        if step in route.ladder[: number - 1]:
            yield Issue("route.step.twice", "This reminder stands here twice.", f"step-{number}")


def _twice(what: str, named: Iterable[tuple[str, str]]) -> Iterator[Issue]:
    seen: set[str] = set()
    for name, where in named:
        if name in seen:
            yield Issue(f"route.{what}.twice", f"Two {what}s have the same name.", where)
        seen.add(name)


def _stage(number: int, stage: Stage, known: Known | None) -> Iterator[Issue]:
    named = stage.title or f"Stage {number}"
    if not stage.title:
        yield Issue("route.stage.title", f"Stage {number} needs a name.", f"stage-{number}-title")
    if not 1 <= stage.due_days <= LONGEST:
        yield Issue(
            "route.due", f"{named} needs at least one day and at most {LONGEST}.", f"stage-{number}-days"
        )
    if not stage.lanes:
        yield Issue(
            "route.stage.empty", f"{named} has no lane, so nobody could ever finish it.", f"add-lane-{number}"
        )
    yield from _twice(
        "lane", [(lane.id, f"lane-{number}-{n}-title") for n, lane in enumerate(stage.lanes, 1)]
    )
    for place, lane in enumerate(stage.lanes, 1):
        yield from _lane(f"lane-{number}-{place}", lane, known)


def _lane(at: str, lane: Lane, known: Known | None) -> Iterator[Issue]:
    named = lane.title or "This lane"
    if not lane.title:
        yield Issue("route.lane.title", "A lane needs a name.", f"{at}-title")
    if not lane.seats:
        yield Issue(
            "route.lane.empty", f"{named} has no seat, so nobody could ever sit in it.", f"{at}-seat-1"
        )
    for number, seat in enumerate(lane.seats, 1):
        if words := _unseatable(seat, known):
            yield Issue("route.seat", f"{named}: {words}", f"{at}-seat-{number}")
        if seat in lane.seats[: number - 1]:
            yield Issue("route.seat.twice", f"{named} has the same seat twice.", f"{at}-seat-{number}")
    if words := _unreachable(lane):
        yield Issue("route.quorum", f"{named}: {words}", f"{at}-quorum")


def _unseatable(seat: Place, known: Known | None) -> str:
    """Why nobody could ever sit here; empty when somebody could."""
    if seat.person_id:
        return "this person is not known here." if known and seat.person_id not in known.people else ""
    if seat.party_id and known and seat.party_id not in known.parties:
        return "this party is not known here."
    kind = seat.kind or (known.parties[seat.party_id] if known else None)
    if kind is PartyKind.BODY:
        return "an adopting body votes on the frozen text; it does not review."
    if kind and seat.office and seat.office not in OFFICES_OF[kind]:
        return f"there is no {OFFICE_TITLES[seat.office]} at a {kind}."
    return ""


def most(lane: Lane) -> int | None:
    """The most people who could ever sit in a lane; None when there is no telling."""
    if all(seat.person_id or (seat.party_id and seat.office in SIGNING_OFFICES) for seat in lane.seats):
        return len(lane.seats)
    return None


def _unreachable(lane: Lane) -> str:
    """Why the quorum could never be reached; empty when it could."""
    quorum = lane.quorum
    if quorum in ("all", "any"):
        return ""
    if quorum.endswith("%"):
        share = quorum.removesuffix("%")
        return "" if share.isdecimal() and 1 <= int(share) <= 100 else "a share lies between 1% and 100%."
    if not (quorum.isdecimal() and int(quorum) > 0):
        return "the quorum must be all, any, a number or a share such as 75%."
    seats = most(lane)
    if lane.seats and seats is not None and int(quorum) > seats:
        return f"{quorum} approvals could never come from {seats} seat{'s' if seats > 1 else ''}."
    return ""
