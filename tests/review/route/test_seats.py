"""Who sits where: persons, posts and roles; deputies hold the turn, speak for the seat, and never sign."""

from datetime import timedelta

import pytest

from tests.review.route.test_actions import approve, turn_names
from tests.review.world import World, build
from workflow.core.errors import Forbidden, Invalid
from workflow.core.people import Office
from workflow.core.permissions import Case, may
from workflow.core.routing import Lane, Route, Stage, place
from workflow.parties.absences import actions as absences
from workflow.review import actions, ground, queries
from workflow.review.models import Verdict
from workflow.review.route.queries import review
from workflow.review.route.seats import seated

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


def sitting(world: World, *seats: str) -> set[str]:
    here = ground.load(world.session, world.edition.id)
    stage = Stage("s", "S", (Lane("l", "L", tuple(place(one) for one in seats)),))
    people = review(world.session, here, world.now).holders
    return {holder.name.lower() for _, holder in seated(here, stage, people)}


def test_persons_posts_and_roles(world: World) -> None:
    parties = world.parties
    assert sitting(world, "role:agency:counsel") == {"lawyer"}
    assert sitting(world, "role:school:principal", "role:district:counsel") == {"principal", "counsel"}
    assert sitting(world, f"post:{parties['district'].id}:counsel") == {"counsel"}
    assert sitting(world, f"person:{world.who['chief']}") == {"chief"}
    assert (
        sitting(world, f"post:{parties['stranger'].id}:counsel", "person:unknown", "role:agency:sheriff")
        == set()
    )


def test_a_member_of_a_body_sits_nowhere_even_when_named(world: World) -> None:
    from workflow.drafting.models import MouParty

    world.session.add(MouParty(mou_id=world.mou.id, party_id=world.parties["body"].id, position=3))
    world.appoint("clerk", "body", Office.CLERK)
    assert sitting(world, f"person:{world.who['clerk']}", f"post:{world.parties['body'].id}:clerk") == set()


def away(
    world: World, who: str = "principal", whom: str = "assistant", days: int = 5, first: int = 0
) -> None:
    if whom not in world.who:
        world.appoint(whom, "school", Office.REGISTRAR)
    party = "school" if who == "principal" else "agency"
    absences.name_deputy(
        world.session, world.actor(who), world.parties[party].id, person_id=world.who[who], deputy_id=world.who[whom],
        from_date=str((world.now + first * DAY).date()), until_date=str((world.now + (first + days) * DAY).date()), at=world.now,
    )  # fmt: skip


def turn(world: World, name: str, at) -> dict | None:
    return queries.edition_page(world.session, world.actor(name), world.edition.id, at=at)["your_turn"]


def test_the_deputy_holds_the_turn_and_the_original_is_shown(reviewed: World) -> None:
    away(reviewed)
    actions.after_appointment(reviewed.session, reviewed.parties["school"].id, at=reviewed.now)
    assert turn_names(reviewed) == {"assistant", "officer"}
    mine = turn(reviewed, "assistant", reviewed.now)
    assert mine and (mine["via"], mine["reason"]) == (
        "Principal",
        "Review: Schools and their officers, for Principal",
    )
    assert turn(reviewed, "principal", reviewed.now) is None
    seat = queries.edition_page(
        reviewed.session, reviewed.actor("dana"), reviewed.edition.id, at=reviewed.now
    )["stages"][0]["lanes"][0]["seats"][0]
    assert (seat["name"], seat["deputy"]) == ("Principal", "Assistant")


def test_what_the_deputy_says_is_said_in_the_others_seat_and_names_both(reviewed: World) -> None:
    away(reviewed)
    approve(reviewed, "assistant", reviewed.now)
    row = reviewed.session.get(Verdict, reviewed.events("edition:verdict:given")[0].subject_id)
    assert row and (row.person_id, row.deputy_id) == (reviewed.who["principal"], reviewed.who["assistant"])
    event = reviewed.events("edition:verdict:given")[0]
    assert (event.actor_name, event.detail["for"]) == ("Assistant", reviewed.who["principal"])
    approve(reviewed, "officer", reviewed.now)
    assert reviewed.edition.stage == "sides"


def test_it_begins_and_ends_by_itself(reviewed: World) -> None:
    away(reviewed, days=2, first=3)
    for day, has in ((0, "principal"), (4, "assistant"), (6, "principal")):
        at = reviewed.now + day * DAY
        actions.after_appointment(reviewed.session, reviewed.parties["school"].id, at=at)
        assert turn_names(reviewed) == {has, "officer"}, day
    back = turn(reviewed, "principal", at)
    assert back and back["since"].isoformat() == "2026-05-18T07:00:00+00:00", (
        "it waits for the principal anew since midnight"
    )
    with pytest.raises(Forbidden):
        approve(reviewed, "assistant", at)


def test_who_is_away_may_still_speak(reviewed: World) -> None:
    away(reviewed)
    approve(reviewed, "principal", reviewed.now)
    assert (
        reviewed.session.get(Verdict, reviewed.events("edition:verdict:given")[0].subject_id).deputy_id == ""
    )


def test_a_deputy_with_a_seat_speaks_for_himself_unless_it_is_said(session, now) -> None:
    world = build(session, now)
    world.appoint("partner", "agency", Office.SRO)
    actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
    away(world, who="officer", whom="partner")
    value = queries.edition_page(session, world.actor("partner"), world.edition.id, at=now)
    assert value["acting"]["for"] == [[world.who["partner"], "Myself"], [world.who["officer"], "Officer"]]
    for seat, who in (("", "partner"), (world.who["officer"], "officer")):
        row = actions.give_verdict(
            session,
            world.actor("partner"),
            world.edition.id,
            value="approve",
            revision=world.edition.revision_id,
            seat=seat,
            at=now,
        )
        assert row.person_id == world.who[who]
    with pytest.raises(Invalid, match="for whom"):
        actions.give_verdict(
            session, world.actor("partner"), world.edition.id, value="approve", revision=world.edition.revision_id,
            seat=world.who["principal"], at=now,
        )  # fmt: skip


def test_a_deputy_never_signs(reviewed: World) -> None:
    reviewed.appoint("captain", "agency", Office.SRO_SUPERVISOR)
    away(reviewed, who="chief", whom="captain")
    signing = Case(parties=frozenset({reviewed.parties["agency"].id}), offices=frozenset({Office.CHIEF}))
    assert may("edition:sign", reviewed.actor("chief"), signing)
    assert not may("edition:sign", reviewed.actor("captain"), signing)
    assert not may("edition:decline", reviewed.actor("captain"), signing)


def test_a_route_may_name_one_person(world: World) -> None:
    lane = Lane("l", "The chief", (place(f"person:{world.who['chief']}"),))
    world.edition.route = Route("own", 1, (Stage("s", "S", (lane,), 5),)).to_json()
    here = ground.load(world.session, world.edition.id)
    assert [seat.name for seat in review(world.session, here, world.now).seats["s"]] == ["Chief"]
