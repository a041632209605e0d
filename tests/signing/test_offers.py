"""The statement that a signatory's key is asked to sign, and what must still be so when it comes back."""

import pytest

from tests.signing import world as worlds
from workflow.core.errors import Invalid, NotFound
from workflow.evidence import statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import challenge
from workflow.history import queries as history

pytestmark = pytest.mark.both_databases


def test_the_statement_says_who_signs_what_for_whom(session, world, now):
    event = world.freeze(session, now)
    offered = world.offer(session, "chief", event.id, now)
    said = statement.read("approval", offered["statement"].encode())
    assert (said["head"], said["slot"], said["office"], said["title"]) == (
        event.head,
        "agency-1",
        "chief",
        "Chief of Police",
    )
    assert (said["mou"], said["edition"], said["name"]) == (world.mou, 1, "Chief Example")
    assert said["party_state"] == history.party_state(session, world.parties["agency"])
    assert offered["action"] == f"/signing-events/{event.id}/signatures/agency-1"


def test_the_options_ask_this_key_alone_for_this_statement_with_user_verification(session, world, now):
    event = world.freeze(session, now)
    offered = world.offer(session, "chief", event.id, now)
    options = offered["options"]
    assert unb64u(options["challenge"]) == challenge(offered["type"], offered["statement"].encode())
    assert [unb64u(one["id"]) for one in options["allowCredentials"]] == [world.keys["chief"].credential_id]
    assert options["userVerification"] == "required"


def test_two_offers_never_share_a_nonce(session, world, now):
    event = world.freeze(session, now)
    seen = {world.offer(session, "chief", event.id, now)["options"]["challenge"] for _ in range(3)}
    assert len(seen) == 3


@pytest.mark.parametrize("reason", ["", "   ", "a\u202eb"])
def test_a_decline_needs_a_reason_that_can_be_read(session, world, now, reason):
    event = world.freeze(session, now)
    with pytest.raises(Invalid) as no:
        world.offer(session, "chief", event.id, now, "decline", reason)
    assert [issue.field for issue in no.value.issues] == ["reason"]


def test_there_are_no_other_decisions(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(NotFound):
        world.offer(session, "chief", event.id, now, "void")


def test_an_acting_holder_signs_as_acting(session, world, now):
    from sqlmodel import select

    from workflow.parties.models import Appointment

    row = session.exec(select(Appointment).where(Appointment.person_id == world.people["chief"])).one()
    row.capacity = "acting"
    session.flush()
    event = world.freeze(session, now)
    said = statement.read("approval", world.offer(session, "chief", event.id, now)["statement"].encode())
    assert said["capacity"] == "acting"
    assert world.sign(session, "chief", event.id, now).capacity == "acting"
    assert worlds.POLICE
