"""The working pages: every reviewer may follow, those who run it see what is held, bodies have no such page."""

import pytest

from tests.review.test_pages import statements
from tests.review.window.hall import announced, confirmed, spoken
from tests.review.window.test_judging import answered, judged
from tests.review.world import World
from workflow.core.errors import NotFound
from workflow.core.people import Office
from workflow.drafting.models import MouParty
from workflow.review.window import working


def desk(world: World, name: str = "dana", **more: object) -> dict:
    return working.window_desk(world.session, world.actor(name), world.edition.id, at=world.now, **more)


def test_it_offers_what_can_be_done_now(reviewed: World) -> None:
    assert desk(reviewed)["may"] == {"announce": True, "change": False}
    announced(reviewed, opens="2026-05-20T09:00")
    value = desk(reviewed)
    assert value["may"] == {"announce": False, "change": True}
    assert (value["window"]["phase"], value["window"]["visible"]) == ("planned", False)
    assert desk(reviewed, "officer")["may"] == {"announce": False, "change": False}


def test_those_who_run_it_read_what_is_held_and_the_others_its_reason(open_hall: World) -> None:
    confirmed(open_hall, "He said he would come with a gun.", name="Pat Lee")
    spoken(open_hall, "Not confirmed.")
    judged(open_hall, "hold", reason="threat", words="Called the police.")
    mine, theirs = desk(open_hall)["comments"], desk(open_hall, "officer")["comments"]
    assert [one["words"] for one in mine] == ["He said he would come with a gun."]
    assert (theirs[0]["words"], theirs[0]["name"], theirs[0]["hidden"]) == ("", "", "it threatens somebody")
    one = working.comment_desk(
        open_hall.session, open_hall.actor("dana"), open_hall.edition.id, 1, at=open_hall.now
    )
    assert [(line["words"], line["said"], line["by"]) for line in one["log"]] == [
        ("held back: it threatens somebody", "Called the police.", "Dana")
    ]
    other = working.comment_desk(
        open_hall.session, open_hall.actor("officer"), open_hall.edition.id, 1, at=open_hall.now
    )
    assert other["log"] == [] and other["may"] == {"moderate": False, "answer": False}
    assert "pat@" not in str([mine, theirs, one, other])


def test_it_shows_what_is_still_to_be_done(open_hall: World) -> None:
    for words in ("First opinion.", "Second and different.", "Third, not like those."):
        confirmed(open_hall, words)
    answered(open_hall, number=1)
    judged(open_hall, "hide", number=2, reason="obscene")
    numbers = {
        state: [one["number"] for one in desk(open_hall, state=state)["comments"]]
        for state in ("open", "held", "hidden")
    }
    assert numbers == {"open": [3], "held": [], "hidden": [2]}


def test_one_comment_names_its_group(open_hall: World) -> None:
    for _ in range(3):
        confirmed(open_hall, "No police in our schools, please, we have counsellors.")
    one = working.comment_desk(
        open_hall.session, open_hall.actor("dana"), open_hall.edition.id, 2, at=open_hall.now
    )
    assert (one["head"], one["alike"]) == (1, [1, 3])
    with pytest.raises(NotFound):
        working.comment_desk(
            open_hall.session, open_hall.actor("dana"), open_hall.edition.id, 9, at=open_hall.now
        )


def test_bodies_and_strangers_have_no_such_page(open_hall: World) -> None:
    open_hall.session.add(
        MouParty(mou_id=open_hall.mou.id, party_id=open_hall.parties["body"].id, position=3)
    )
    open_hall.appoint("clerk", "body", Office.CLERK)
    open_hall.appoint("elsewhere", "stranger", Office.COUNSEL)
    for name in ("clerk", "elsewhere"):
        with pytest.raises(NotFound):
            desk(open_hall, name)


def test_it_costs_few_statements(open_hall: World) -> None:
    for n in range(5):
        confirmed(open_hall, f"Opinion number {n} of many.")
    actor = open_hall.actor("dana")
    with statements(open_hall.session) as sent:
        working.window_desk(open_hall.session, actor, open_hall.edition.id, at=open_hall.now)
    assert len(sent) <= 10
