"""Whom a step calls."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.review.test_pages import statements
from tests.review.world import World
from workflow.core.approvals import Seat
from workflow.core.people import Office
from workflow.core.routing import Whom
from workflow.review import ground
from workflow.review.ladder.queries import targets, to_nudge
from workflow.review.models import SeatRow
from workflow.review.route.queries import review

pytestmark = pytest.mark.both_databases


def called(world: World, name: str, party: str, office: Office, to: Whom) -> set[str]:
    here = ground.load(world.session, world.edition.id)
    seat = Seat("l", world.who[name], name, world.parties[party].id, office)
    found = targets(here, review(world.session, here, world.now), seat, to, world.now)
    return {one for one, person in world.who.items() if person in found}


def test_the_superior_is_at_the_party_or_at_the_district_above_a_school(reviewed: World) -> None:
    assert called(reviewed, "principal", "school", Office.PRINCIPAL, Whom.SUPERVISOR) == {"dana"}
    assert called(reviewed, "officer", "agency", Office.SRO, Whom.SUPERVISOR) == {"sergeant"}
    assert called(reviewed, "sergeant", "agency", Office.SRO_SUPERVISOR, Whom.SUPERVISOR) == {"chief"}


def test_where_nobody_is_above_those_who_run_it_are_called(reviewed: World) -> None:
    assert called(reviewed, "counsel", "district", Office.COUNSEL, Whom.SUPERVISOR) == {"dana", "sergeant"}
    assert called(reviewed, "chief", "agency", Office.CHIEF, Whom.SUPERVISOR) == {"dana", "sergeant"}


def test_the_executives_of_both_sides(reviewed: World) -> None:
    reviewed.appoint("boss", "district", Office.SUPERINTENDENT)
    assert called(reviewed, "officer", "agency", Office.SRO, Whom.SIGNERS) == {"boss", "chief"}
    assert called(reviewed, "officer", "agency", Office.SRO, Whom.FACILITATORS) == {"dana", "sergeant"}


def test_the_sweep_is_one_statement_and_sees_open_stages_alone(reviewed: World) -> None:
    late = reviewed.now + timedelta(days=60)
    with statements(reviewed.session) as sent:
        assert len(to_nudge(reviewed.session, late)) == 2
    assert len(sent) == 1
    reviewed.edition.stage = ""
    reviewed.session.flush()
    assert to_nudge(reviewed.session, late) == [] and to_nudge(reviewed.session, reviewed.now) == []
    assert len(reviewed.session.exec(select(SeatRow)).all()) == 2
