"""Verdicts on a revision, and what they add up to.

A verdict stands for the clauses that still read as they did when it was given. An approval whose clauses changed is
outdated: it no longer counts, and the reviewer is asked to look at the changed clauses only. A request for changes
stays until the same person says otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class VerdictValue(StrEnum):
    APPROVE = "approve"
    REQUEST_CHANGES = "request_changes"


class Standing(StrEnum):
    """Where one seat stands towards the text as it is now."""

    AWAITED = "awaited"
    APPROVED = "approved"
    OUTDATED = "outdated"
    OBJECTING = "objecting"


class LaneLike(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def quorum(self) -> str: ...


@dataclass(frozen=True)
class Seat:
    """One person in one lane, and where that person stands. `deputy_id`: who acts for that person today."""

    lane: str
    person_id: str
    name: str
    party_id: str
    office: str
    standing: Standing = Standing.AWAITED
    since: datetime | None = None
    due: datetime | None = None
    deputy_id: str = ""
    deputy_name: str = ""


@dataclass(frozen=True)
class LaneStatus:
    id: str
    title: str
    needed: int
    approved: tuple[Seat, ...]
    awaiting: tuple[Seat, ...]
    objecting: tuple[Seat, ...]
    empty: bool

    @property
    def complete(self) -> bool:
        """Quorum reached and nobody in the lane objects; an empty lane is passed over."""
        return self.empty or (len(self.approved) >= self.needed and not self.objecting)


@dataclass(frozen=True)
class ReviewStatus:
    """Completeness as a value that can be printed."""

    lanes: tuple[LaneStatus, ...]

    @property
    def approved(self) -> tuple[Seat, ...]:
        return tuple(seat for lane in self.lanes for seat in lane.approved)

    @property
    def awaiting(self) -> tuple[Seat, ...]:
        """Those still waited for: nobody of a lane that already has its quorum."""
        return tuple(seat for lane in self.lanes if not lane.complete for seat in lane.awaiting)

    @property
    def objecting(self) -> tuple[Seat, ...]:
        return tuple(seat for lane in self.lanes for seat in lane.objecting)

    @property
    def complete(self) -> bool:
        return all(lane.complete for lane in self.lanes)


def standing(verdict: VerdictValue | None, clauses_stand: bool) -> Standing:
    """Where a seat stands, given its last verdict and whether every clause it saw still reads the same."""
    if verdict is None:
        return Standing.AWAITED
    if verdict is VerdictValue.REQUEST_CHANGES:
        return Standing.OBJECTING
    return Standing.APPROVED if clauses_stand else Standing.OUTDATED


def needed(quorum: str, seats: int) -> int:
    """How many approvals a lane needs: all, any (one), n but never more than there are seats, or a share, rounded up."""
    if quorum == "all":
        return seats
    if quorum.endswith("%"):
        return -(-seats * int(quorum.removesuffix("%")) // 100)
    return min(seats, 1 if quorum == "any" else int(quorum))


def review_status(lanes: Sequence[LaneLike], seats: Iterable[Seat]) -> ReviewStatus:
    """What the verdicts add up to, lane by lane."""
    seats = list(seats)

    def status(lane: LaneLike) -> LaneStatus:
        mine = [seat for seat in seats if seat.lane == lane.id]

        def those(*standings: Standing) -> tuple[Seat, ...]:
            return tuple(seat for seat in mine if seat.standing in standings)

        return LaneStatus(
            lane.id,
            lane.title,
            needed(lane.quorum, len(mine)),
            those(Standing.APPROVED),
            those(Standing.AWAITED, Standing.OUTDATED),
            those(Standing.OBJECTING),
            not mine,
        )

    return ReviewStatus(tuple(status(lane) for lane in lanes))
