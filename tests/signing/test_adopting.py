"""A board adopts a frozen text before it is signed: its clerk records the vote with a key of her own."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.signing import world as worlds
from tests.signing.test_actions import edition_of, packed, turns
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.evidence import verify
from workflow.history.sequencer import sequence
from workflow.signing import adopting
from workflow.signing.adopting import Minutes

pytestmark = pytest.mark.both_databases
GOOD = Minutes("2026-05-11", "Item 7.2", "Resolution 2026-14", "5", "1", "1")


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
    assert (row.vote, edition.adopted.isoformat()) == ("5 to 1, 1 abstaining", "2026-05-11")
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
    (Minutes("2026-05-11", "7", "R1", "2", "3", "0"), {"yes"}),
    (Minutes("2026-05-11", "7", "R1", "5", "-1", "0"), {"no"}),
    (Minutes("2026-05-11", "7\u200b", "R1", "5", "0", "0"), {"item"}),
], ids=["nothing", "a meeting to come", "lost", "a negative number", "a hidden character"])  # fmt: skip
def test_what_the_minutes_cannot_say_is_named_field_by_field(session, world, now, minutes, fields):
    event = world.freeze(session, now)
    with pytest.raises(Invalid) as no:
        offered(session, world, event, now, minutes=minutes)
    assert {issue.field for issue in no.value.issues} == fields
