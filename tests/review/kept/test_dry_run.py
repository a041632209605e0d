"""Trying a route out: against the people of today, and against how earlier reviews went."""

from datetime import timedelta

import pytest

from tests.review.kept.test_actions import draft, keep
from tests.review.route.test_actions import approve
from tests.review.world import World
from workflow.core.errors import NotFound
from workflow.review.kept.dry_run import dry_run_page

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


def page(world: World, edition: str = "", days: int = 10) -> dict:
    return dry_run_page(
        world.session,
        world.actor("dana"),
        world.parties["district"].id,
        "ours",
        0,
        edition,
        at=world.now + days * DAY,
    )


def test_against_the_people_of_today(reviewed: World) -> None:
    keep(reviewed)
    (stage,) = page(reviewed)["today"]["stages"]
    assert [one["name"] for lane in stage["lanes"] for one in lane["people"]] == ["Counsel"]
    assert stage["due"] > stage["opens"] == reviewed.now + 10 * DAY
    with pytest.raises(NotFound):
        page(reviewed, "somewhere")


def test_against_an_earlier_review(reviewed: World) -> None:
    keep(reviewed)
    for day, name in enumerate(("principal", "officer", "dana", "counsel", "sergeant", "lawyer"), 1):
        approve(reviewed, name, reviewed.now + day * DAY)
    (one,) = page(reviewed)["earlier"]
    assert (one["began"], one["ended"]) == (reviewed.now, reviewed.now + 6 * DAY)
    assert [(stage["title"], stage["closed"]) for stage in one["stages"]] == [
        ("Counsel", reviewed.now + 4 * DAY)
    ]


def test_a_seat_that_was_never_asked_is_not_made_up(reviewed: World) -> None:
    keep(reviewed, draft(seat=f"person:{reviewed.who['chief']}"))
    approve(reviewed, "principal", reviewed.now + DAY)
    (one,) = page(reviewed)["earlier"]
    assert one["stages"] == [
        {"title": "Counsel", "opened": reviewed.now, "closed": None, "empty": [], "unheard": ["Chief"]}
    ]  # fmt: skip


def test_looking_changes_nothing(reviewed: World) -> None:
    keep(reviewed)
    before = len(reviewed.events()), reviewed.edition.lock_version
    page(reviewed)
    assert (len(reviewed.events()), reviewed.edition.lock_version) == before
