"""The pages of a party's routes, as they are shown; and the editor in a browser whose script is switched off."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.review.kept.test_actions import draft, keep
from tests.review.test_browser import Room
from tests.review.test_pages import desk, html
from tests.review.world import World
from workflow.adapters.database import Database
from workflow.adapters.doors import Done, Page
from workflow.guidance import itineraries
from workflow.review.kept import pages
from workflow.review.kept.draft import RouteForm
from workflow.review.models import KeptRoute


@pytest.mark.parametrize("like", itineraries.names())
def test_the_editor_shows_every_ready_made_route(world: World, like: str) -> None:
    shown = html(
        pages.new_route(desk(world, "dana"), world.parties["district"].id, like), world.actor("dana")
    )
    assert itineraries.load(like).stages[-1].title in shown and "Save as version 1" in shown


def test_a_refused_route_is_shown_again_with_every_issue_and_what_was_typed(world: World) -> None:
    form = RouteForm(
        title="",
        stage_title=["First & last"],
        stage_days=["soon"],
        lane_stage=["1"],
        lane_title=["Half"],
        lane_quorum=["some"],
    )
    page = pages.keep_new(desk(world, "dana"), world.parties["district"].id, form)
    assert isinstance(page, Page) and page.status == 422
    shown = html(page, world.actor("dana"))
    for issue in page.value["issues"]:
        assert f'href="#f-{issue["field"]}"' in shown and f'id="f-{issue["field"]}"' in shown, issue
    assert 'value="First &amp; last"' in shown and 'value="soon"' in shown and 'value="some"' in shown


def test_who_was_slower_sees_it_and_may_save_the_next_version(world: World) -> None:
    keep(world)
    keep(world, name="ours", base=1)
    form = RouteForm(
        title="Mine", base="1", stage_title=["S"], stage_days=["5"], lane_stage=["1"], lane_title=["L"], lane_quorum=["all"],
        seat_lane=["1-1"], seat=["role:agency:sro"],
    )  # fmt: skip
    where = (desk(world, "dana"), world.parties["district"].id, "ours")
    page = pages.keep_version(*where, form)
    assert isinstance(page, Page) and page.status == 409 and 'value="Mine"' in html(page, world.actor("dana"))
    form.base = str(page.value["base"])
    saved = pages.keep_version(*where, form)
    assert isinstance(saved, Done) and saved.value == {"name": "ours", "version": 3}


def test_the_other_pages_are_shown(reviewed: World) -> None:
    keep(reviewed, draft("Ours <first>"))
    party, dana = reviewed.parties["district"].id, reviewed.actor("dana")
    for page in (
        pages.routes(desk(reviewed, "dana"), party),
        pages.route(desk(reviewed, "dana"), party, "ours-first"),
        pages.dry_run(desk(reviewed, "dana"), party, "ours-first"),
    ):
        assert "Ours &lt;first&gt;" in html(page, dana)


def test_a_route_is_made_without_any_script(
    served: Any, settings: Any, database: Database, visitor: Any
) -> None:
    room = Room(served(settings), visitor)
    page = room.come("dana", "/parties")
    page.get_by_role("link", name="Springfield District").first.click()
    page.get_by_role("link", name="Review routes").click()
    page.locator("a[href$='like=cops']").click()
    page.get_by_label("Name of the route").fill("Counsel first")
    page.get_by_role("button", name="Remove this stage 1").click()
    page.get_by_role("button", name="Add a stage").click()
    page.get_by_role("button", name="Save as version 1").click()
    assert page.get_by_role("alert").get_by_role("link").all_inner_texts() == [
        "Stage 2 needs a name.", "A lane needs a name.", "This lane has no seat, so nobody could ever sit in it.",
    ]  # fmt: skip
    page.get_by_label("Name of stage 2").fill("Officers")
    page.get_by_label("Name of lane 2.1").fill("Officers")
    page.get_by_label("One more seat").last.select_option(label="School Resource Officer at every agency")
    page.get_by_role("button", name="Earlier stage 2").click()
    page.get_by_role("button", name="Save as version 1").click()
    assert page.url.endswith("/routes/counsel-first")
    (row,) = room.rows(KeptRoute.__table__.select())
    assert [stage["title"] for stage in row.content["stages"]] == ["Officers", "District and agency"]
    page.get_by_role("link", name="Try it out").click()
    assert page.get_by_text("Officer, School Resource Officer, Springfield Agency").count() == 1
    page = room.come("dana", f"/editions/{room.edition}/circulation")
    page.get_by_role("link", name="Counsel first").click()
    page.get_by_role("button", name="Send it out along this route").click()
    page.get_by_text("Waiting for Officer").wait_for()


def test_axe_finds_nothing_to_mend_in_the_editor(
    served: Any, settings: Any, database: Database, visitor: Any
) -> None:
    room = Room(served(settings), visitor)
    page = room.come("dana", "/parties", script=True)
    page.get_by_role("link", name="Springfield District").first.click()
    here = page.url
    for path in ("/routes", "/routes/new?like=two-year-affirm", "/absences"):
        page.goto(here + path)
        report = Axe().run(page)
        assert not report.violations_count, report.generate_report()
