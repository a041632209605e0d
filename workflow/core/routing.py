"""A route: stages in order, lanes side by side inside a stage, seats in a lane, a quorum, due days, and a ladder of reminders.

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
from enum import StrEnum
from typing import Any

from workflow.core.approvals import Seat, review_status
from workflow.core.calendar import Calendar
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.people import Office, PartyKind
from workflow.core.separation import OwnText


@dataclass(frozen=True)
class Place:
    """Who sits in a lane: a person; a post, which is an office at one party; or a role, an office at every party of a kind
    in scope. Written `person:ID`, `post:PARTY:counsel`, `role:school:principal`."""

    office: Office | None = None
    kind: PartyKind | None = None
    party_id: str = ""
    person_id: str = ""

    def __str__(self) -> str:
        if self.person_id:
            return f"person:{self.person_id}"
        return f"post:{self.party_id}:{self.office}" if self.party_id else f"role:{self.kind}:{self.office}"


def place(text: str) -> Place:
    """The place so written. Raises ValueError."""
    match text.split(":"):
        case ["person", person_id] if person_id:
            return Place(person_id=person_id)
        case ["post", party_id, office] if party_id:
            return Place(Office(office), party_id=party_id)
        case ["role", kind, office]:
            return Place(Office(office), PartyKind(kind))
    raise ValueError(f"{text!r} is no person, post or role")


class Whom(StrEnum):
    """Whom a step of the ladder calls."""

    SELF = "self"
    FACILITATORS = "facilitators"
    SUPERVISOR = "supervisor"
    SIGNERS = "signers"


@dataclass(frozen=True)
class Step:
    """One rung of the ladder: so many business days after the due day (before it when negative), somebody hears of it.
    Written `due-3 self`, `due facilitators`, `due+7 signers`."""

    days: int
    to: Whom

    def __str__(self) -> str:
        return f"due{self.days:+d} {self.to}" if self.days else f"due {self.to}"


def step(text: str) -> Step:
    """The step so written. Raises ValueError."""
    when, _, to = text.partition(" ")
    if not when.startswith("due"):
        raise ValueError(f"{text!r} is no step")
    return Step(int(when.removeprefix("due") or "0"), Whom(to))


@dataclass(frozen=True)
class Lane:
    """People who review side by side with other lanes of the stage. `quorum`: `all`, `any`, a number of seats, or a share such
    as `75%`. `each`: one such lane for every party of its roles. `asks`: what an approval in this lane says, in words."""

    id: str
    title: str
    seats: tuple[Place, ...]
    quorum: str = "all"
    each: bool = False
    asks: str = ""


@dataclass(frozen=True)
class Stage:
    """`due_days` are business days of each reviewer's own party; of routes pinned before there were such, calendar days."""

    id: str
    title: str
    lanes: tuple[Lane, ...]
    due_days: int = 10
    business: bool = True


@dataclass(frozen=True)
class Route:
    """A route is data, pinned to the edition when it is circulated, so that later changes never move a running review."""

    id: str
    version: int
    stages: tuple[Stage, ...]
    ladder: tuple[Step, ...] = ()
    title: str = ""
    source: str = ""
    why: str = ""
    own_text: OwnText = OwnText.WARN
    """Of an author who reviews the own revision (`core.separation`)."""

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
            **{name: getattr(self, name) for name in ("id", "version", "title", "source", "why")},
            "own_text": str(self.own_text),
            "ladder": [str(one) for one in self.ladder],
            "stages": [
                {
                    **{name: getattr(stage, name) for name in ("id", "title", "due_days", "business")},
                    "lanes": [
                        {
                            **{name: getattr(lane, name) for name in ("id", "title", "quorum", "each", "asks")},
                            "seats": [str(one) for one in lane.seats],
                        }
                        for lane in stage.lanes
                    ],
                }
                for stage in self.stages
            ],
        }  # fmt: skip


def from_json(data: Mapping[str, Any]) -> Route:
    """The route stored with an edition or written in a file. Raises KeyError or ValueError on what `to_json` never wrote."""
    return Route(
        data["id"], data["version"], tuple(_stage(one) for one in data["stages"]),
        tuple(step(one) for one in data.get("ladder", ())),
        data.get("title", ""), data.get("source", ""), data.get("why", ""), OwnText(data.get("own_text", OwnText.WARN)),
    )  # fmt: skip


def _stage(data: Mapping[str, Any]) -> Stage:
    lanes = tuple(_lane(one) for one in data["lanes"])
    return Stage(data["id"], data["title"], lanes, data["due_days"], data.get("business", False))


def _lane(data: Mapping[str, Any]) -> Lane:
    """A lane; one of the first format named kinds of parties and offices, which are roles now."""
    seats = (
        data["seats"]
        if "seats" in data
        else [f"role:{k}:{o}" for k in data["kinds"] for o in data["offices"]]
    )
    return Lane(
        data["id"], data["title"], tuple(place(one) for one in seats), data["quorum"], data.get("each", False),
        data.get("asks", ""),
    )  # fmt: skip


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
    via: str = ""
    """For a deputy: whose turn it is by right."""


WEEKDAYS = Calendar()


def due_at(opened: datetime, stage: Stage, calendar: Calendar = WEEKDAYS) -> datetime:
    """When a stage that opened then is due for a party with this calendar."""
    if stage.business:
        return calendar.add(opened, stage.due_days)
    return opened + timedelta(days=stage.due_days)


def needs_an_editor(stage: Stage, seats: Iterable[Seat]) -> bool:
    """Rule 4: somebody objects, or all have spoken and the stage still cannot close."""
    seats = list(seats)
    status = review_status(stage.lanes, seats)
    return bool(status.objecting) or (not status.awaiting and not status.complete)


def status_sentence(status: Status, turns: Iterable[Turn]) -> str:
    """One sentence for the head of every page: the state, and who is waited for."""
    names = [turn.name or turn.office for turn in turns]
    if not names:
        return f"This edition is {IN_WORDS[status]}."
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f"This edition is {IN_WORDS[status]}. Waiting for {shown}."
