"""A route: stages in order, lanes side by side inside a stage, offices with seats in a lane, a quorum and due days.

The rules:
1. Exactly one stage is open at a time. It closes when every lane of it has its quorum of approvals.
2. A lane without anybody to sit in it is passed over and said to be empty, never silently approved.
3. Silence is no approval: a lane whose due date has passed stays open.
4. Someone always has the turn, until the edition is finished: reviewers who have not spoken; when one of them asks for
   changes, or everyone has spoken without a quorum, those who run the agreement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from workflow.core.approvals import Seat, Standing, review_status
from workflow.core.errors import Invalid, Issue
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.people import Office, PartyKind


@dataclass(frozen=True)
class Lane:
    """People who review side by side with other lanes of the stage. `quorum`: `all`, `any`, or a number of seats."""

    id: str
    title: str
    kinds: tuple[PartyKind, ...]
    offices: tuple[Office, ...]
    quorum: str = "all"


@dataclass(frozen=True)
class Stage:
    id: str
    title: str
    lanes: tuple[Lane, ...]
    due_days: int = 14


@dataclass(frozen=True)
class Route:
    """A route is data, pinned to the edition when it is circulated, so that later changes never move a running review."""

    id: str
    version: int
    stages: tuple[Stage, ...]

    def stage(self, stage_id: str) -> Stage:
        return next(stage for stage in self.stages if stage.id == stage_id)

    def after(self, stage_id: str) -> Stage | None:
        """The stage that follows, or None after the last."""
        ids = [stage.id for stage in self.stages]
        index = ids.index(stage_id) + 1
        return self.stages[index] if index < len(ids) else None

    def to_json(self) -> dict[str, Any]:
        """Plain data for storing and showing; `from_json` reads it back."""
        return {
            "id": self.id,
            "version": self.version,
            "stages": [
                {
                    "id": stage.id,
                    "title": stage.title,
                    "due_days": stage.due_days,
                    "lanes": [
                        {
                            "id": lane.id,
                            "title": lane.title,
                            "kinds": list(lane.kinds),
                            "offices": list(lane.offices),
                            "quorum": lane.quorum,
                        }
                        for lane in stage.lanes
                    ],
                }
                for stage in self.stages
            ],
        }


def from_json(data: Mapping[str, Any]) -> Route:
    """The route stored with an edition. Raises KeyError or ValueError on data that `to_json` never wrote."""
    return Route(
        data["id"],
        data["version"],
        tuple(
            Stage(
                stage["id"],
                stage["title"],
                tuple(
                    Lane(
                        lane["id"],
                        lane["title"],
                        tuple(PartyKind(k) for k in lane["kinds"]),
                        tuple(Office(o) for o in lane["offices"]),
                        lane["quorum"],
                    )
                    for lane in stage["lanes"]
                ),
                stage["due_days"],
            )
            for stage in data["stages"]
        ),
    )


DEFAULT_ROUTE = Route(
    "default",
    1,
    (
        Stage(
            "schools",
            "Schools and their officers",
            (
                Lane("school", "School administrators", (PartyKind.SCHOOL,), (Office.PRINCIPAL, Office.ASSISTANT_PRINCIPAL), "any"),
                Lane("officers", "Officers assigned to the schools", (PartyKind.AGENCY,), (Office.SRO,), "any"),
            ),
            14,
        ),
        Stage(
            "sides",
            "District and agency",
            (
                Lane("district", "District", (PartyKind.DISTRICT,), (Office.STUDENT_SERVICES, Office.COUNSEL), "all"),
                Lane("agency", "Law enforcement agency", (PartyKind.AGENCY,), (Office.SRO_SUPERVISOR, Office.COUNSEL), "all"),
            ),
            14,
        ),
    ),
)  # fmt: skip
"""School reviewers and the assigned officers first, then district and agency side by side (requirement 118)."""


@dataclass(frozen=True)
class Turn:
    """Whose turn it is: a person (or, when `person_id` is empty, an office of a party), why, since when, due when."""

    person_id: str
    name: str
    party_id: str
    office: str
    reason: str
    since: datetime
    due: datetime | None


def due_at(opened: datetime, stage: Stage) -> datetime:
    return opened + timedelta(days=stage.due_days)


def reviewers_turns(stage: Stage, seats: Iterable[Seat], opened: datetime) -> list[Turn]:
    """Rule 4 for an open stage: who among its reviewers has not spoken on the text as it stands."""
    return [
        Turn(seat.person_id, seat.name, seat.party_id, seat.office, f"Review: {stage.title}", seat.since or opened, due_at(opened, stage))
        for seat in seats
        if seat.standing in (Standing.AWAITED, Standing.OUTDATED)
    ]  # fmt: skip


def needs_an_editor(stage: Stage, seats: Iterable[Seat]) -> bool:
    """Rule 4: somebody objects, or all have spoken and the stage still cannot close."""
    seats = list(seats)
    status = review_status(stage.lanes, seats)
    return bool(status.objecting) or (not status.awaiting and not status.complete)


def validate(route: Route) -> None:
    """Raises Invalid: no stage without a way out, quorum reachable, identifiers unique."""
    issues: list[Issue] = []
    ids = [stage.id for stage in route.stages]
    if not ids:
        issues.append(Issue("route.empty", "A route needs at least one stage."))
    if len(set(ids)) != len(ids):
        issues.append(Issue("route.stage.twice", "Two stages have the same name."))
    for stage in route.stages:
        if not stage.lanes:
            issues.append(
                Issue("route.stage.empty", f"{stage.title} has no lane, so nobody could ever finish it.")
            )
        if stage.due_days < 1:
            issues.append(Issue("route.due", f"{stage.title} needs at least one day."))
        for lane in stage.lanes:
            if lane.quorum not in ("all", "any") and not (lane.quorum.isdigit() and int(lane.quorum) > 0):
                issues.append(
                    Issue("route.quorum", f"{lane.title}: the quorum must be all, any or a number.")
                )
            if not lane.offices:
                issues.append(
                    Issue("route.lane.empty", f"{lane.title} has no office, so nobody could ever sit in it.")
                )
    if issues:
        raise Invalid(issues)


def status_sentence(status: Status, turns: Iterable[Turn]) -> str:
    """One sentence for the head of every page: the state, and who is waited for."""
    names = [turn.name or turn.office for turn in turns]
    if not names:
        return f"This edition is {IN_WORDS[status]}."
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"This edition is {IN_WORDS[status]}. Waiting for {shown}."
