"""Two people attest a sheet: the slot is filled with the second, and the whole verifies for a stranger."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.paper.kit import OTHER, SLOT, attest, file, frozen, hand_in, offer, papered
from tests.signing.test_actions import edition_of, packed, turns
from workflow.core.errors import Conflict
from workflow.core.events import EventKind
from workflow.evidence import statement, verify
from workflow.evidence.canonical import unb64u
from workflow.history.models import Event
from workflow.history.sequencer import sequence
from workflow.signing.models import Signature
from workflow.signing.paper import queries
from workflow.signing.paper.models import Attestation


def test_the_first_fills_nothing_and_the_second_fills_the_slot(session, world, now):
    event = frozen(session, world, now)
    file(session, world, event.id, now)
    first = attest(session, world, "a1", event.id, now)
    assert session.exec(select(Signature)).all() == []
    assert EventKind.EDITION_ATTESTED not in {row.kind for row in session.exec(select(Event))}
    second = attest(session, world, "d1", event.id, now)
    row = session.exec(select(Signature)).one()
    assert (row.slot, row.person_id, row.key_kind, row.key_id, row.decision) == (
        SLOT, world.people["chief"], "paper", "", "approval",
    )  # fmt: skip
    assert (first.number, second.number, row.envelope) == (1, 2, second.envelope)
    assert edition_of(session, world).status == "signing"
    assert session.get_one(Event, row.event_id).kind == EventKind.EDITION_ATTESTED


def test_the_edition_is_executed_by_key_after_paper_and_a_stranger_verifies_it(session, world, now):
    event = papered(session, world, now)
    world.sign(session, "superintendent", event.id, now + timedelta(minutes=5))
    assert edition_of(session, world).status == "executed"
    verdict = _verdict(session, world, event, now)
    assert (verdict.verdict, verdict.missing) == ("verified", ())
    assert [(one.name, one.key_kind) for one in verdict.signatories] == [
        ("Chief Example", "paper"), ("Superintendent Example", "software"),
    ]  # fmt: skip
    assert "Chief Example, Chief of Police (by hand on paper on" in verdict.sentence()
    assert "attested by A1 Example, Registrar and by D1 Example, Registrar" in verdict.sentence()


def test_the_last_signature_may_be_on_paper_and_both_may_be(session, world, now):
    event = papered(session, world, now, "agency", "district")
    file(session, world, event.id, now, by="d2", slot=OTHER)
    attest(session, world, "d2", event.id, now, OTHER)
    attest(session, world, "a2", event.id, now, OTHER)
    assert (edition_of(session, world).status, turns(session, world)) == ("executed", {})
    assert [one.key_kind for one in _verdict(session, world, event, now).signatories] == ["paper", "paper"]


def _verdict(session, world, event, now):
    key = Ed25519PrivateKey.generate()
    checkpoint = sequence(session, key=key, at=now + timedelta(minutes=6))
    firsts = queries.firsts(session, event.id)
    return verify.verify(*packed(session, world, event, checkpoint, key, paper=firsts))


def test_the_statement_names_sheet_scan_text_and_the_one_beside(session, world, now):
    event = frozen(session, world, now)
    scan = file(session, world, event.id, now)
    attest(session, world, "a1", event.id, now)
    asked = offer(session, world, "d1", event.id, now)
    said = json.loads(asked["statement"])
    first = session.exec(select(Attestation)).one()
    assert (said["head"], said["slot"], said["sheet"]["scan"]) == (event.head, SLOT, scan.digest)
    assert (said["sheet"]["name"], said["sheet"]["office"]) == ("Chief Example", "chief")
    assert (
        said["beside"]
        and statement.read("paper-signature", unb64u(first.envelope["statement"]))["beside"] == ""
    )
    assert asked["intent"].startswith("I hold the sheet that was signed by hand")
    words = dict(asked["words"])
    assert words["Signed by hand by"] == "Chief Example, Chief of Police, for Springfield Police Department"
    assert len(words["Fingerprint on the sheet"].split()) == 12


def test_the_turn_goes_from_the_signatory_to_the_one_and_to_the_other(session, world, now):
    event = frozen(session, world, now)
    assert "chief" in turns(session, world)
    file(session, world, event.id, now)
    assert {"a1", "a2"} <= set(turns(session, world)) and "chief" not in turns(session, world)
    attest(session, world, "a1", event.id, now)
    assert {"d1", "d2"} <= set(turns(session, world)) and "a1" not in turns(session, world)
    assert turns(session, world)["d1"].reason == "Attest the sheet that Chief Example signed by hand"
    attest(session, world, "d1", event.id, now)
    assert set(turns(session, world)) == {"superintendent"}


def test_what_changed_between_offer_and_answer_is_not_attested(session, world, now):
    event = frozen(session, world, now)
    scan = file(session, world, event.id, now)
    asked = offer(session, world, "a1", event.id, now)
    scan.signed -= timedelta(days=1)
    session.flush()
    with pytest.raises(Conflict, match="nothing was signed"):
        hand_in(session, world, "a1", event.id, worlds.answer(world.keys["a1"], asked["options"]), now)
