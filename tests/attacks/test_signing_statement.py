"""Attacks on what is signed: another text, another key, another kind of statement, another page."""

import json

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from workflow.core.errors import Conflict, NotFound, Refused
from workflow.drafting.models import Edition
from workflow.evidence.canonical import b64u, dumps, loads, sha256, unb64u
from workflow.evidence.envelope import challenge
from workflow.evidence.software_key import SoftwareKey
from workflow.evidence.statement import MEDIA
from workflow.parties.models import Passkey
from workflow.signing import actions
from workflow.signing.models import Signature, SigningEvent

pytestmark = pytest.mark.both_databases


@pytest.fixture
def world(session):
    return worlds.build(session)


@pytest.fixture
def event(session, world, now):
    return world.freeze(session, now)


def refused(session, world, event, now, credential, words, error=Refused):
    """The act is refused in these words, and nothing is signed."""
    with pytest.raises(error, match=words), session.begin_nested():
        world.hand_in(session, "chief", event.id, credential, now)
    assert session.exec(select(Signature)).all() == []
    assert session.get_one(Edition, world.edition).status == "signing"


def test_a_signature_over_another_text(session, world, event, now):
    """The key signed a statement that names another head: its challenge is not one of ours."""
    offered = world.offer(session, "chief", event.id, now)
    said = loads(offered["statement"].encode()) | {"head": b64u(bytes(32))}
    other = challenge(MEDIA["approval"], dumps(said))
    refused(
        session,
        world,
        event,
        now,
        worlds.answer(world.keys["chief"], offered["options"], statement_of=other),
        "already used",
    )


def test_a_signature_whose_browser_data_claims_our_challenge_but_was_made_over_other_bytes(
    session, world, event, now
):
    offered = world.offer(session, "chief", event.id, now)
    key = world.keys["chief"]
    made = key.sign(unb64u(offered["options"]["challenge"]), rp_id="localhost", origin=worlds.ORIGIN)
    forged = key.sign_bytes(made.authenticator_data + sha256(b"other"))
    credential = worlds.credential_json(key, made.authenticator_data, made.client_data, forged)
    refused(session, world, event, now, credential, "The signature does not hold")


@pytest.mark.parametrize("text", [
    tuple(words.replace("3:30", "4:30") for words in worlds.TEXT), worlds.TEXT[:3], (*worlds.TEXT, "# 4. Searches"),
], ids=["a word", "a clause less", "a clause more"])  # fmt: skip
def test_a_text_that_was_exchanged_behind_the_service(session, world, event, now, text):
    """Clauses are append-only in the database; whoever owns it could still point the event at another revision."""
    offered = world.offer(session, "chief", event.id, now)
    other = worlds.revise(session, session.get_one(Edition, world.edition), text, now)
    session.get_one(SigningEvent, event.id).revision_id = other.id
    session.flush()
    refused(
        session,
        world,
        event,
        now,
        worlds.answer(world.keys["chief"], offered["options"]),
        "text-changed",
        Conflict,
    )


def test_a_manifest_that_was_changed_behind_the_service(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    row = session.get_one(SigningEvent, event.id)
    row.manifest = row.manifest.replace(b'"waiting_hours":72', b'"waiting_hours":0')
    session.flush()
    refused(
        session,
        world,
        event,
        now,
        worlds.answer(world.keys["chief"], offered["options"]),
        "text-changed",
        Conflict,
    )


def test_a_signature_by_another_persons_key(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    credential = worlds.answer(world.keys["superintendent"], offered["options"])
    refused(session, world, event, now, credential, "not the one that signs this")


def test_a_signature_by_a_key_nobody_enrolled(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    refused(
        session, world, event, now, worlds.answer(SoftwareKey(), offered["options"]), "do not know this key"
    )


def test_a_signature_by_an_unknown_key_under_the_enrolled_keys_name(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    said = json.loads(worlds.answer(SoftwareKey(), offered["options"]))
    said["id"] = said["rawId"] = b64u(world.keys["chief"].credential_id)
    refused(session, world, event, now, json.dumps(said), "The signature does not hold")


def test_a_signature_by_the_persons_own_sign_in_passkey(session, world, event, now):
    key = SoftwareKey()
    session.add(
        Passkey(
            person_id=world.people["chief"],
            credential_id=key.credential_id,
            cose_key=key._cose(),
            created=now,
        )
    )
    session.flush()
    offered = world.offer(session, "chief", event.id, now)
    refused(
        session,
        world,
        event,
        now,
        worlds.answer(key, offered["options"]),
        "That passkey signs you in; it cannot sign",
    )


def test_a_registrars_key_does_not_sign_for_the_office(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    refused(
        session,
        world,
        event,
        now,
        worlds.answer(world.keys["a1"], offered["options"]),
        "not the one that signs this",
    )


def test_a_decline_handed_in_as_an_approval(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now, "decline", "Not like this.")
    credential = worlds.answer(world.keys["chief"], offered["options"])
    refused(session, world, event, now, credential, "meant for something else")


def test_an_approval_handed_in_as_a_decline(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    credential = worlds.answer(world.keys["chief"], offered["options"])
    with pytest.raises(Refused, match="meant for something else"), session.begin_nested():
        actions.decline(
            session,
            world.actor(session, "chief", now),
            event.id,
            slot="agency-1",
            credential=credential,
            at=now,
        )
    assert session.exec(select(Signature)).all() == []


def test_a_signature_handed_in_for_another_place(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    world.slots["chief"] = "agency-9"
    refused(
        session,
        world,
        event,
        now,
        worlds.answer(world.keys["chief"], offered["options"]),
        "no such",
        NotFound,
    )


def test_user_verification_is_missing(session, world, event, now):
    offered = world.offer(session, "chief", event.id, now)
    credential = worlds.answer(world.keys["chief"], offered["options"], flags=0x01)
    refused(session, world, event, now, credential, "The signature does not hold")


@pytest.mark.parametrize(
    "origin", ["https://localhost:8000", "http://localhost.evil.example", "http://localhost:8001", "null"]
)
def test_signed_on_a_page_of_another_origin(session, world, event, now, origin):
    offered = world.offer(session, "chief", event.id, now)
    credential = worlds.answer(world.keys["chief"], offered["options"], origin=origin)
    refused(session, world, event, now, credential, "The signature does not hold")


@pytest.mark.parametrize("credential", ["", "[]", "{}", '{"response": {}}', "{" * 2000])
def test_an_answer_that_is_no_answer(session, world, event, now, credential):
    world.offer(session, "chief", event.id, now)
    refused(session, world, event, now, credential, "answer of (a|your) passkey")
