"""Whose turn it is: a pure function of rows, asked on every page of an edition, so that no page is ever wrong about it.

The stored `turn` rows are the same value written down, for the inbox, reminders and mails. Every act of the review
writes them in its own transaction; after acts of other rooms (a revision made, an appointment ended) the reaction calls
`review.actions.after_revision` or `after_appointment`, so that for those seconds alone the inbox may lag behind. Once the
text is frozen the signing room owns the rows, and pages read them.

1. Drafting: those who run it.
2. An open stage: reviewers whose lane still waits for them; reviewers whose approval was given on an earlier text;
   objectors, once there is a newer text to look at. Objections to the text as it is, and blocking comments, call for
   those who run it.
3. The review is complete, or the public is commenting: those who run it, to answer what is unanswered and to freeze.
4. Beside a reviewer who does not answer, those whom the ladder of the route has called; the reviewer keeps the turn.
5. Never empty until the edition is finished, and only people who can act today: where an office is vacant, those who run
   the agreement have the turn, to fill it.
"""

from collections.abc import Iterable
from datetime import datetime

from workflow.core.approvals import ReviewStatus, Seat, Standing
from workflow.core.lifecycle import Status
from workflow.core.people import DESK_OFFICES, OFFICE_TITLES, Office
from workflow.core.routing import Stage, Turn, due_at, needs_an_editor
from workflow.parties.queries import Holder
from workflow.review.ground import Ground
from workflow.review.route.queries import Review, waiting_again
from workflow.review.threads.queries import OpenThreads

COORDINATORS: tuple[frozenset[Office], ...] = (
    frozenset({Office.STUDENT_SERVICES, Office.SRO_SUPERVISOR}),
    frozenset({Office.COUNSEL, Office.GRANTS_COORDINATOR, Office.CLERK}),
    frozenset({Office.ADMINISTRATOR}),
    frozenset({Office.SUPERINTENDENT, Office.CHIEF, Office.SHERIFF}),
)
"""Of all who may run an agreement, whom to call first: everybody's turn is nobody's turn."""


def turns(ground: Ground, review: Review, still: OpenThreads) -> list[Turn]:
    """Whose turn it is while an edition is drafted, reviewed or open to the public. Empty in every later state: signing owns
    those."""
    edition = ground.edition
    if ground.status is Status.DRAFTING:
        return runners(ground, review.holders, "Finish the draft and send it out for review", edition.created)
    if ground.status is Status.PUBLIC_COMMENT:
        return runners(
            ground, review.holders, "The public is commenting: read and answer it", edition.changed
        )
    if ground.status is not Status.IN_REVIEW:
        return []
    if review.stage is None:
        return runners(ground, review.holders, _last_reason(review, still.count), _moved(ground, review))
    found = _reviewers(ground, review)
    reason, since = _editors(ground, review, still)
    if not found and not reason:
        reason = "Nobody can review this stage: record who holds its offices"
    return one_each([*found, *(runners(ground, review.holders, reason, since) if reason else ())])


def _last_reason(review: Review, unanswered: int) -> str:
    if not review.complete:
        return "Nobody can review this edition: record who holds the reviewing offices"
    if unanswered:
        comments = "the open comment" if unanswered == 1 else f"the {unanswered} open comments"
        return f"Answer {comments}, then freeze the text"
    return "The review is complete: freeze the text"


def _reviewers(ground: Ground, review: Review) -> list[Turn]:
    stage, status = review.stage, review.open
    if stage is None or status is None:
        return []
    revised = ground.revision.created if ground.revision else _opened(ground, review)
    found = []
    for seat in status.awaiting:
        verdict = review.verdicts.get((stage.id, seat.person_id))
        if seat.standing is Standing.OUTDATED and verdict:
            count = len(review.changed[verdict.revision_id])
            found.append(
                _turn(
                    ground, review, seat, f"Look again: {_clauses(count)} changed since you approved", revised
                )
            )
        else:
            found.append(_turn(ground, review, seat, f"Review: {stage.title}"))
    for seat in status.objecting:
        if waiting_again(review, seat, review.verdicts.get((stage.id, seat.person_id))):
            words = "Look again: the text changed since you asked for changes"
            found.append(_turn(ground, review, seat, words, revised))
    return [*found, *called(review, stage, status)]


def _opened(ground: Ground, review: Review) -> datetime:
    return review.opened or ground.edition.changed


def called(review: Review, stage: Stage, status: ReviewStatus) -> list[Turn]:
    """Whom the ladder has called beside reviewers who have not answered, of those who can act today (rule 4)."""
    people = {one.person_id: one for one in reversed(review.holders)}
    return [
        Turn(
            who.person_id, who.name, who.party_id, who.office,
            f"{seat.name} has not answered in “{stage.title}”: no comment received", datetime.fromisoformat(one["at"]), seat.due,
        )
        for seat in status.awaiting
        if (written := review.rows.get((stage.id, seat.lane, seat.person_id)))
        for one in written.row.called
        if (who := people.get(one["person"]))
    ]  # fmt: skip


def _editors(ground: Ground, review: Review, still: OpenThreads) -> tuple[str, datetime]:
    """What those who run it are called for while a stage is open, and since when; an empty reason for nothing."""
    stage, status, moved = review.stage, review.open, _moved(ground, review)
    if stage is None or status is None:
        return "", moved
    for seat in status.objecting:
        verdict = review.verdicts.get((stage.id, seat.person_id))
        if verdict and not waiting_again(review, seat, verdict):
            return f"Answer the request for changes by {seat.name}", verdict.created
    if still.blocking:
        return f"Answer the blocking comment {still.blocking[0]}", still.blocked or moved
    stuck = needs_an_editor(stage, review.seats[stage.id]) and not status.objecting and not status.awaiting
    return ("Nobody is left to review this stage" if stuck else ""), moved


def _turn(ground: Ground, review: Review, seat: Seat, reason: str, revised: datetime | None = None) -> Turn:
    """A reviewer's turn; while a deputy acts it is the deputy's, via the reviewer."""
    since = seat.since or _opened(ground, review)
    due = seat.due or (due_at(_opened(ground, review), review.stage) if review.stage else None)
    since = max(since, revised) if revised else since
    if seat.deputy_id:
        own = reason.replace("since you ", f"since {seat.name} ")
        reason = own if own != reason else f"{reason}, for {seat.name}"
        return Turn(
            seat.deputy_id, seat.deputy_name, seat.party_id, seat.office, reason, since, due, seat.name
        )
    return Turn(seat.person_id, seat.name, seat.party_id, seat.office, reason, since, due)


def _clauses(count: int) -> str:
    return "one clause" if count == 1 else f"{count} clauses"


def _moved(ground: Ground, review: Review) -> datetime:
    """When the review last moved: what those who run it are waited for since."""
    moments = [verdict.created for verdict in review.verdicts.values()]
    moments += [advance.created for advance in review.passed]
    moments += [ground.revision.created] if ground.revision else []
    return max([review.opened or ground.edition.created, *moments])


def runners(
    ground: Ground, holders: Iterable[Holder], reason: str, since: datetime, due: datetime | None = None
) -> list[Turn]:
    """Those who run the agreement: of its parties' people the first group of `COORDINATORS` in which there is anybody."""
    able = [one for one in holders if one.party_id in ground.running and one.office in DESK_OFFICES]
    for offices in COORDINATORS:
        if mine := [one for one in able if one.office in offices]:
            return one_each(Turn(o.person_id, o.name, o.party_id, o.office, reason, since, due) for o in mine)
    return []


def one_each(turns: Iterable[Turn]) -> list[Turn]:
    """Nobody is called twice for the same edition: the first reason stands."""
    found: dict[str, Turn] = {}
    for turn in turns:
        found.setdefault(turn.person_id, turn)
    return list(found.values())


def turn_value(ground: Ground, turn: Turn) -> dict[str, object]:
    """A turn as it is shown: the serialiser of turns."""
    return {
        "person": turn.person_id,
        "name": turn.name,
        "office": OFFICE_TITLES[Office(turn.office)] if turn.office in set(Office) else turn.office,
        "party": ground.name(turn.party_id),
        "reason": turn.reason,
        "since": turn.since,
        "due": turn.due,
        "via": turn.via,
    }
