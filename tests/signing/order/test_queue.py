"""Under a set order nobody signs before who stands ahead, by key or on paper; to decline nobody waits."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.order.kit import CHIEF, SUPERINTENDENT, choose, frozen, later, on_turn
from tests.signing.paper import kit as paper
from tests.signing.test_actions import turns
from workflow.core.errors import Invalid, Refused
from workflow.core.people import SERVICE, Office
from workflow.drafting.models import Edition
from workflow.parties.models import Appointment
from workflow.signing import matter, offers
from workflow.signing.models import Signature
from workflow.signing.order import queue
from workflow.signing.paper.models import Scan

pytestmark = pytest.mark.both_databases
WAIT = (
    "This text is signed one after another, and Springfield Unified School District signs after Chief Example "
    r"\(Chief of Police, Springfield Police Department\) has signed"
)


def test_whoever_comes_later_is_offered_nothing_to_sign_and_told_whom_to_wait_for(session, world, now):
    event = frozen(session, world, now)
    with pytest.raises(Refused, match=WAIT) as no:
        world.offer(session, "superintendent", event.id, now)
    assert no.value.remedy == "A letter says when. To decline, nobody has to wait."
    world.sign(session, "chief", event.id, now)
    world.sign(session, "superintendent", event.id, now)
    assert session.get_one(Edition, world.edition).status == "executed"


def test_an_answer_that_was_got_too_early_is_not_taken(session, world, now, monkeypatch):
    event = frozen(session, world, now)
    with monkeypatch.context() as blind:
        blind.setattr(offers.queue, "insist", lambda *_: None)
        early = world.offer(session, "superintendent", event.id, now)
    credential = worlds.answer(world.keys["superintendent"], early["options"])
    with pytest.raises(Refused, match=WAIT):
        world.hand_in(session, "superintendent", event.id, credential, now)
    assert session.exec(select(Signature)).all() == []


def test_the_order_is_the_one_that_was_set_and_not_the_agreements(session, world, now):
    event = frozen(session, world, now, "district", "agency")
    with pytest.raises(Refused, match="Springfield Police Department signs after Superintendent Example"):
        world.sign(session, "chief", event.id, now)
    world.sign(session, "superintendent", event.id, now)
    world.sign(session, "chief", event.id, now)
    assert [row.slot for row in session.exec(select(Signature).order_by(Signature.event_id))] == [
        SUPERINTENDENT, CHIEF,
    ]  # fmt: skip


def test_in_any_order_nobody_waits(session, world, now):
    choose(session, world, now, "agency", "district")
    choose(session, world, now)
    event = world.freeze(session, now)
    case = matter.of_event(session, SERVICE, event.id)
    assert not queue.is_set(case) and later(session, world) == {}
    assert {"chief", "superintendent"} <= on_turn(session, world)
    world.sign(session, "superintendent", event.id, now)


def test_the_turn_goes_from_one_to_the_next_and_begins_when_the_one_before_has_signed(session, world, now):
    event = frozen(session, world, now)
    assert on_turn(session, world) == {"chief"}
    assert later(session, world) == {
        "superintendent": "You sign for Springfield Unified School District after Chief Example (Chief of Police, Springfield Police "
        "Department) has signed"
    }  # fmt: skip
    row = world.sign(session, "chief", event.id, now + timedelta(hours=5))
    assert on_turn(session, world) == {"superintendent"} and later(session, world) == {}
    assert turns(session, world)["superintendent"].since == row.at > event.opened
    world.sign(session, "superintendent", event.id, now + timedelta(hours=6))
    assert on_turn(session, world) == set() and later(session, world) == {}


def test_to_decline_nobody_waits_and_then_nobody_comes_after(session, world, now):
    event = frozen(session, world, now)
    assert world.decline(session, "superintendent", event.id, now).decision == "decline"
    assert later(session, world) == {} and "superintendent" not in on_turn(session, world)
    world.sign(session, "chief", event.id, now)


def test_after_a_decline_ahead_nobody_signs(session, world, now):
    event = frozen(session, world, now)
    world.decline(session, "chief", event.id, now)
    with pytest.raises(Refused, match="Springfield Police Department declined to sign before"):
        world.sign(session, "superintendent", event.id, now)


def test_where_nobody_holds_the_office_ahead_the_office_is_waited_for(session, world, now):
    event = frozen(session, world, now)
    chief = session.exec(select(Appointment).where(Appointment.person_id == world.people["chief"])).one()
    chief.until_date = chief.from_date
    session.flush()
    with pytest.raises(
        Refused, match=r"after Springfield Police Department \(Chief of Police or Sheriff\) has"
    ):
        world.offer(session, "superintendent", event.id, now)


def test_of_two_who_could_sign_ahead_either_is_waited_for(session, world, now):
    worlds.person(session, world, "sheriff", "agency", Office.SHERIFF, now)
    event = frozen(session, world, now)
    assert later(session, world).keys() == {"superintendent"} and on_turn(session, world) == {
        "chief",
        "sheriff",
    }
    with pytest.raises(
        Refused, match=r"after .+ or .+ \(.+ or .+, Springfield Police Department\) has signed"
    ):
        world.offer(session, "superintendent", event.id, now)


def test_a_sheet_waits_as_a_key_does(session, world, now):
    paper.allow(session, world, now, "district")
    event = frozen(session, world, now)
    with pytest.raises(Refused, match=WAIT), session.begin_nested():
        paper.file(session, world, event.id, now, by="d1", slot=SUPERINTENDENT)
    world.sign(session, "chief", event.id, now)
    paper.file(session, world, event.id, now, by="d1", slot=SUPERINTENDENT)
    paper.attest(session, world, "d1", event.id, now, slot=SUPERINTENDENT)
    paper.attest(session, world, "a1", event.id, now, slot=SUPERINTENDENT)
    assert session.get_one(Edition, world.edition).status == "executed"


def test_who_signed_on_paper_has_signed_once_two_have_attested_it(session, world, now):
    paper.allow(session, world, now, "agency")
    event = frozen(session, world, now)
    paper.file(session, world, event.id, now)
    paper.attest(session, world, "a1", event.id, now)
    with pytest.raises(Refused, match=WAIT):
        world.offer(session, "superintendent", event.id, now)
    assert later(session, world).keys() == {"superintendent"}
    paper.attest(session, world, "d1", event.id, now)
    assert on_turn(session, world) == {"superintendent"} and later(session, world) == {}
    world.sign(session, "superintendent", event.id, now)


def test_a_sheet_that_was_signed_before_its_turn_does_not_count(session, world, now):
    paper.allow(session, world, now, "district")
    event = frozen(session, world, now)
    world.sign(session, "chief", event.id, then := now + timedelta(days=2))
    with pytest.raises(Invalid, match="the one before signed on") as no, session.begin_nested():
        paper.file(session, world, event.id, then, by="d1", slot=SUPERINTENDENT, signed=f"{now:%Y-%m-%d}")
    assert [issue.field for issue in no.value.issues] == ["signed"]
    assert session.exec(select(Scan)).all() == []
    paper.file(session, world, event.id, then, by="d1", slot=SUPERINTENDENT)


def test_from_when_a_place_can_be_signed(session, world, now):
    event = frozen(session, world, now)
    case = matter.of_event(session, SERVICE, event.id)
    row = world.sign(session, "chief", event.id, now + timedelta(hours=1))
    found = queue.queue(session, case)
    assert queue.since(session, case, found, CHIEF) == event.opened
    assert queue.since(session, case, found, SUPERINTENDENT) == row.at
    assert (
        queue.after(session, case, found, CHIEF, now)
        == queue.after(session, case, found, SUPERINTENDENT, now)
        == ""
    )
