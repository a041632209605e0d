"""How an earlier review would have gone along another route: everybody says what they said, when they said it.

1. A stage opens when the one before it has closed, and closes as soon as every lane has its quorum and nobody in it objects.
   What somebody had said before the stage opened counts from its opening.
2. Changes of the text in between are left out: the question is the route, not the text.
3. A stage whose people never said enough stays open, and names who was not heard. Nothing is made up for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.core.approvals import Seat, VerdictValue, review_status, standing
from workflow.core.routing import Route, Stage


@dataclass(frozen=True)
class Said:
    """A verdict that was given."""

    person_id: str
    value: VerdictValue
    at: datetime


@dataclass(frozen=True)
class Replayed:
    """One stage as it would have gone. `closed` is None when it would still be open; `unheard` are then waited for."""

    stage: Stage
    opened: datetime
    closed: datetime | None
    empty: tuple[str, ...]
    unheard: tuple[str, ...]


def replay(
    route: Route, seats: Mapping[str, Sequence[Seat]], said: Iterable[Said], opened: datetime
) -> list[Replayed]:
    """The stages in order, up to the one that would still be open. `seats`: who sat in each stage, by its id."""
    said = sorted(said, key=lambda one: one.at)
    found = []
    for stage in route.stages:
        here = seats.get(stage.id, ())
        closed = next((at for at in _moments(said, opened) if _complete(stage, here, said, at)), None)
        empty = tuple(lane.title for lane in stage.lanes if not any(seat.lane == lane.id for seat in here))
        found.append(Replayed(stage, opened, closed, empty, () if closed else _unheard(stage, here, said)))
        if closed is None:
            break
        opened = closed
    return found


def _moments(said: Sequence[Said], opened: datetime) -> list[datetime]:
    return [opened, *(one.at for one in said if one.at > opened)]


def _standing(stage: Stage, seats: Sequence[Seat], said: Sequence[Said], at: datetime) -> list[Seat]:
    last = {one.person_id: one.value for one in said if one.at <= at}
    return [
        Seat(seat.lane, seat.person_id, seat.name, seat.party_id, seat.office, standing(last.get(seat.person_id), True))
        for seat in seats
    ]  # fmt: skip


def _complete(stage: Stage, seats: Sequence[Seat], said: Sequence[Said], at: datetime) -> bool:
    return review_status(stage.lanes, _standing(stage, seats, said, at)).complete


def _unheard(stage: Stage, seats: Sequence[Seat], said: Sequence[Said]) -> tuple[str, ...]:
    """Who is waited for at the end of all that was said: those who said nothing, and those who object."""
    here = _standing(stage, seats, said, said[-1].at) if said else seats
    status = review_status(stage.lanes, here)
    return tuple(dict.fromkeys(seat.name for seat in (*status.awaiting, *status.objecting)))
