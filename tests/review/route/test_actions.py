"""Circulating, opening and closing stages, passing over a lane, seating late appointments."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from tests.review.world import PEOPLE, World, about, build, write
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.core.people import SERVICE, Office
from workflow.core.separation import OwnText
from workflow.drafting.models import Clause, Revision
from workflow.parties.models import Appointment
from workflow.review import actions, ground, queries
from workflow.review.facts import overdue, review_facts
from workflow.review.models import SeatRow, Turns
from workflow.review.route.queries import review

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


def turn_names(world: World) -> set[str]:
    ids = set(world.session.exec(select(Turns.person_id).where(Turns.edition_id == world.edition.id)))
    return {name for name, person in world.who.items() if person in ids}


def approve(world: World, name: str, at: datetime) -> None:
    actions.give_verdict(
        world.session,
        world.actor(name),
        world.edition.id,
        value="approve",
        revision=world.edition.revision_id or "",
        at=at,
    )


def test_circulating_opens_the_first_stage_and_gives_its_people_the_turn(reviewed: World) -> None:
    assert (reviewed.edition.status, reviewed.edition.stage) == ("in_review", "schools")
    assert turn_names(reviewed) == {"principal", "officer"}
    assert reviewed.edition.route["id"] == "cops"
    assert [event.kind for event in reviewed.events()] == ["edition:circulated", "edition:stage:opened"]


def test_a_stage_without_seats_is_passed_over_and_its_lanes_are_said_to_be_empty(
    session: Session, now: datetime
) -> None:
    world = build(session, now, tuple(p for p in PEOPLE if p[0] not in ("principal", "officer")))
    actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
    assert world.edition.stage == "sides"
    assert review_facts(session, world.edition.id, now).empty_lanes == (
        "Schools and their officers: School administrators", "Schools and their officers: Officers assigned to the schools",
    )  # fmt: skip


def test_an_empty_lane_of_a_stage_behind_us_is_passed_over_with_a_reason_that_stays(
    session: Session, now: datetime
) -> None:
    world = build(session, now, tuple(p for p in PEOPLE if p[0] not in ("principal", "officer")))
    dana = world.actor("dana")
    actions.circulate(session, dana, world.edition.id, at=now)
    with pytest.raises(Invalid, match="Say why"):
        actions.advance(session, dana, world.edition.id, "schools/school", words=" ", at=now)
    for lane in ("schools/school", "officers"):
        row = actions.advance(
            session, dana, world.edition.id, lane, words="No officer is assigned yet.", at=now
        )
        assert row.stage == "schools" and lane.endswith(row.lane)
    facts = review_facts(session, world.edition.id, now)
    assert facts.empty_lanes == () and len(facts.passed_over) == 2
    assert world.edition.stage == "sides"
    with pytest.raises(Invalid, match="Choose a lane"):
        actions.advance(session, dana, world.edition.id, "schools/school", words="Again.", at=now)


def test_a_lane_without_seats_does_not_hold_up_its_stage(session: Session, now: datetime) -> None:
    world = build(session, now, tuple(p for p in PEOPLE if p[0] != "principal"))
    actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
    approve(world, "officer", now)
    assert world.edition.stage == "sides"
    assert world.events("edition:stage:opened")[0].detail["empty_lanes"] == ["school"]


def test_a_route_in_which_nobody_sits_is_refused_with_what_to_do(session: Session, now: datetime) -> None:
    world = build(session, now, (("chief", "agency", Office.CHIEF),))
    with pytest.raises(Invalid, match="would never come back") as no:
        actions.circulate(session, world.actor("chief"), world.edition.id, at=now)
    assert "Springfield High who is Principal" in no.value.issues[0].words
    assert no.value.issues[0].link == f"/parties/{world.parties['school'].id}#people"


def test_a_draft_without_a_clause_is_not_sent_out(world: World, now: datetime) -> None:
    write(world.session, world.edition, 2, {}, now)
    with pytest.raises(Refused, match="no text"):
        actions.circulate(world.session, world.actor("dana"), world.edition.id, at=now)


def test_circulating_twice_is_refused(reviewed: World, now: datetime) -> None:
    with pytest.raises(Refused, match="in review"):
        actions.circulate(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, at=now)


@pytest.mark.parametrize("name", ["principal", "officer"])
def test_who_does_not_run_the_agreement_cannot_send_it_out(world: World, now: datetime, name: str) -> None:
    with pytest.raises(Forbidden):
        actions.circulate(world.session, world.actor(name), world.edition.id, at=now)


def test_the_stages_close_one_after_the_other_and_then_the_review_is_complete(
    reviewed: World, now: datetime
) -> None:
    approve(reviewed, "principal", now)
    assert reviewed.edition.stage == "schools"
    approve(reviewed, "officer", now)
    assert (reviewed.edition.stage, turn_names(reviewed)) == (
        "sides",
        {"dana", "counsel", "sergeant", "lawyer"},
    )
    for name in ("dana", "counsel", "sergeant"):
        approve(reviewed, name, now)
        assert not review_facts(reviewed.session, reviewed.edition.id, now).complete
    approve(reviewed, "lawyer", now)
    assert reviewed.edition.stage == ""
    assert review_facts(reviewed.session, reviewed.edition.id, now).complete
    assert turn_names(reviewed) == {"dana", "sergeant"}
    assert len(reviewed.events("edition:review:completed")) == 1
    assert len(reviewed.events("edition:stage:closed")) == 2


def complete(world: World, at: datetime) -> None:
    for name in ("principal", "officer", "dana", "counsel", "sergeant", "lawyer"):
        approve(world, name, at)


def test_a_revision_after_the_review_opens_its_last_stage_again(reviewed: World, now: datetime) -> None:
    complete(reviewed, now)
    reviewed.revise(now + DAY, term="3. Term\n\nThis agreement lasts two years.")
    assert not review_facts(
        reviewed.session, reviewed.edition.id, now + DAY
    ).complete  # even before the reaction ran
    actions.after_revision(reviewed.session, reviewed.edition.id, at=now + DAY)
    assert reviewed.edition.stage == "sides"
    assert turn_names(reviewed) == {"dana", "counsel", "sergeant", "lawyer"}
    reasons = set(reviewed.session.exec(select(Turns.reason)))
    assert reasons == {"Look again: one clause changed since you approved"}


def test_a_revision_that_reads_the_same_changes_nothing(reviewed: World, now: datetime) -> None:
    complete(reviewed, now)
    reviewed.revise(now + DAY)
    actions.after_revision(reviewed.session, reviewed.edition.id, at=now + DAY)
    assert review_facts(reviewed.session, reviewed.edition.id, now + DAY).complete
    assert reviewed.edition.stage == ""


def test_the_reaction_can_come_twice(reviewed: World, now: datetime) -> None:
    complete(reviewed, now)
    reviewed.revise(now + DAY, term="3. Term\n\nTwo years.")
    for _ in range(2):
        actions.after_revision(reviewed.session, reviewed.edition.id, at=now + DAY)
    assert len(reviewed.events("edition:stage:opened")) == 3


def test_who_takes_an_office_late_takes_a_seat(reviewed: World, now: datetime) -> None:
    reviewed.appoint("vice", "school", Office.ASSISTANT_PRINCIPAL)
    actions.after_appointment(reviewed.session, reviewed.parties["school"].id, at=now + DAY)
    row = reviewed.session.exec(select(SeatRow).where(SeatRow.person_id == reviewed.who["vice"])).one()
    assert (row.since, row.due) == (now + DAY, now + 15 * DAY)
    assert "vice" in turn_names(reviewed)


def test_who_leaves_an_office_loses_the_turn_and_the_successor_looks_for_himself(
    reviewed: World, now: datetime
) -> None:
    approve(reviewed, "officer", now)
    old = reviewed.session.exec(
        select(Appointment).where(Appointment.person_id == reviewed.who["principal"])
    ).one()
    old.until_date = date(2026, 5, 13)
    reviewed.appoint("successor", "school", Office.PRINCIPAL)
    actions.refresh_seats(reviewed.session, reviewed.edition.id, at=now + 3 * DAY)
    assert turn_names(reviewed) == {"successor"}


def test_a_stage_that_everybody_left_waits_for_those_who_run_it(session: Session, now: datetime) -> None:
    world = build(session, now, tuple(p for p in PEOPLE if p[0] != "officer"))
    actions.circulate(session, world.actor("dana"), world.edition.id, at=now)
    for row in session.exec(select(Appointment).where(Appointment.person_id == world.who["principal"])):
        row.until_date = date(2026, 5, 12)
    actions.refresh_seats(session, world.edition.id, at=now + 3 * DAY)
    assert (world.edition.stage, turn_names(world)) == ("schools", {"dana", "sergeant"})
    for lane in ("school", "officers"):
        actions.advance(
            session,
            world.actor("dana"),
            world.edition.id,
            lane,
            words="The school has no principal.",
            at=now + 3 * DAY,
        )
    assert world.edition.stage == "sides"


def test_before_the_due_date_only_its_own_side_gives_up_a_lane(reviewed: World, now: datetime) -> None:
    with pytest.raises(Forbidden, match="Before its due date"):
        actions.advance(
            reviewed.session,
            reviewed.actor("dana"),
            reviewed.edition.id,
            "officers",
            words="In a hurry.",
            at=now + DAY,
        )
    row = actions.advance(
        reviewed.session,
        reviewed.actor("chief"),
        reviewed.edition.id,
        "officers",
        words="On leave.",
        at=now + DAY,
    )
    assert (row.lane, row.words) == ("officers", "On leave.")
    approve(reviewed, "principal", now + DAY)
    assert reviewed.edition.stage == "sides"
    assert review_facts(reviewed.session, reviewed.edition.id, now + DAY).passed_over == (
        "Schools and their officers: Officers assigned to the schools",
    )


def test_after_the_due_date_anybody_who_runs_it_passes_over_a_lane(reviewed: World, now: datetime) -> None:
    approve(reviewed, "principal", now)
    actions.advance(
        reviewed.session,
        reviewed.actor("dana"),
        reviewed.edition.id,
        "officers",
        words="No answer.",
        at=now + 15 * DAY,
    )
    assert reviewed.edition.stage == "sides"
    assert [about(event) for event in reviewed.events("edition:lane:passed")] == [
        {"stage": "schools", "lane": "officers"}
    ]


def test_a_lane_with_an_objection_is_never_passed_over(reviewed: World, now: datetime) -> None:
    actions.give_verdict(
        reviewed.session, reviewed.actor("officer"), reviewed.edition.id, value="request_changes", words="No.",
        revision=reviewed.edition.revision_id or "", at=now,
    )  # fmt: skip
    with pytest.raises(Refused, match="asks for changes"):
        actions.advance(
            reviewed.session,
            reviewed.actor("chief"),
            reviewed.edition.id,
            "officers",
            words="x",
            at=now + 20 * DAY,
        )


@pytest.mark.parametrize(("lane", "words"), [("nowhere", "why"), ("officers", "  "), ("district", "why")])
def test_passing_over_needs_a_lane_of_the_open_stage_and_a_reason(
    reviewed: World, now: datetime, lane: str, words: str
) -> None:
    with pytest.raises(Invalid):
        actions.advance(
            reviewed.session,
            reviewed.actor("chief"),
            reviewed.edition.id,
            lane,
            words=words,
            at=now + 20 * DAY,
        )


def test_the_sweep_finds_who_is_late(reviewed: World, now: datetime) -> None:
    assert overdue(reviewed.session, now + 14 * DAY) == []
    late = overdue(reviewed.session, now + 14 * DAY + timedelta(seconds=1))
    assert {one.person_id for one in late} == {reviewed.who["principal"], reviewed.who["officer"]}
    assert late[0].due == now + 14 * DAY


def test_the_service_itself_may_look(reviewed: World, now: datetime) -> None:
    found = ground.lock(reviewed.session, SERVICE, reviewed.edition.id)
    assert review(reviewed.session, found, now).stage is not None


def revised_by(world: World, author: str, now: datetime) -> None:
    own = Revision(edition_id=world.edition.id, number=2, author_id=world.who[author], created=now)
    world.session.add(own)
    world.session.flush()
    world.session.add(
        Clause(revision_id=own.id, position=1, key="term", path="1", text="1. Term\n\nOne year.")
    )
    world.edition.revision_id = own.id
    world.session.flush()


@pytest.mark.parametrize("author", ["principal", "dana"])
def test_a_lane_approved_only_by_who_wrote_the_revision_counts_and_says_so(
    reviewed: World, author: str, now: datetime
) -> None:
    session, edition = reviewed.session, reviewed.edition
    revised_by(reviewed, author, now)
    approve(reviewed, "principal", now)
    page = queries.edition_page(session, reviewed.actor("dana"), edition.id, at=now)
    lanes = [lane for stage in page["stages"] for lane in stage["lanes"]]
    (done,) = [lane for lane in lanes if lane["seats"] and lane["complete"]]
    assert [lane for lane in lanes if lane["own_text"]] == ([done] if author == "principal" else [])


@pytest.mark.parametrize("rule", OwnText)
def test_a_route_says_whether_an_author_reviews_the_own_revision(
    reviewed: World, rule: OwnText, now: datetime
) -> None:
    session, edition = reviewed.session, reviewed.edition
    edition.route = {**edition.route, "own_text": str(rule)}
    revised_by(reviewed, "principal", now)
    if rule is OwnText.REFUSE:
        with pytest.raises(Forbidden, match="leaves its author no seat"):
            approve(reviewed, "principal", now)
    else:
        approve(reviewed, "principal", now)
    page = queries.edition_page(session, reviewed.actor("dana"), edition.id, at=now)
    lanes = [lane for stage in page["stages"] for lane in stage["lanes"]]
    assert any(lane["own_text"] for lane in lanes) is (rule is OwnText.WARN)
    seated = {seat["name"] for lane in lanes for seat in lane["seats"]}
    assert ("Principal" in seated) is (rule is not OwnText.REFUSE)
