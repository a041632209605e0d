"""Sending a draft out: the routes there are, and who would sit where and until when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.review.world import World
from workflow.core.errors import Forbidden, Invalid, NotFound
from workflow.core.people import NOBODY, Office
from workflow.core.routing import from_json
from workflow.guidance import itineraries
from workflow.parties.absences import actions as absences
from workflow.review import actions
from workflow.review.circulation.queries import circulation_page

pytestmark = pytest.mark.both_databases


def page(world: World, choice: str = "", name: str = "dana") -> dict:
    return circulation_page(world.session, world.actor(name), world.edition.id, choice, at=world.now)


def test_the_default_is_chosen_beforehand_and_every_ready_made_route_is_offered(world: World) -> None:
    value = page(world)
    assert value["choice"] == "cops" and value["ready"]
    assert [one["choice"] for one in value["offered"]] == itineraries.names()


def test_it_shows_who_would_sit_where_and_until_when(world: World) -> None:
    world.appoint("admin", "district", Office.ADMINISTRATOR)
    absences.close_days(
        world.session,
        world.actor("admin"),
        world.parties["district"].id,
        first="2026-05-25",
        words="Memorial Day",
        at=world.now,
    )
    schools, sides = page(world)["route"]["stages"]
    assert [(lane["title"], [one["name"] for one in lane["people"]]) for lane in schools["lanes"]] == [
        ("School administrators", ["Principal"]), ("Officers assigned to the schools", ["Officer"]),
    ]  # fmt: skip
    principal, officer = (lane["people"][0]["due"] for lane in schools["lanes"])
    assert officer == datetime(2026, 5, 26, 17, tzinfo=UTC), "ten working days, 10:00 Pacific"
    assert principal == officer + timedelta(days=1), "the school is closed when its district is"
    assert schools["due"] == sides["opens"] == principal


def test_a_route_of_another_kind_says_so_before_anything_is_sent(world: World) -> None:
    value = page(world, "public-meeting-first")
    asks = [lane["asks"] for stage in value["route"]["stages"] for lane in stage["lanes"]]
    assert any("presented at a public meeting" in one for one in asks)
    assert value["route"]["stages"][1]["empty"] and "53G-8-703" in value["route"]["source"]
    assert world.edition.status == "drafting"


def test_the_chosen_route_is_pinned_with_its_version(world: World) -> None:
    actions.circulate(
        world.session, world.actor("dana"), world.edition.id, route="many-agencies", at=world.now
    )
    pinned = from_json(world.edition.route)
    assert (pinned.id, pinned.version) == ("many-agencies", 1)
    assert [lane.title for lane in pinned.stages[2].lanes] == ["Springfield Agency"]
    assert world.events("edition:circulated")[0].detail["route"] == "many-agencies/1"


@pytest.mark.parametrize("choice", ["nowhere", "../cops", "x" * 200])
def test_a_route_that_is_not_offered_is_refused(world: World, choice: str) -> None:
    with pytest.raises(Invalid, match="routes that are offered"):
        page(world, choice)
    with pytest.raises(Invalid):
        actions.circulate(world.session, world.actor("dana"), world.edition.id, route=choice, at=world.now)
    assert world.edition.status == "drafting"


def test_only_those_who_run_it_see_the_page(world: World) -> None:
    with pytest.raises(Forbidden):
        page(world, name="principal")
    with pytest.raises(NotFound):
        circulation_page(world.session, NOBODY, world.edition.id, "", at=world.now)


def test_due_dates_are_promised_when_the_stage_opens(reviewed: World) -> None:
    """A day closed afterwards moves nobody's date."""
    reviewed.appoint("admin", "district", Office.ADMINISTRATOR)
    absences.close_days(
        reviewed.session,
        reviewed.actor("admin"),
        reviewed.parties["district"].id,
        first="2026-05-13",
        at=reviewed.now,
    )
    from workflow.review import ground, queries

    value = queries.edition_page(
        reviewed.session, reviewed.actor("principal"), reviewed.edition.id, at=reviewed.now
    )
    assert value["due"] == value["your_turn"]["due"] == datetime(2026, 5, 26, 17, tzinfo=UTC)
    assert ground.load(reviewed.session, reviewed.edition.id).edition.stage_opened == reviewed.now
    assert date(2026, 5, 13).weekday() < 5
