"""Every act that a key signs has a receipt: pending until a checkpoint covers it, and then a proof of itself."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.signing.corrections import amending
from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.evidence import leaf, merkle, receipt, statement, tlog
from workflow.evidence.canonical import unb64u
from workflow.evidence.cosignature import check, cosign, read_line
from workflow.evidence.fingerprint import fingerprint
from workflow.history import actions as history
from workflow.history import witnessing
from workflow.history.queries import newest_checkpoint
from workflow.history.sequencer import sequence
from workflow.signing import page, receipts

pytestmark = pytest.mark.both_databases
KEY, WITNESS = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()


def proves(session, actor, event, place, act, origin):
    """Whoever has the file and the log's key sees what was signed, by whom, and that it is in the log."""
    index, proof, note, extra = tlog.open_tlog_proof(receipts.file(session, actor, event.id, place))
    said = receipt.read(extra)
    opened = tlog.open_checkpoint(note, [tlog.vkey(origin, KEY)])
    hashed = merkle.leaf_hash(leaf.leaf_data(said["leaf"]))
    assert merkle.verify_inclusion(index, opened.size, hashed, proof, opened.root)
    assert said["leaf"]["head"] == event.head and said["fingerprint"] == fingerprint(unb64u(event.head))
    return statement.read(act, unb64u(said["envelope"]["statement"]))


def test_a_signature_and_a_decline_each_have_one(session, world, now):
    event = world.freeze(session, now)
    chief, super_ = (world.actor(session, name, now) for name in ("chief", "superintendent"))
    signed, declined = (
        world.sign(session, "chief", event.id, now),
        world.decline(session, "superintendent", event.id, now),
    )
    cards = receipts.cards(session, event.id)
    assert cards[signed.event_id]["words"] == "Signed. Recorded. Receipt pending."
    assert cards[declined.event_id]["words"] == "Declined. Recorded. Receipt pending."
    with pytest.raises(Refused, match="pending"):
        receipts.file(session, chief, event.id, signed.slot)
    sequence(session, key=KEY, at=now)
    origin = "countersign.example/log"
    assert proves(session, chief, event, signed.slot, "approval", origin)["name"] == signed.person_name
    assert proves(session, super_, event, declined.slot, "decline", origin)["reason"] == declined.reason
    shown = {one["slot"]: one for one in page.event_page(session, super_, event.id, now)["signatories"]}
    assert shown[declined.slot]["receipt"]["words"].startswith(
        "Declined. Recorded. In the log (checkpoint size "
    )
    assert shown[declined.slot]["receipt"]["link"] == f"/signing-events/{event.id}/receipts/{declined.slot}"


def test_a_vote_and_an_answer_for_a_correction_each_have_one(session, now):
    world = amending.build(session)
    adopted = amending.adopted(session, world, now)
    event = amending.propose(session, world, adopted, now)
    answer = amending.answer(session, world, "counsel", event, now)
    sequence(session, key=KEY, at=now)
    actor, origin = world.actor(session, "chief", now), "countersign.example/log"
    assert proves(session, actor, adopted, "body-1", "adoption", origin)["body"] == "body-1"
    assert proves(session, actor, event, answer.id, "correction", origin)["name"] == answer.person_name
    body = page.event_page(session, actor, adopted.id, now)["bodies"][0]
    assert body["receipt"]["words"].startswith("Adopted. Recorded. In the log")
    told = page.event_page(session, actor, event.id, now)["correction"]["answers"]
    links = [one["receipt"]["link"] for one in told if one["receipt"]]
    assert (
        links
        == [receipts.link_of(session, answer.event_id)]
        == [f"/signing-events/{event.id}/receipts/{answer.id}"]
    )


def test_who_signed_something_under_a_text(session, now):
    world = amending.build(session)
    adopted = amending.adopted(session, world, now)
    assert len(receipts.signers(session, adopted.id)) == 1
    event = amending.propose(session, world, adopted, now)
    assert receipts.signers(session, event.id) == set()
    amending.answer(session, world, "counsel", event, now)
    assert receipts.signers(session, event.id) == {world.people["counsel"]}


def test_an_open_page_is_told_when_a_receipt_arrives_and_when_somebody_else_signs(session, world, now):
    event = world.freeze(session, now)
    chief = world.actor(session, "chief", now)
    marks = [receipts.version(session, chief, event.id)]
    world.sign(session, "chief", event.id, now)
    assert receipts.pending(receipts.cards(session, event.id))
    marks.append(receipts.version(session, chief, event.id))
    sequence(session, key=KEY, at=now)
    assert not receipts.pending(receipts.cards(session, event.id))
    marks.append(receipts.version(session, chief, event.id))
    assert (len(set(marks)), receipts.version(session, chief, event.id)) == (3, marks[-1])


def test_there_is_no_receipt_for_a_place_nobody_filled_and_none_of_another_event(session, world, now):
    event = world.freeze(session, now)
    with pytest.raises(NotFound):
        receipts.file(session, world.actor(session, "chief", now), event.id, "district-2")
    assert receipts.act_of(session, None) is None and receipts.link_of(session, 10**8) == ""


def test_where_witnesses_are_asked_a_receipt_waits_for_one_and_holds_by_the_policy_that_is_shipped(
    session, world, now
):
    """A reader of C2SP receipts has /log/tlog-policy alone: the log's key, and any one of the witnesses."""
    event = world.freeze(session, now)
    signed = world.sign(session, "chief", event.id, now)
    sequence(session, key=KEY, at=now)
    chief, asked = (
        world.actor(session, "chief", now),
        [tlog.vkey("library.example", WITNESS, tlog.COSIGNATURE)],
    )
    (card,) = receipts.cards(session, event.id, asked).values()
    assert (card["words"], card["link"]) == (
        "Signed. Recorded. Receipt pending: since Tuesday 12 May 2026, 17:00 UTC it waits for the witness library.example to sign the log.", "",
    )  # fmt: skip
    (card,) = receipts.cards(session, event.id, [*asked, "town.example+1+x"], "America/Los_Angeles").values()
    assert (
        "since Tuesday 12 May 2026, 10:00 Pacific it waits for one of the witnesses library.example, town.example to"
        in card["words"]
    )
    with pytest.raises(Refused, match="10:00 Pacific it waits for the witness") as no:
        receipts.file(session, chief, event.id, signed.slot, asked)
    assert (
        "within" not in no.value.remedy
        and "as soon as the witness library.example has signed" in no.value.remedy
    )
    newest = newest_checkpoint(session)
    cosigned = cosign(newest.note, "library.example", WITNESS, int(now.timestamp()))
    witnessing.keep(session, newest.size, cosigned, at=now)
    history.record(session, EventKind.SESSION_BEGUN, actor=chief, at=now)
    sequence(session, key=KEY, at=now)  # no witness has signed this one yet
    (card,) = receipts.cards(session, event.id, asked).values()
    assert card["link"] and card["size"] == newest.size and "signed by a witness" in card["words"]
    index, proof, note, extra = tlog.open_tlog_proof(
        receipts.file(session, chief, event.id, signed.slot, asked)
    )
    opened = tlog.open_checkpoint(tlog.own_lines(note), [tlog.vkey("countersign.example/log", KEY)])
    hashed = merkle.leaf_hash(leaf.leaf_data(receipt.read(extra)["leaf"]))
    assert merkle.verify_inclusion(index, opened.size, hashed, proof, opened.root)
    check(note, read_line(note.splitlines()[-1], asked[0]))
