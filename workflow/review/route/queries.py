"""Where the review stands on the text as it is now, computed from rows whenever it is asked.

1. The seats of a lane are those who sit in its places *today* (`route.seats`). Who leaves an office leaves the
   seat with everything said from it; the successor looks for himself. Who takes an office late takes a seat late.
2. A verdict stands while the whole text still reads as it did: an added clause is a clause nobody approved.
3. A closed stage stays closed while the review goes forward: later stages may change what earlier ones approved, and the
   page says so. The *last* stage must be complete on the text as it is now, or the review is not complete.
4. A lane passed over by those who run the agreement counts as passed, and is named with the reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from workflow.core.approvals import (
    LaneStatus,
    ReviewStatus,
    Seat,
    Standing,
    VerdictValue,
    review_status,
    standing,
)
from workflow.core.people import OFFICE_TITLES, Actor, Office
from workflow.core.routing import Lane, Route, Stage, due_at, from_json
from workflow.core.separation import OwnText, Word, approved_by_its_author_alone, without_the_author
from workflow.drafting.models import Clause
from workflow.parties.queries import Holder
from workflow.review.ground import Ground, officers, texts
from workflow.review.models import Advance, Verdict
from workflow.review.route.seats import Rows, seat, seated, written

Texts = Mapping[str, Mapping[str, Clause]]


@dataclass(frozen=True)
class Review:
    """Where the review stands. `seats` and `status` by stage id; `verdicts` the newest by (stage, person)."""

    route: Route | None = None
    stage: Stage | None = None
    opened: datetime | None = None
    holders: tuple[Holder, ...] = ()
    seats: Mapping[str, tuple[Seat, ...]] = field(default_factory=dict)
    status: Mapping[str, ReviewStatus] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, str], Verdict] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each revision a verdict names: the keys of clauses that read otherwise now, new and removed ones included."""
    passed: tuple[Advance, ...] = ()
    due: datetime | None = None
    texts: Texts = field(default_factory=dict)
    rows: Rows = field(default_factory=dict)

    @property
    def open(self) -> ReviewStatus | None:
        return self.status[self.stage.id] if self.stage else None

    @property
    def final(self) -> Stage | None:
        """The last stage in which anybody sits: the one that must be complete on the text as it is."""
        stages = self.route.stages if self.route else ()
        return next((stage for stage in reversed(stages) if self.seats.get(stage.id)), None)

    @property
    def complete(self) -> bool:
        """Every stage is behind us, and the last one still approves what the text says now (rule 3)."""
        return self.stage is None and self.final is not None and self.status[self.final.id].complete

    @property
    def done(self) -> bool:
        """The open stage can close. One that everybody has left closes only when each of its lanes was passed over."""
        if self.stage is None or not self.status[self.stage.id].complete:
            return False
        return bool(self.seats[self.stage.id]) or not self.status[self.stage.id].lanes

    def empty_lanes(self) -> tuple[tuple[Stage, Lane], ...]:
        """Lanes in which nobody sits."""
        if self.route is None:
            return ()
        return tuple(
            (stage, lane)
            for stage in self.route.stages
            for lane in stage.lanes
            if not any(seat.lane == lane.id for seat in self.seats[stage.id])
        )

    def unasked(self) -> tuple[tuple[Stage, Lane], ...]:
        """Empty lanes that nobody has passed over with a reason: before a freeze somebody has to sit there, or to say why not."""
        over = {(one.stage, one.lane) for one in self.passed}
        return tuple((stage, lane) for stage, lane in self.empty_lanes() if (stage.id, lane.id) not in over)

    def passable(self) -> list[list[str]]:
        """What those who run it may pass over, as choices: lanes of the open stage that wait, and lanes nobody sits in."""
        waiting = []
        if self.stage is not None:
            vacant = not self.seats[self.stage.id]
            waiting = [
                [lane.id, lane.title]
                for lane in self.status[self.stage.id].lanes
                if not lane.empty and (vacant or not lane.complete)
            ]
        return waiting + [
            [f"{stage.id}/{lane.id}", f"{stage.title}: {lane.title} (nobody sits there)"]
            for stage, lane in self.unasked()
        ]

    def seats_of(self, person_id: str) -> tuple[Seat, ...]:
        """The seats of the open stage in which the person may speak: the own ones, then those held as a deputy."""
        if self.stage is None:
            return ()
        here = self.seats[self.stage.id]
        mine = [seat for seat in here if seat.person_id == person_id]
        return (*mine, *(seat for seat in here if seat.deputy_id == person_id and seat not in mine))

    def left_out(self, ground: Ground, actor: Actor) -> bool:
        """Whether the route leaves this actor no seat, as the author of what is reviewed."""
        refused = self.route is not None and self.route.own_text is OwnText.REFUSE
        return refused and actor.person_id == _author(ground)

    def seats_in_route(self, person_id: str) -> tuple[Seat, ...]:
        """The person's seats in any stage."""
        return tuple(seat for seats in self.seats.values() for seat in seats if seat.person_id == person_id)

    def newest_of(self, person_id: str) -> Verdict | None:
        """The person's newest verdict in any stage."""
        mine = [verdict for (_, person), verdict in self.verdicts.items() if person == person_id]
        return max(mine, key=lambda verdict: verdict.created, default=None)


# Put together once, like those of the ground.
PASSED = select(Advance).where(Advance.edition_id == bindparam("edition"))
VERDICTS = select(Verdict).where(Verdict.edition_id == bindparam("edition")).order_by(col(Verdict.created))


def review(session: Session, ground: Ground, at: datetime) -> Review:
    """Where the review of this edition stands. Five statements at most, one before it was circulated."""
    people = tuple(officers(session, ground, at))
    edition = ground.edition
    if not edition.route:
        return Review(holders=people)
    route = from_json(edition.route)
    verdicts = _newest(session, edition.id)
    passed = tuple(session.exec(PASSED, params={"edition": edition.id}))
    rows = written(session, ground)
    known = texts(
        session, {edition.revision_id or ""} | {verdict.revision_id for verdict in verdicts.values()}
    )
    now = known.get(edition.revision_id or "", {})
    changed = {revision: differing(then, now) for revision, then in known.items()}
    seats = {
        stage.id: tuple(_seats(ground, stage, people, rows, verdicts, changed, at)) for stage in route.stages
    }
    if route.own_text is OwnText.REFUSE and (author := _author(ground)):
        seats = {
            stage: tuple(without_the_author(mine, author, {p: v.deputy_id for (s, p), v in verdicts.items() if s == stage}))
            for stage, mine in seats.items()
        }  # fmt: skip
    status = {
        stage.id: review_status(
            [
                lane
                for lane in stage.lanes
                if not any((p.stage, p.lane) == (stage.id, lane.id) for p in passed)
            ],
            seats[stage.id],
        )
        for stage in route.stages
    }
    stage = route.stage(edition.stage) if edition.stage else None
    return Review(
        route, stage, edition.stage_opened, people, seats, status, verdicts, changed, passed,
        _due(ground, stage, rows), known, rows,
    )  # fmt: skip


def _newest(session: Session, edition_id: str) -> dict[tuple[str, str], Verdict]:
    rows = session.exec(VERDICTS, params={"edition": edition_id})
    return {(row.stage, row.person_id): row for row in rows}


def _seats(
    ground: Ground, stage: Stage, people: Sequence[Holder], rows: Rows, verdicts: Mapping[tuple[str, str], Verdict],
    changed: Mapping[str, tuple[str, ...]], at: datetime,
) -> Iterable[Seat]:  # fmt: skip
    for lane, holder in seated(ground, stage, people):
        verdict = verdicts.get((stage.id, holder.person_id))
        where = standing(
            VerdictValue(verdict.value) if verdict else None,
            verdict is not None and not changed[verdict.revision_id],
        )
        row = rows.get((stage.id, lane.id, holder.person_id))
        yield seat(ground, lane, holder, where, row, people, at)


def _due(ground: Ground, stage: Stage | None, rows: Rows) -> datetime | None:
    """When the open stage is due: as the last of those who were there when it opened was promised."""
    opened = ground.edition.stage_opened
    if stage is None or opened is None:
        return None
    promised = [
        one.row.due for (name, _, _), one in rows.items() if name == stage.id and one.row.since <= opened
    ]
    return max(promised, default=due_at(opened, stage))


def differing(then: Mapping[str, Clause], now: Mapping[str, Clause]) -> tuple[str, ...]:
    """Keys of clauses that do not read the same in both texts: edited and added ones in today's order, then removed ones."""
    edited = [key for key, clause in now.items() if key not in then or then[key].text != clause.text]
    return (*edited, *(key for key in then if key not in now))


def stage_value(ground: Ground, review: Review, stage: Stage) -> dict[str, Any]:
    """One stage as it is shown: the serialiser of stages."""
    over = {one.lane: one for one in review.passed if one.stage == stage.id}
    counted = {lane.id: lane for lane in review.status[stage.id].lanes}
    return {
        "id": stage.id,
        "title": stage.title,
        "open": review.stage is stage,
        "lanes": [
            _lane(ground, lane, counted.get(lane.id), over.get(lane.id), review, stage)
            for lane in stage.lanes
        ],
    }


def _lane(
    ground: Ground, lane: Lane, counted: LaneStatus | None, over: Advance | None, review: Review, stage: Stage
) -> dict[str, Any]:
    seats = [seat for seat in review.seats[stage.id] if seat.lane == lane.id]
    return {
        "id": lane.id,
        "title": lane.title,
        "asks": lane.asks,
        "empty": not seats,
        "complete": over is not None or (counted is not None and counted.complete),
        "needed": counted.needed if counted else 0,
        "passed_over": {"by": over.person_name, "words": over.words, "at": over.created} if over else None,
        "own_text": _own_text(ground, seats, review, stage),
        "seats": [_seat(ground, seat, review, stage) for seat in seats],
    }


def _own_text(ground: Ground, seats: Iterable[Seat], review: Review, stage: Stage) -> bool:
    """Whether nobody but the author of the revision approves it in this lane: counted, and said (`core.separation`)."""
    words = [
        Word(seat.person_id, review.verdicts[stage.id, seat.person_id].deputy_id)
        for seat in seats
        if seat.standing is Standing.APPROVED
    ]
    said = review.route is not None and review.route.own_text is OwnText.WARN
    return said and approved_by_its_author_alone(words, _author(ground))


def _author(ground: Ground) -> str:
    return ground.revision.author_id if ground.revision else ""


def _seat(ground: Ground, seat: Seat, review: Review, stage: Stage) -> dict[str, Any]:
    verdict = review.verdicts.get((stage.id, seat.person_id))
    return {
        "name": seat.name,
        "office": OFFICE_TITLES[Office(seat.office)],
        "party": ground.name(seat.party_id),
        "standing": str(seat.standing),
        "words": verdict.words if verdict else "",
        "at": verdict.created if verdict else None,
        "deputy": seat.deputy_name,
        "said_by": verdict.deputy_name if verdict else "",
        "changed_since": len(review.changed[verdict.revision_id]) if verdict else 0,
    }


def has_seat(review: Review, actor: Actor) -> bool:
    """Whether the actor sits in the open stage."""
    return bool(actor.person_id) and not actor.guest_of and bool(review.seats_of(actor.person_id))


def waiting_again(review: Review, seat: Seat, verdict: Verdict | None) -> bool:
    """Whether an objector has a newer text to look at: it is then the objector's turn, not the editors'."""
    return (
        seat.standing is Standing.OBJECTING
        and verdict is not None
        and bool(review.changed[verdict.revision_id])
    )
