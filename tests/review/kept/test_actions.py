"""Saving a route: versions that never change, everything wrong at once, nobody overwritten."""

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from tests.review.world import World
from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.core.people import NOBODY, Office
from workflow.core.routing import from_json
from workflow.history.models import Event
from workflow.review import actions as review
from workflow.review.kept.actions import keep_route
from workflow.review.kept.draft import Draft, LaneDraft, StageDraft
from workflow.review.kept.dry_run import dry_run_page
from workflow.review.kept.views import list_page
from workflow.review.models import KeptRoute

pytestmark = pytest.mark.both_databases


def draft(title: str = "Ours", seat: str = "role:district:counsel") -> Draft:
    return Draft(
        title,
        stages=[StageDraft("Counsel", "5", [LaneDraft("Counsel", "all", seats=[seat])])],
        steps=[("-1", "self")],
    )


def keep(
    world: World, made: Draft | None = None, by: str = "dana", party: str = "district", **more
) -> KeptRoute:
    return keep_route(
        world.session, world.actor(by), world.parties[party].id, made or draft(), at=world.now, **more
    )


def test_every_saving_is_a_new_version(world: World) -> None:
    first = keep(world)
    again = keep(world, draft("Ours, better"), name=first.name, base=1)
    assert (first.name, first.version, again.name, again.version) == ("ours", 1, "ours", 2)
    assert from_json(first.content).title == "Ours" and from_json(again.content).version == 2
    kinds = world.session.exec(
        select(Event.detail).where(Event.kind == "route:kept").order_by(Event.id)
    ).all()
    assert kinds == [{"route": "ours/1"}, {"route": "ours/2"}]


def test_a_version_never_changes(world: World) -> None:
    row = keep(world)
    with pytest.raises(DBAPIError, match="append-only"), world.session.begin_nested():
        row.title = "Another"
        world.session.flush()


def test_two_routes_of_one_name_get_two_addresses(world: World) -> None:
    assert [keep(world, draft(title)).name for title in ("Ours", "Ours", "New", "Ours")] == [
        "ours",
        "ours-2",
        "new-2",
        "ours-3",
    ]


def test_who_was_slower_overwrites_nobody(world: World) -> None:
    keep(world)
    keep(world, draft("Quick"), name="ours", base=1)
    with pytest.raises(Conflict, match="version 2"):
        keep(world, draft("Slow"), name="ours", base=1)
    assert len(world.session.exec(select(KeptRoute)).all()) == 2


def test_everything_wrong_is_said_at_once_and_nothing_is_kept(world: World) -> None:
    wrong = Draft(
        "",
        stages=[StageDraft("", "x", [LaneDraft("L\u202e", "most", seats=["person:unknown", "?"])])],
        steps=[("x", "self")],
    )
    with pytest.raises(Invalid) as no:
        keep(world, wrong)
    assert {issue.field for issue in no.value.issues} == {
        "title", "lane-1-1-title", "lane-1-1-seat-2", "step-1", "stage-1-title", "stage-1-days", "lane-1-1-seat-1", "lane-1-1-quorum",
    }  # fmt: skip
    assert world.session.exec(select(KeptRoute)).all() == []


@pytest.mark.parametrize("seat", ["post:{stranger}:counsel", "person:unknown", "role:body:clerk"])
def test_a_seat_beyond_the_partys_agreements_is_refused(world: World, seat: str) -> None:
    with pytest.raises(Invalid):
        keep(world, draft(seat=seat.format(stranger=world.parties["stranger"].id)))
    keep(world, draft(seat=f"post:{world.parties['agency'].id}:counsel"))


def test_who_may_keep_and_who_may_look(world: World) -> None:
    keep(world)
    district = world.parties["district"].id
    with pytest.raises(Forbidden):
        keep(world, by="chief")
    with pytest.raises(Forbidden):
        keep(world, by="principal", party="school")
    for nobody in (world.actor("chief"), NOBODY, world.guest()):
        with pytest.raises(NotFound):
            list_page(world.session, nobody, district)
        with pytest.raises(NotFound):
            dry_run_page(world.session, nobody, district, "ours", 0, "", at=world.now)
    world.appoint("clerk", "body", Office.CLERK)
    with pytest.raises(Refused):
        keep(world, by="clerk", party="body")
    with pytest.raises(NotFound):
        list_page(world.session, world.actor("clerk"), world.parties["body"].id)


def test_a_kept_route_is_pinned_and_a_later_version_does_not_move_the_review(world: World) -> None:
    first = keep(world)
    review.circulate(world.session, world.actor("dana"), world.edition.id, route=first.id, at=world.now)
    keep(world, draft("Ours, later", "role:agency:sro"), name="ours", base=1)
    assert (world.edition.route["id"], world.edition.route["version"], world.edition.route["title"]) == (
        "ours",
        1,
        "Ours",
    )
