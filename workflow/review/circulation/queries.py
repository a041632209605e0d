"""Before a draft goes out: the routes to choose from, and the chosen one in words, with who would sit where and when due."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.lifecycle import Status
from workflow.core.people import OFFICE_TITLES, Actor, PartyKind
from workflow.core.permissions import require
from workflow.core.route_words import for_parties, route_words
from workflow.core.routing import Route, Stage, due_at
from workflow.parties.absences.queries import calendars
from workflow.parties.models import Person
from workflow.parties.queries import Holder
from workflow.review.ground import Ground, find, officers
from workflow.review.head import head
from workflow.review.kept.queries import chosen, offered
from workflow.review.route.seats import seated
from workflow.review.route.vacancies import vacancies


def circulation_page(
    session: Session, actor: Actor, edition_id: str, choice: str, *, at: datetime
) -> dict[str, Any]:
    """The page that sends a draft out. Raises NotFound, Forbidden, and Invalid for a route that is not offered."""
    ground = find(session, actor, edition_id)
    require("edition:circulate", actor, ground.desk())
    route = chosen(session, ground, choice)
    return {
        **head(ground, (), actor),
        "choice": choice or route.id,
        "offered": offered(session, ground),
        "route": walk(session, ground, route, at),
        "vacant": vacancies(ground, officers(session, ground, at), route),
        "ready": ground.status is Status.DRAFTING and ground.revision is not None,
    }


def walk(session: Session, ground: Ground, route: Route, at: datetime) -> dict[str, Any]:
    """The route as it would be pinned to this agreement today: in words, and for each lane who would sit there and until when.

    Stages after the first are counted as if each stage took all of its time.
    """
    parties = [(party.id, PartyKind(party.kind), party.legal_name) for party in ground.parties]
    pinned = for_parties(route, parties)
    people = officers(session, ground, at)
    calendar = calendars(session, ground.parties)
    value = route_words(pinned, naming(session, ground, pinned))
    value["timezone"] = ground.mou.timezone
    opens = at
    for stage, told in zip(pinned.stages, value["stages"], strict=True):
        told["opens"] = opens
        found = _lanes(ground, stage, people)
        dues = [due_at(opens, stage, calendar[one.party_id]) for lane in found.values() for one in lane]
        for lane in told["lanes"]:
            lane["people"] = [
                _person(ground, one, due_at(opens, stage, calendar[one.party_id]))
                for one in found[lane["id"]]
            ]
        told["empty"] = not dues
        told["due"] = opens = max(dues, default=opens)
    return value  # fmt: skip


def _lanes(ground: Ground, stage: Stage, people: Sequence[Holder]) -> dict[str, list[Holder]]:
    found: dict[str, list[Holder]] = {lane.id: [] for lane in stage.lanes}
    for lane, holder in seated(ground, stage, people):
        found[lane.id].append(holder)
    return found


def _person(ground: Ground, one: Holder, due: datetime) -> dict[str, Any]:
    return {
        "name": one.name,
        "office": OFFICE_TITLES[one.office],
        "party": ground.name(one.party_id),
        "due": due,
    }


def naming(session: Session, ground: Ground, route: Route) -> Any:
    """What the parties and people of a route are called."""
    ids = [
        seat.person_id
        for stage in route.stages
        for lane in stage.lanes
        for seat in lane.seats
        if seat.person_id
    ]
    people = (
        {row.id: row.name for row in session.exec(select(Person).where(col(Person.id).in_(ids)))}
        if ids
        else {}
    )
    return lambda one: people.get(one) or ground.name(one)  # fmt: skip
