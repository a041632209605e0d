"""Receipts, and what counts."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.core.errors import NotFound, Refused
from workflow.core.people import SERVICE
from workflow.evidence import merkle, tlog
from workflow.history.models import Event
from workflow.history.sequencer import sequence
from workflow.signing import matter, queries

pytestmark = pytest.mark.both_databases


def test_a_receipt_is_pending_until_a_checkpoint_covers_it_and_then_proves_it(session, world, now):
    event = world.freeze(session, now)
    row = world.sign(session, "chief", event.id, now)
    chief = world.actor(session, "chief", now)
    assert queries.receipts(session, [row.event_id])[row.event_id].state == "pending"
    with pytest.raises(Refused, match="pending"):
        queries.receipt(session, chief, event.id, "agency-1")
    key = Ed25519PrivateKey.generate()
    checkpoint = sequence(session, key=key, at=now)
    index, proof, note = tlog.open_tlog_proof(queries.receipt(session, chief, event.id, "agency-1"))
    opened = tlog.open_checkpoint(note, [tlog.vkey("countersign.example/log", key)])
    leaf = merkle.leaf_hash(session.get_one(Event, row.event_id).leaf)
    assert merkle.verify_inclusion(index, opened.size, leaf, proof, opened.root)
    assert queries.receipts(session, [row.event_id])[row.event_id].words == (
        f"Signed. Recorded. In the log (checkpoint size {checkpoint.size})."
    )


def test_there_is_no_receipt_for_a_place_nobody_filled(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(NotFound):
        queries.receipt(session, world.actor(session, "chief", now), event.id, "district-2")


def test_serving_is_recorded_once_a_signatory(session, world, now):
    event = world.freeze(session, now)
    case = matter.of_event(session, SERVICE, event.id)
    chief = world.actor(session, "chief", now)
    assert not queries.was_served(session, case, chief, "agency-1")
    for _ in range(3):
        world.offer(session, "chief", event.id, now)
    assert queries.was_served(session, case, chief, "agency-1")
    assert not queries.was_served(session, case, world.actor(session, "superintendent", now), "district-2")


def test_places_are_read_from_the_parties_first_and_from_the_manifest_then(session, world, now):
    before = queries.planned(session, matter.of_edition(session, SERVICE, world.edition))
    event = world.freeze(session, now)
    assert queries.planned(session, matter.of_event(session, SERVICE, event.id)) == before
    assert queries.state_of(session, event.id) == "open"
