"""A body that does not adopt a text: an outcome with its own words, after which nobody is asked for its vote again."""

from dataclasses import replace

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.test_actions import edition_of, turns
from tests.signing.test_adopting import GOOD, adopt, offered
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.history.models import Event
from workflow.signing import actions as signing
from workflow.signing import page, ready, reminding
from workflow.signing.matter import of_event
from workflow.signing.models import Adoption
from workflow.signing.votes import actions, queries

pytestmark = pytest.mark.both_databases
LOST = replace(GOOD, yes="2", no="5", abstain="0", minutes="00" * 32)


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


def fail(session, world, event, now, name="clerk", minutes=LOST):
    return actions.not_adopted(
        session, world.actor(session, name, now), event.id, body="body-1", minutes=minutes, at=now
    )


def shown(session, world, event, now, name):
    return page.event_page(session, world.actor(session, name, now), event.id, now)


def test_everybody_sees_that_the_body_did_not_adopt_and_what_can_be_done(session, world, now):
    event = world.freeze(session, now)
    fail(session, world, event, now)
    for name in ("chief", "clerk", "counsel"):
        value = shown(session, world, event, now, name)
        assert value["sentence"] == (
            "Springfield School Board did not adopt this text on Tuesday 12 May 2026. Nothing can be signed on it."
        )
        (body,) = value["bodies"]
        assert (
            body["words"]
            == "Did not adopt on Tuesday 12 May 2026, Resolution 2026-14 (Item 7.2), vote 2 to 5, 0 abstaining"
        )
        assert (body["adopted"], body["not_adopted"], body["receipt"]) == (
            False,
            "Clerk Example, Clerk",
            None,
        )
        assert (value["signing"], value["vote"]) == (None, None)
    assert shown(session, world, event, now, "counsel")["may_run"]
    (issue,) = ready.readiness_page(session, world.actor(session, "counsel", now), world.edition, 72, now)[
        "issues"
    ]
    assert issue["code"] == "adoption.failed"
    assert issue["words"].endswith("reopen the text with a reason, or withdraw the edition.")


def test_the_clerks_turn_ends_and_those_who_run_it_have_theirs(session, world, now):
    event = world.freeze(session, now)
    assert list(turns(session, world)) == ["clerk"]
    fail(session, world, event, now)
    found = turns(session, world)
    assert [(name, turn.reason) for name, turn in found.items()] == [
        (
            "supervisor",
            "Springfield School Board did not adopt this text: reopen it with a reason or withdraw the edition",
        )
    ]
    assert edition_of(session, world).status == "adoption"
    case = of_event(session, world.actor(session, "counsel", now), event.id)
    assert reminding.waited_for(session, case, now) == []


def test_the_event_holds_all_of_it_and_nothing_is_signed(session, world, now):
    event = world.freeze(session, now)
    row = fail(session, world, event, now)
    assert (row.kind, row.subject_id, row.chain_seq) == ("edition:vote:failed", event.id, None)
    assert row.detail == {
        "slot": "body-1", "meeting": "2026-05-12", "item": "Item 7.2", "resolution": "Resolution 2026-14", "vote": "2 to 5, 0 abstaining",
        "minutes": "A" * 43,
    }  # fmt: skip
    assert session.exec(select(Adoption)).all() == []


def test_a_vote_is_recorded_once_whichever_way_it_went(session, world, now):
    event = world.freeze(session, now)
    fail(session, world, event, now)
    with pytest.raises(Refused, match="recorded already"):
        fail(session, world, event, now)
    with pytest.raises(Refused, match="recorded already"):
        offered(session, world, event, now)


def test_what_adopted_the_text_is_not_recorded_as_the_contrary(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(Refused, match="adopted the text"):
        fail(session, world, event, now, minutes=GOOD)
    adopt(session, world, event, now)
    with pytest.raises(Refused):
        fail(session, world, event, now)


def test_only_the_clerk_says_so_and_says_all_of_it(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(Forbidden):
        fail(session, world, event, now, name="chief")
    with pytest.raises(Invalid) as no:
        fail(session, world, event, now, minutes=replace(LOST, meeting="2026-06-01", resolution=""))
    assert {issue.field for issue in no.value.issues} == {"meeting", "resolution"}
    assert session.exec(select(Event).where(Event.kind == "edition:vote:failed")).all() == []


@pytest.mark.parametrize(("yes", "no"), [("3", "3"), ("0", "0"), ("2", "5")])
def test_a_tie_adopts_nothing_and_no_key_is_asked_for_it(session, world, now, yes, no):
    event = world.freeze(session, now)
    with pytest.raises(Invalid, match="Record that it did not adopt"):
        offered(session, world, event, now, minutes=replace(GOOD, yes=yes, no=no))
    fail(session, world, event, now, minutes=replace(GOOD, yes=yes, no=no))


def test_a_text_that_is_reopened_and_frozen_anew_is_before_the_body_again(session, world, now):
    first = world.freeze(session, now)
    fail(session, world, first, now)
    signing.reopen(
        session, world.actor(session, "counsel", now), world.edition, reason="The board wants more.", at=now
    )
    second = world.freeze(session, now)
    case = of_event(session, world.actor(session, "counsel", now), second.id)
    assert queries.not_adopted(session, case) == [] and list(turns(session, world)) == ["clerk"]
    adopt(session, world, second, now)
    assert edition_of(session, world).status == "signing"
