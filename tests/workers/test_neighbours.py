"""Who hears of what one party does to its own record."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.workers.village import Village
from workers import neighbours
from workflow.core.events import EventKind
from workflow.core.people import Office
from workflow.drafting.models import MouParty
from workflow.parties.models import Appointment, Party

pytestmark = pytest.mark.both_databases


@pytest.fixture
def inside(village: Village) -> Village:
    with village.acting():
        world = village.world
        world.appoint("keeper", "agency", Office.REGISTRAR)
        world.appoint("second", "agency", Office.REGISTRAR)
        world.appoint("recorder", "district", Office.REGISTRAR)
        yield village


def told(inside: Village, who, **event: str) -> set[str]:
    found = who(inside.world.session, inside.event(EventKind.KEY_REVOKED, **event))
    assert len(found) == len(set(found))
    return {name for name, one in inside.world.who.items() if one in found}


def test_a_partys_registrars_and_those_beside_it_hear_and_the_one_who_acted_does_not(inside: Village) -> None:
    agency, who = inside.world.parties["agency"].id, inside.world.who
    event = {"party_id": agency, "actor_id": who["keeper"]}
    assert told(inside, neighbours.registrars, **event) == {"second"}
    assert told(inside, neighbours.beside, **event) == {"recorder"}
    assert told(inside, neighbours.both, **event) == {"second", "recorder"}


def test_a_school_is_beside_whom_its_district_is_beside_and_never_beside_its_district(
    inside: Village,
) -> None:
    world = inside.world
    assert neighbours.parties_beside(world.session, world.parties["school"].id) == [
        world.parties["agency"].id
    ]
    assert neighbours.parties_beside(world.session, world.parties["agency"].id) == [
        world.parties["district"].id
    ]


def test_a_party_without_a_registrar_is_told_through_its_administrators(inside: Village) -> None:
    world = inside.world
    council = Party(kind="body", legal_name="City Council", created=world.now)
    world.session.add(council)
    world.session.flush()
    world.parties["council"] = council
    world.session.add(MouParty(mou_id=world.mou.id, party_id=council.id, position=3))
    world.appoint("admin", "council", Office.ADMINISTRATOR)
    world.appoint("other", "district", Office.ADMINISTRATOR)
    event = {"party_id": world.parties["agency"].id}
    assert told(inside, neighbours.beside, **event) == {"recorder", "admin"}


def test_a_party_of_no_agreement_has_nobody_beside_it(inside: Village) -> None:
    world = inside.world
    alone = Party(kind="district", legal_name="Shelbyville School District", created=world.now)
    world.session.add(alone)
    world.session.flush()
    assert neighbours.parties_beside(world.session, alone.id) == []
    assert told(inside, neighbours.both, party_id=alone.id) == set()


def test_whom_it_is_about_is_told_even_after_leaving_and_others_only_while_in_office(inside: Village) -> None:
    world = inside.world
    event = inside.event(
        EventKind.OFFICE_ENDED, party_id=world.parties["agency"].id, subject_id=world.who["chief"]
    )
    held = world.session.exec(select(Appointment)).all()
    for one in held:
        one.until_date = date(2026, 1, 2) if one.person_id != world.who["recorder"] else None
    world.session.flush()
    later = world.now + timedelta(days=1)
    concerned = {
        name for name, one in world.who.items() if neighbours.concerned(world.session, event, one, later)
    }
    assert concerned == {"chief", "recorder"}
