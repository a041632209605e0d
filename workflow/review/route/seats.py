"""Who sits where: the people of today in the places of a route, with what is written down about each seat.

A deputy whose days have come acts for somebody, if the deputy can read this agreement. The seat stays the other's; since when
it waits begins anew when a deputy takes it over and when its holder comes back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from workflow.core.approvals import Seat, Standing
from workflow.core.routing import Lane, Place, Stage
from workflow.parties.absences.queries import acts, begins, ends
from workflow.parties.models import Deputy
from workflow.parties.queries import Holder
from workflow.review.ground import Ground
from workflow.review.models import SeatRow


@dataclass
class Written:
    """A seat's row with the deputies its holder has named."""

    row: SeatRow
    deputies: list[Deputy] = field(default_factory=list)


Rows = Mapping[tuple[str, str, str], Written]


SEATS = (
    select(SeatRow, Deputy)
    .join(
        Deputy,
        (col(Deputy.person_id) == col(SeatRow.person_id))
        & (col(Deputy.party_id) == col(SeatRow.party_id))
        & (col(Deputy.until_date) >= bindparam("recent")),
        isouter=True,
    )
    .where(SeatRow.edition_id == bindparam("edition"))
    .order_by(col(Deputy.from_date))
)


def written(session: Session, ground: Ground) -> Rows:
    """The rows of this edition's seats, by stage, lane and person. One statement."""
    recent = (ground.edition.stage_opened or ground.edition.created).date() - timedelta(days=1)
    rows = session.exec(SEATS, params={"edition": ground.edition.id, "recent": recent})
    found: dict[tuple[str, str, str], Written] = {}
    for row, deputy in rows:
        one = found.setdefault((row.stage, row.lane, row.person_id), Written(row))
        if deputy:
            one.deputies.append(deputy)
    return found


def sits(ground: Ground, place: Place, holder: Holder) -> bool:
    """Whether this person, in this office, sits in the place. Members of adopting bodies sit nowhere."""
    if holder.party_id not in ground.reviewing:
        return False
    if place.person_id:
        return holder.person_id == place.person_id
    if holder.office is not place.office:
        return False
    if place.party_id:
        return holder.party_id == place.party_id
    return place.kind is not None and holder.party_id in ground.of_kinds((place.kind,))


def seated(ground: Ground, stage: Stage, people: Iterable[Holder]) -> list[tuple[Lane, Holder]]:
    """Who sits in which lane of a stage: each person once a lane, by the highest office."""
    people = list(people)
    found: dict[tuple[str, str], tuple[Lane, Holder]] = {}
    for lane in stage.lanes:
        for holder in people:
            if any(sits(ground, place, holder) for place in lane.seats):
                found.setdefault((lane.id, holder.person_id), (lane, holder))
    return list(found.values())


def seat(
    ground: Ground, lane: Lane, holder: Holder, where: Standing, one: Written | None, people: Iterable[Holder],
    at: datetime,
) -> Seat:  # fmt: skip
    """One person in one lane, with the deputy of today."""
    mine = (lane.id, holder.person_id, holder.name, holder.party_id, holder.office, where)
    if one is None:
        return Seat(*mine)
    zone = next(party.timezone for party in ground.parties if party.id == holder.party_id)
    able = {p.person_id: p.name for p in people if p.party_id in ground.reviewing}
    now = next((d for d in one.deputies if acts(d, zone, at) and d.deputy_id in able), None)
    turned = [begins(now, zone)] if now else []
    turned += [ends(d, zone) for d in one.deputies if d is not now and begins(d, zone) < ends(d, zone) <= at]
    since = max([one.row.since, *turned])
    return Seat(
        *mine, since, one.row.due, now.deputy_id if now else "", able[now.deputy_id] if now else ""
    )  # fmt: skip
