"""The values behind the pages of a party's routes."""

import pytest

from tests.review.kept.test_actions import draft, keep
from tests.review.world import World
from workflow.core.errors import NotFound
from workflow.guidance import itineraries
from workflow.review.kept.draft import Draft, StageDraft, from_route
from workflow.review.kept.views import editor, list_page, route_page, seat_choices

pytestmark = pytest.mark.both_databases


def test_the_pages_show_versions_in_words(world: World) -> None:
    keep(world)
    keep(world, draft("Ours, better", f"post:{world.parties['agency'].id}:counsel"), name="ours", base=1)
    dana, district = world.actor("dana"), world.parties["district"].id
    assert [(one["title"], one["version"]) for one in list_page(world.session, dana, district)["kept"]] == [
        ("Ours, better", 2)
    ]
    page = route_page(world.session, dana, district, "ours", 0)
    assert (
        page["route"]["stages"][0]["lanes"][0]["who"] == "Counsel, Springfield Agency" and page["newest"] == 2
    )
    assert route_page(world.session, dana, district, "ours", 1)["route"]["title"] == "Ours"
    with pytest.raises(NotFound):
        route_page(world.session, dana, district, "ours", 3)


def test_the_editor_offers_every_seat_of_the_ready_made_routes(world: World) -> None:
    offered = {
        value
        for group in seat_choices(world.session, world.parties["district"], world.now)
        for value, _ in group["options"]
    }
    for name in itineraries.names():
        assert {
            seat
            for stage in from_route(itineraries.load(name)).stages
            for lane in stage.lanes
            for seat in lane.seats
        } <= offered
    assert f"person:{world.who['chief']}" in offered and not any(
        world.parties["stranger"].id in one for one in offered
    )


def test_the_editor_keeps_what_was_typed(world: World) -> None:
    typed = Draft("Half", stages=[StageDraft("x" * 500, "soon", [])])
    value = editor(
        world.session, world.actor("dana"), world.parties["district"].id, typed, name="", base=0, at=world.now
    )
    assert value["draft"]["stages"][0] == {"title": "x" * 500, "days": "soon", "lanes": []}
