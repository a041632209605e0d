"""What is typed into the editor of a route: kept as it is, changed by its buttons, read as a route when it is saved.

A form without script is flat, so stages, lanes, seats and reminders arrive as lists side by side; `lane_stage` and `seat_lane`
say what belongs where, counted from 1: stage `2`, lane `2-1`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from workflow.adapters.doors import Form
from workflow.core.errors import Issue
from workflow.core.routing import Lane, Place, Route, Stage, Step, Whom, place
from workflow.core.separation import OwnText

MOST = 12
"""Stages in a route, lanes in a stage: beyond this nobody reads it any more. Seats in a lane: four times as many."""


@dataclass
class RouteForm(Form):
    """A route as typed. `base` is the version it was begun from; `do` is the button that was pressed."""

    title: str = ""
    why: str = ""
    source: str = ""
    own_text: str = "warn"
    base: str = ""
    do: str = "save"
    stage_title: list[str] = field(default_factory=list)
    stage_days: list[str] = field(default_factory=list)
    lane_stage: list[str] = field(default_factory=list)
    lane_title: list[str] = field(default_factory=list)
    lane_quorum: list[str] = field(default_factory=list)
    lane_each: list[str] = field(default_factory=list)
    lane_asks: list[str] = field(default_factory=list)
    seat_lane: list[str] = field(default_factory=list)
    seat: list[str] = field(default_factory=list)
    step_days: list[str] = field(default_factory=list)
    step_to: list[str] = field(default_factory=list)


@dataclass
class LaneDraft:
    title: str = ""
    quorum: str = "all"
    each: str = ""
    asks: str = ""
    seats: list[str] = field(default_factory=list)


@dataclass
class StageDraft:
    title: str = ""
    days: str = "10"
    lanes: list[LaneDraft] = field(default_factory=list)


@dataclass
class Draft:
    """A route as it stands in the editor."""

    title: str = ""
    why: str = ""
    source: str = ""
    stages: list[StageDraft] = field(default_factory=list)
    steps: list[tuple[str, str]] = field(default_factory=list)
    own_text: str = "warn"


def from_route(route: Route) -> Draft:
    """A route, opened in the editor."""
    return Draft(
        route.title, route.why, route.source,
        [
            StageDraft(stage.title, str(stage.due_days), [
                LaneDraft(lane.title, lane.quorum, "yes" if lane.each else "", lane.asks, [str(one) for one in lane.seats])
                for lane in stage.lanes
            ])
            for stage in route.stages
        ],
        [(str(step.days), step.to.value) for step in route.ladder],
        str(route.own_text),
    )  # fmt: skip


def from_form(form: RouteForm) -> Draft:
    """What was typed; rows that belong nowhere are dropped, empty seats and reminders too."""
    stages = [
        StageDraft(title, days)
        for title, days in zip_longest(form.stage_title, form.stage_days, fillvalue="")
    ]
    lanes: dict[str, LaneDraft] = {}
    rows = zip_longest(
        form.lane_stage, form.lane_title, form.lane_quorum, form.lane_each, form.lane_asks, fillvalue=""
    )
    for at, title, quorum, each, asks in rows:
        if (stage := _nth(stages, at)) is not None:
            lane = LaneDraft(title, quorum.strip().lower(), each, asks)
            stage.lanes.append(lane)
            lanes[f"{at}-{len(stage.lanes)}"] = lane
    for at, seat in zip(form.seat_lane, form.seat, strict=False):
        if seat and at in lanes:
            lanes[at].seats.append(seat)
    steps = [(days.strip(), to) for days, to in zip(form.step_days, form.step_to, strict=False) if to]
    return Draft(form.title, form.why, form.source, stages, steps, form.own_text)


def _nth(rows: Sequence[StageDraft], number: str) -> StageDraft | None:
    return rows[int(number) - 1] if number.isdecimal() and 0 < int(number) <= len(rows) else None


def press(draft: Draft, do: str) -> None:
    """A button of the editor, such as `add-lane:2` or `up-lane:2-1`. One that fits nothing changes nothing."""
    act, _, where = do.partition(":")
    verb, _, noun = act.partition("-")
    numbers = [int(one) - 1 for one in where.split("-") if one.isdecimal()]
    if act == "add-stage" and len(draft.stages) < MOST:
        draft.stages.append(StageDraft(lanes=[LaneDraft()]))
    elif act == "add-lane" and numbers and numbers[0] < len(draft.stages):
        lanes = draft.stages[numbers[0]].lanes
        lanes += [LaneDraft()] if len(lanes) < MOST else []
    elif noun == "stage" and len(numbers) == 1:
        _move(draft.stages, numbers[0], verb)
    elif noun == "lane" and len(numbers) == 2 and numbers[0] < len(draft.stages):
        _move(draft.stages[numbers[0]].lanes, numbers[1], verb)


def _move(rows: list[Any], at: int, verb: str) -> None:
    to = at + {"up": -1, "down": 1}.get(verb, 0)
    if not 0 <= at < len(rows):
        return
    if verb == "remove":
        del rows[at]
    elif 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]


def slug(title: str, otherwise: str) -> str:
    """A name made from a title: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or otherwise


def to_route(draft: Draft, name: str, version: int, issues: list[Issue]) -> Route:
    """The draft read as a route; what cannot be read is noted with its field and left out. The rest is for `route_check`."""
    stages = tuple(
        Stage(slug(one.title, f"stage-{n}"), one.title, tuple(_lanes(n, one, issues)), _days(one.days))
        for n, one in enumerate(draft.stages, 1)
    )
    own = _own_text(draft.own_text, issues)
    return Route(
        name, version, stages, tuple(_steps(draft, issues)), draft.title, draft.source, draft.why, own
    )


def _own_text(typed: str, issues: list[Issue]) -> OwnText:
    try:
        return OwnText(typed)
    except ValueError:
        issues.append(Issue("route.own_text", "Choose what holds for authors who review.", "own_text"))
        return OwnText.WARN


def _days(typed: str) -> int:
    """No number is no day; `route_check` asks for one."""
    return int(typed) if typed.strip().isdecimal() and len(typed.strip()) < 5 else 0


def _lanes(stage: int, draft: StageDraft, issues: list[Issue]) -> Iterator[Lane]:
    for number, lane in enumerate(draft.lanes, 1):
        seats = tuple(_seats(f"lane-{stage}-{number}", lane, issues))
        yield Lane(
            slug(lane.title, f"lane-{number}"), lane.title, seats, lane.quorum, bool(lane.each), lane.asks
        )


def _seats(at: str, lane: LaneDraft, issues: list[Issue]) -> Iterator[Place]:
    if len(lane.seats) > 4 * MOST:
        issues.append(Issue("route.seats", f"A lane has at most {4 * MOST} seats.", f"{at}-seat-1"))
    for number, seat in enumerate(lane.seats[: 4 * MOST], 1):
        try:
            yield place(seat)
        except ValueError:
            issues.append(Issue("route.seat", "Choose a seat from the list.", f"{at}-seat-{number}"))


def _steps(draft: Draft, issues: list[Issue]) -> Iterator[Step]:
    for number, (days, to) in enumerate(draft.steps, 1):
        try:
            yield Step(int(days or "0"), Whom(to))
        except ValueError:
            words = "A reminder needs a number of days, such as -3, 0 or 7, and whom it calls."
            issues.append(Issue("route.step", words, f"step-{number}"))
