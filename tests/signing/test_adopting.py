"""A board adopts a frozen text before it is signed: its clerk records the vote with a key of her own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.signing import world as worlds
from tests.signing.test_actions import edition_of, packed, turns
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.evidence import verify
from workflow.history.sequencer import sequence
from workflow.parties.models import Party
from workflow.signing import actions, adopting
from workflow.signing.adopting import Minutes

pytestmark = pytest.mark.both_databases
GOOD = Minutes("2026-05-12", "Item 7.2", "Resolution 2026-14", "5", "1", "1")


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


def offered(session, world, event, now, *, name="clerk", minutes=GOOD):
    return adopting.offer(
        session, world.actor(session, name, now), event.id, body="body-1", minutes=minutes, at=now
    )


def adopt(session, world, event, now):
    credential = worlds.answer(world.keys["clerk"], offered(session, world, event, now)["options"])
    clerk = world.actor(session, "clerk", now)
    return adopting.adopt(session, clerk, event.id, body="body-1", credential=credential, at=now)


def test_signing_opens_when_the_body_has_adopted_and_the_package_verifies(session, world, now):
    event = world.freeze(session, now)
    assert (edition_of(session, world).status, list(turns(session, world))) == ("adoption", ["clerk"])
    with pytest.raises(Refused, match="before the adopting bodies"):
        world.offer(session, "chief", event.id, now)
    row = adopt(session, world, event, now)
    edition = edition_of(session, world)
    assert (row.vote, edition.adopted.isoformat()) == ("5 to 1, 1 abstaining", "2026-05-12")
    assert (edition.status, sorted(turns(session, world))) == ("signing", ["chief", "superintendent"])
    later = now + timedelta(minutes=5)
    world.sign(session, "chief", event.id, later)
    world.sign(session, "superintendent", event.id, later)
    key = Ed25519PrivateKey.generate()
    verdict = verify.verify(*packed(session, world, event, sequence(session, key=key, at=later), key))
    assert (verdict.verdict, verdict.missing) == ("verified", ())


def test_a_vote_is_recorded_once(session, world, now):
    event = world.freeze(session, now)
    adopt(session, world, event, now)
    with pytest.raises(Refused):
        offered(session, world, event, now)


def test_only_the_bodys_clerk_records_it(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(Forbidden):
        offered(session, world, event, now, name="superintendent")


@pytest.mark.parametrize(("minutes", "fields"), [
    (Minutes("", "", "", "", "", ""), {"meeting", "item", "resolution", "yes"}),
    (Minutes("2026-06-01", "7", "R1", "5", "0", "0"), {"meeting"}),
    (Minutes("2026-05-12", "7", "R1", "2", "3", "0"), {"yes"}),
    (Minutes("2026-05-12", "7", "R1", "5", "-1", "0"), {"no"}),
    (Minutes("2026-05-12", "7\u200b", "R1", "5", "0", "0"), {"item"}),
    (Minutes("2026-05-12", "7", "決議 1", "5", "0", "0"), {"resolution"}),
    (Minutes("2019-05-14", "7", "R1", "5", "0", "0"), {"meeting"}),
], ids=["nothing", "a meeting to come", "lost", "a negative number", "a hidden character", "a sign no page can show", "a meeting of long ago"])  # fmt: skip
def test_what_the_minutes_cannot_say_is_named_field_by_field(session, world, now, minutes, fields):
    event = world.freeze(session, now)
    with pytest.raises(Invalid) as no:
        offered(session, world, event, now, minutes=minutes)
    assert {issue.field for issue in no.value.issues} == fields


def test_a_vote_before_the_freeze_is_told_when_that_was_and_what_to_do(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(Invalid) as no:
        offered(session, world, event, now, minutes=replace(GOOD, meeting="2026-05-11"))
    (issue,) = no.value.issues
    assert (issue.code, issue.field) == ("invalid", "meeting")
    assert issue.words == (
        "This text was frozen on Tuesday 12 May 2026, after that meeting, so the meeting cannot have voted on it. Check the date. If the "
        "body voted on an earlier text, that adopts no other: it votes on this one, or those who run the agreement reopen the text and "
        "freeze it anew."
    )


def test_a_vote_on_a_text_that_was_reopened_is_no_vote_on_the_next(session, world, now):
    first, later = world.freeze(session, now), now + timedelta(days=2)
    actions.reopen(session, world.actor(session, "counsel", now), world.edition, reason="A slip.", at=now)
    second = world.freeze(session, later)
    assert first.head != second.head
    with pytest.raises(Invalid, match="frozen on Thursday 14 May 2026"):
        offered(session, world, second, later, minutes=GOOD)


@pytest.mark.parametrize(("zone", "frozen", "at", "meeting", "problem"), [
    ("America/New_York", "2026-05-12T17:00", "2026-05-13T00:30", "2026-05-12", ""),
    ("America/New_York", "2026-05-12T17:00", "2026-05-13T00:30", "2026-05-13", "lies ahead"),
    ("Pacific/Guam", "2026-05-11T17:00", "2026-05-12T22:00", "2026-05-13", ""),
    ("Pacific/Guam", "2026-05-11T17:00", "2026-05-12T22:00", "2026-05-14", "lies ahead"),
    ("Pacific/Guam", "2026-05-11T17:00", "2026-05-12T22:00", "2026-05-12", ""),
    ("Pacific/Guam", "2026-05-11T17:00", "2026-05-12T22:00", "2026-05-11", "frozen on Tuesday 12 May 2026"),
], ids=["an evening in New York, today", "and tomorrow", "a morning on Guam, today", "and tomorrow", "the day of the freeze there", "and the day before"])  # fmt: skip
def test_a_meeting_has_its_day_where_the_body_sits(session, world, zone, frozen, at, meeting, problem):
    session.get_one(Party, world.parties["body"]).timezone = zone
    event = world.freeze(session, datetime.fromisoformat(frozen).replace(tzinfo=UTC))
    then, minutes = datetime.fromisoformat(at).replace(tzinfo=UTC), replace(GOOD, meeting=meeting)
    if problem:
        with pytest.raises(Invalid, match=problem):
            offered(session, world, event, then, minutes=minutes)
    else:
        assert f'"meeting":"{meeting}"' in offered(session, world, event, then, minutes=minutes)["statement"]
