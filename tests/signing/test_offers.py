"""The statement that a signatory's key is asked to sign, and what must still be so when it comes back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.core.errors import Conflict, Invalid, NotFound
from workflow.evidence import statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import challenge
from workflow.evidence.software_key import SoftwareKey
from workflow.history import queries as history
from workflow.parties.models import SigningKey
from workflow.signing import actions, page

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


def second_key(session, world, name):
    """Another key for the same appointment, enrolled a day after the first."""
    row = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys[name].id)).one()
    key = SoftwareKey()
    copy = SigningKey(**{
        **row.model_dump(exclude={"id"}), "key_id": key.id, "credential_id": key.credential_id,
        "cose_key": key._cose(), "created": row.created + timedelta(days=1),
    })  # fmt: skip
    session.add(copy)
    session.flush()
    return row, copy, key


def test_whoever_has_two_keys_chooses_and_only_the_chosen_one_answers(session, world, now):
    event = world.freeze(session, now)
    first, second, key = second_key(session, world, "chief")
    chief = world.actor(session, "chief", now)
    page_of = page.event_page(session, chief, event.id, now)["mine"]["keys"]
    assert [one[0] for one in page_of] == [second.id, first.id] and "a software key" in page_of[0][1]
    for row, held in ((first, world.keys["chief"]), (second, key)):
        asked = {"decision": "approval", "place": "agency-1", "key": row.id, "at": now}
        offered = actions.offer(session, chief, event.id, **asked)
        assert statement.read("approval", offered["statement"].encode())["key"] == held.id
        assert [unb64u(one["id"]) for one in offered["options"]["allowCredentials"]] == [held.credential_id]
    named = actions.offer(session, chief, event.id, **{**asked, "key": first.id})
    row = world.hand_in(session, "chief", event.id, worlds.answer(world.keys["chief"], named["options"]), now)
    assert row.key_id == first.key_id


def test_a_key_that_is_not_his_or_does_not_count_cannot_be_chosen(session, world, now):
    event = world.freeze(session, now)
    _, second, _ = second_key(session, world, "chief")
    second.lost = now
    session.flush()
    other = session.exec(select(SigningKey).where(SigningKey.key_id == world.keys["superintendent"].id)).one()
    for wanted in (second.id, other.id, "nothing"):
        with pytest.raises(Conflict):
            actions.offer(
                session, world.actor(session, "chief", now), event.id, decision="approval", place="agency-1",
                key=wanted, at=now,
            )  # fmt: skip
