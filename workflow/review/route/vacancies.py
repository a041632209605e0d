"""Which parts of a route would have nobody, told before a draft goes out: with the party that could appoint somebody."""

from collections.abc import Iterable
from typing import Any

from workflow.core.people import OFFICE_TITLES, Office
from workflow.core.routing import Route
from workflow.parties.queries import Holder
from workflow.review.ground import Ground
from workflow.review.route.seats import seated


def vacancies(ground: Ground, people: Iterable[Holder], route: Route) -> list[dict[str, Any]]:
    """Lanes in which nobody would sit: their titles, the offices that would, and the parties of the agreement that have
    those offices. Without such a party one has to be added, or ticked in the agreement."""
    people = list(people)
    found = []
    for stage in route.stages:
        taken = {lane.id for lane, _ in seated(ground, stage, people)}
        for lane in stage.lanes:
            if lane.id not in taken:
                offices = {place.office for place in lane.seats}
                found.append(
                    {
                        "lane": lane.title,
                        "offices": " or ".join(OFFICE_TITLES[one] for one in Office if one in offices),
                        "parties": [
                            {"name": party.legal_name, "link": f"/parties/{party.id}#people"}
                            for party in ground.parties
                            if party.id in ground.reviewing
                            and any(
                                place.party_id == party.id or place.kind == party.kind for place in lane.seats
                            )
                        ],
                    }
                )
    return found
