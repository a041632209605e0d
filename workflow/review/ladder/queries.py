"""For the sweep: seats at which the clock has to look. And whom a step of the ladder calls."""

from datetime import datetime

from sqlmodel import Session, col, select

from workflow.core.approvals import Seat
from workflow.core.ladder import SUPERIORS
from workflow.core.lifecycle import Status
from workflow.core.people import SIGNING_OFFICES, Office
from workflow.core.routing import Whom
from workflow.drafting.models import Edition
from workflow.parties.queries import Holder
from workflow.review.ground import Ground
from workflow.review.models import SeatRow
from workflow.review.route.queries import Review
from workflow.review.turns.queries import runners


def to_nudge(session: Session, now: datetime, *, limit: int = 500) -> list[tuple[str, datetime]]:
    """Seats of open stages whose next look has come, the longest first, with when it came. One statement, by an index."""
    rows = session.exec(
        select(SeatRow.id, SeatRow.nudge)
        .join(Edition, col(Edition.id) == col(SeatRow.edition_id))
        .where(
            col(SeatRow.nudge) <= now,
            Edition.status == Status.IN_REVIEW,
            col(Edition.stage) == col(SeatRow.stage),
        )
        .order_by(col(SeatRow.nudge), SeatRow.id)
        .limit(limit)
    )
    return [(seat_id, when) for seat_id, when in rows if when]


def targets(ground: Ground, review: Review, seat: Seat, to: Whom, at: datetime) -> list[str]:
    """Ids of the people a step calls beside this reviewer. Where nobody is above him, those who run the agreement."""
    people = [
        one for one in review.holders if one.party_id in ground.reviewing and one.person_id != seat.person_id
    ]
    found: list[Holder] = []
    if to is Whom.SIGNERS:
        found = [one for one in people if one.party_id in ground.listed and one.office in SIGNING_OFFICES]
    if to is Whom.SUPERVISOR:
        found = _above(ground, people, seat)
    if found:
        return list(dict.fromkeys(one.person_id for one in found))
    return [one.person_id for one in runners(ground, people, "", at)]


def _above(ground: Ground, people: list[Holder], seat: Seat) -> list[Holder]:
    """Who holds the first office above the reviewer's: at the party itself, then at the district above a school."""
    for office in SUPERIORS.get(Office(seat.office), ()):
        for party_id in (seat.party_id, ground.side(seat.party_id)):
            if found := [one for one in people if one.party_id == party_id and one.office is office]:
                return found
    return []
