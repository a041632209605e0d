"""What a draft's page says before it goes out: who would be missing, and where somebody is appointed."""

from datetime import datetime

import pytest
from sqlmodel import Session

from tests.review.world import PEOPLE, World, build
from workflow.guidance import itineraries
from workflow.parties.queries import holders
from workflow.review.circulation.queries import circulation_page
from workflow.review.ground import load
from workflow.review.route.vacancies import vacancies

pytestmark = pytest.mark.both_databases


def missing(world: World) -> dict[str, list[str]]:
    page = circulation_page(world.session, world.actor("dana"), world.edition.id, "", at=world.now)
    return {one["lane"]: [party["link"] for party in one["parties"]] for one in page["vacant"]}


def test_with_everybody_in_office_nothing_is_said(world: World) -> None:
    assert missing(world) == {}


def test_a_lane_without_anybody_names_the_party_that_could_appoint_somebody(
    session: Session, now: datetime
) -> None:
    world = build(session, now, tuple(one for one in PEOPLE if one[0] not in ("principal", "officer")))
    school, agency = world.parties["school"].id, world.parties["agency"].id
    assert missing(world) == {
        "School administrators": [f"/parties/{school}#people"],
        "Officers assigned to the schools": [f"/parties/{agency}#people"],
    }


def test_a_lane_whose_kind_of_party_takes_no_part_names_none(session: Session, now: datetime) -> None:
    world = build(session, now)
    world.parties["school"].parent_id = None
    session.add(world.parties["school"])
    session.flush()
    people = holders(session, [party.id for party in world.parties.values()], now)
    (one,) = vacancies(load(session, world.edition.id), people, itineraries.default())
    assert (one["lane"], one["offices"], one["parties"]) == (
        "School administrators", "Principal or Assistant Principal", [],
    )  # fmt: skip
