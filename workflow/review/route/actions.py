"""Moving along the route: circulate, open and close stages, pass over a lane, seat who took an office late."""

from datetime import datetime

from sqlmodel import Session, col, select

from workflow.core.errors import Forbidden, Invalid, Issue, Refused
from workflow.core.events import EventKind
from workflow.core.ladder import next_look
from workflow.core.lifecycle import Move, Status, after
from workflow.core.people import SERVICE, Actor, PartyKind
from workflow.core.permissions import require
from workflow.core.route_words import for_parties
from workflow.core.routing import Stage, due_at
from workflow.drafting.models import Clause, Edition, MouParty
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.parties.absences.queries import calendars
from workflow.parties.models import Party
from workflow.review.ground import Ground, lock, touch
from workflow.review.kept.queries import chosen
from workflow.review.models import Advance, SeatRow
from workflow.review.route.queries import Review, review
from workflow.review.route.seats import seated
from workflow.review.route.vacancies import vacancies
from workflow.review.turns.actions import refresh
from workflow.review.words import written


def circulate(session: Session, actor: Actor, edition_id: str, *, at: datetime, route: str = "") -> Edition:
    """Send the draft out for review along a route: one that comes with the service, by its name, or one that a party keeps,
    by its id; the default when none is named. It is pinned to the edition; the first stage with anybody in it opens.

    Raises Refused when there is no text, Invalid when nobody at all would review it or there is no such route.
    """
    ground = lock(session, actor, edition_id)
    require("edition:circulate", actor, ground.desk())
    edition = ground.edition
    status = after(Move.CIRCULATE, ground.status)
    pinned = for_parties(
        chosen(session, ground, route),
        [(one.id, PartyKind(one.kind), one.legal_name) for one in ground.parties],
    )
    if not session.exec(
        select(Clause.id).where(Clause.revision_id == (edition.revision_id or "")).limit(1)
    ).first():
        raise Refused("There is no text to review yet.", "Import a text or write a clause first.")
    edition.status, edition.route = status, pinned.to_json()
    state = review(session, ground, at)
    first = next((stage for stage in pinned.stages if state.seats[stage.id]), None)
    if first is None:
        raise Invalid(_nobody(ground, state))
    _record(
        session, ground, EventKind.EDITION_CIRCULATED, actor, at, {"route": f"{pinned.id}/{pinned.version}"}
    )
    _open(session, ground, state, first, actor, at)
    settle(session, ground, actor, at)
    return edition


def _nobody(ground: Ground, state: Review) -> list[Issue]:
    """Why a draft that nobody would review does not go out: each part with the page on which somebody is appointed."""
    return [
        Issue(
            "route.nobody",
            f"Nobody reviews for “{one['lane']}”, so the draft would never come back. Record at {party['name']} who is {one['offices']}.",
            link=party["link"],
        )
        for one in (vacancies(ground, state.holders, state.route) if state.route else ())
        for party in one["parties"] or [{"name": "a party", "link": "/parties"}]
    ]  # fmt: skip


def settle(session: Session, ground: Ground, actor: Actor, at: datetime) -> Review:
    """Close what is complete and open what follows, until a stage waits for somebody or the review is complete.

    Also opens the last stage again when the text has changed since it closed. Everything happens under the lock that the
    calling act holds, so a stage closes once however many verdicts arrive together. Turns are brought in step.
    """
    state = review(session, ground, at)
    edition = ground.edition
    if ground.status is Status.IN_REVIEW and state.route:
        if state.stage is None and state.final and not state.complete:
            _open(session, ground, state, state.final, actor, at)
            state = review(session, ground, at)
        while state.done:
            _close(session, ground, state, actor, at)
            state = review(session, ground, at)
    session.add(edition)
    refresh(session, ground, at, state)
    return state


def _open(session: Session, ground: Ground, state: Review, stage: Stage, actor: Actor, at: datetime) -> None:
    edition = ground.edition
    edition.stage, edition.stage_opened = stage.id, at
    touch(edition, at)
    _seat(session, ground, state, stage, at, anew=True)
    empty = [lane.id for other, lane in state.empty_lanes() if other.id == stage.id]
    _record(session, ground, EventKind.STAGE_OPENED, actor, at, {"stage": stage.id, "empty_lanes": empty})


def _close(session: Session, ground: Ground, state: Review, actor: Actor, at: datetime) -> None:
    """The open stage is done: open the next one in which anybody sits, or complete the review."""
    edition, stage, route = ground.edition, state.stage, state.route
    if stage is None or route is None:
        raise ValueError("no stage is open")
    passed = [one.lane for one in state.passed if one.stage == stage.id]
    _record(session, ground, EventKind.STAGE_CLOSED, actor, at, {"stage": stage.id, "passed_over": passed})
    following = route.after(stage.id)
    while following and not state.seats[following.id]:
        following = route.after(following.id)
    if following:
        _open(session, ground, state, following, actor, at)
        return
    edition.stage, edition.stage_opened = "", None
    touch(edition, at)
    _record(session, ground, EventKind.REVIEW_COMPLETED, actor, at, {"revision": edition.revision_id})


def _seat(
    session: Session, ground: Ground, state: Review, stage: Stage, at: datetime, *, anew: bool = False
) -> None:
    """Write a row for everybody who sits in the stage today; `anew` gives those already seated a new beginning.

    When it is due, and when the clock looks next, is worked out here, by the calendar of each one's party.
    """
    ladder = state.route.ladder if state.route else ()
    calendar = calendars(session, ground.parties)
    for lane, holder in seated(ground, stage, state.holders):
        known = state.rows.get((stage.id, lane.id, holder.person_id))
        if known and not anew:
            continue
        mine = calendar[holder.party_id]
        due = due_at(at, stage, mine)
        row = known.row if known else SeatRow(
            edition_id=ground.edition.id, stage=stage.id, lane=lane.id, person_id=holder.person_id,
            party_id=holder.party_id, office=holder.office, since=at, due=due,
        )  # fmt: skip
        row.since, row.due, row.nudge, row.called = at, due, next_look(ladder, due, mine, at), []
        session.add(row)
    session.flush()


def advance(
    session: Session, actor: Actor, edition_id: str, lane_id: str, *, words: str, at: datetime
) -> Advance:
    """Pass over a lane that does not come to an end, with a reason that everybody can read.

    Before the stage is due only a side that sits in the lane may give up its own place; afterwards anybody who runs the
    agreement may. A lane in which somebody objects is never passed over: an objection wants an answer. A lane in which nobody
    sits, of whatever stage, waits to be passed over by anybody who runs it, or for somebody to be appointed.
    """
    ground = lock(session, actor, edition_id)
    require("edition:stage:advance", actor, ground.desk())
    words = written(words, "words", "Say why this lane is passed over: everybody will read it.")
    state = review(session, ground, at)
    if ground.status is not Status.IN_REVIEW:
        raise Refused("This edition is not in review, so there is nothing to pass over.")
    stage_id, lane_id = next(
        (
            (stage.id, lane.id)
            for stage, lane in state.unasked()
            if lane_id in (lane.id, f"{stage.id}/{lane.id}")
        ),
        None,
    ) or _given_up(ground, state, actor, lane_id, at)
    row = Advance(
        edition_id=edition_id, revision_id=ground.edition.revision_id or "", stage=stage_id, lane=lane_id,
        person_id=actor.person_id, person_name=actor.name, words=words, salt=new_salt(), created=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told = {"stage": row.stage, "lane": lane_id, **commit(reason_to_pass=[row])}
    _record(session, ground, EventKind.LANE_PASSED, actor, at, told, row.id)
    settle(session, ground, actor, at)
    return row


def _given_up(ground: Ground, state: Review, actor: Actor, lane_id: str, at: datetime) -> tuple[str, str]:
    """A lane of the open stage in which somebody sits and that may be passed over: (stage, lane). Raises where it may not."""
    if state.stage is None:
        raise Refused("No stage of the review is open, so there is nothing to pass over.")
    status = next((one for one in state.status[state.stage.id].lanes if one.id == lane_id), None)
    if status is None or status.complete:
        raise Invalid.one("lane", "Choose a lane of the open stage in which somebody still has to review.")
    if status.objecting:
        raise Refused(
            f"{status.objecting[0].name} asks for changes in this lane, so it cannot be passed over.",
            "Answer the request with a new revision, or agree on it with the reviewer.",
        )
    sides = {ground.side(seat.party_id) for seat in status.awaiting}
    if state.due and at < state.due and not sides <= ground.sides_of(actor):
        raise Forbidden(
            "Before its due date, only the party whose people review in this lane can give up its place.",
            "Wait until the stage is due, or ask somebody who runs the agreement for that party.",
        )
    return state.stage.id, lane_id


def refresh_seats(session: Session, edition_id: str, *, at: datetime, actor: Actor = SERVICE) -> Review:
    """Seat those who took a reviewing office since the stage opened; who left an office no longer has a turn."""
    ground = lock(session, actor, edition_id)
    state = review(session, ground, at)
    if state.stage and ground.status is Status.IN_REVIEW:
        _seat(session, ground, state, state.stage, at)
    return settle(session, ground, actor, at)


def after_revision(session: Session, edition_id: str, *, at: datetime) -> Review:
    """A revision was made, or the text was reopened: stages and turns follow. Called by the reaction; safe to repeat."""
    return refresh_seats(session, edition_id, at=at)


def after_appointment(session: Session, party_id: str, *, at: datetime) -> list[str]:
    """Somebody took or left an office at this party: every edition it is drafting or reviewing follows. Ids of those."""
    party = session.get(Party, party_id)
    family = [party_id, party.parent_id] if party and party.parent_id else [party_id]
    found = [edition_id for edition_id, _ in session.exec(
        select(Edition.id, Edition.mou_id)
        .join(MouParty, col(MouParty.mou_id) == col(Edition.mou_id))
        .where(
            col(MouParty.party_id).in_(family), col(Edition.status).in_([Status.DRAFTING, Status.IN_REVIEW])
        )
        .distinct().order_by(Edition.mou_id, Edition.id)
    )]  # fmt: skip
    for edition_id in found:
        refresh_seats(session, edition_id, at=at)
    return found


def _record(
    session: Session,
    ground: Ground,
    kind: EventKind,
    actor: Actor,
    at: datetime,
    detail: dict[str, object],
    subject: str = "",
) -> None:
    history.record(
        session, kind, actor=actor, at=at, mou_id=ground.mou.id, edition_id=ground.edition.id, subject_id=subject, detail=detail
    )  # fmt: skip
