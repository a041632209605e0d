"""What other rooms ask of the review: is it complete, what is unanswered, which lanes are empty, who is late."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.core.lifecycle import Status
from workflow.drafting.models import Edition
from workflow.parties.models import Person
from workflow.review.ground import load
from workflow.review.models import Turns
from workflow.review.route.queries import review
from workflow.review.threads.queries import open_threads


@dataclass(frozen=True)
class ReviewFacts:
    """The review's part of readiness. Numbers are of threads; internal ones count, for they need an answer too."""

    complete: bool
    unanswered: tuple[int, ...]
    blocking: tuple[int, ...]
    empty_lanes: tuple[str, ...]
    passed_over: tuple[str, ...]
    """Lane titles that were passed over with a reason."""


def review_facts(session: Session, edition_id: str, at: datetime) -> ReviewFacts:
    """The facts for `core.readiness.FreezeFacts`, on the text as it stands. Nine statements at most. Raises NotFound."""
    ground = load(session, edition_id)
    state = review(session, ground, at)
    still = open_threads(session, edition_id, most=1_000)
    over = {(one.stage, one.lane) for one in state.passed}
    stages = state.route.stages if state.route else ()
    return ReviewFacts(
        ground.status is Status.IN_REVIEW and state.complete,
        still.numbers,
        still.blocking,
        tuple(f"{stage.title}: {lane.title}" for stage, lane in state.unasked()),
        tuple(
            f"{stage.title}: {lane.title}"
            for stage in stages
            for lane in stage.lanes
            if (stage.id, lane.id) in over
        ),
    )


@dataclass(frozen=True)
class Late:
    """Somebody whose turn has passed its due date."""

    edition_id: str
    mou_id: str
    person_id: str
    name: str
    email: str
    party_id: str
    office: str
    reason: str
    since: datetime
    due: datetime


def overdue(session: Session, now: datetime, *, limit: int = 500) -> list[Late]:
    """Who is late in a review, the longest first: for the sweep, which narrows; the job looks again. One statement."""
    rows = session.exec(
        select(Turns, Edition.mou_id, Person)
        .join(Edition, col(Edition.id) == col(Turns.edition_id))
        .join(Person, col(Person.id) == col(Turns.person_id))
        .where(col(Turns.due) < now, Edition.status == Status.IN_REVIEW)
        .order_by(col(Turns.due), col(Turns.id))
        .limit(limit)
    )
    return [
        Late(
            turn.edition_id, mou_id, person.id, person.name, person.email, turn.party_id, turn.office, turn.reason,
            turn.since, turn.due or now,
        )
        for turn, mou_id, person in rows
    ]  # fmt: skip
