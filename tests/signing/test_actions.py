"""The acts that bind: freeze, sign, decline, reopen, withdraw, expire."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import select

from tests.signing import world as worlds
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import MOVES, Move, Status
from workflow.core.people import NOBODY, SERVICE
from workflow.drafting.models import Edition
from workflow.evidence import merkle, package, tlog, verify
from workflow.evidence import policy as policies
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.leaf import leaf_id
from workflow.history import queries as history
from workflow.history.models import Event
from workflow.history.queries import leaf_of
from workflow.history.sequencer import sequence
from workflow.parties.models import Party, PartyLink
from workflow.publication.proving import Prover
from workflow.review.models import Turns
from workflow.signing import actions, frozen, queries
from workflow.signing.models import Reopening, Signature, SigningEvent, Withdrawal

pytestmark = pytest.mark.both_databases


def edition_of(session, world):
    return session.get_one(Edition, world.edition)


def turns(session, world):
    """Whose turn it is, by the short names of the world."""
    names = {person: name for name, person in world.people.items()}
    rows = session.exec(select(Turns).where(Turns.edition_id == world.edition))
    return {names[row.person_id]: row for row in rows}


def kinds(session, world):
    rows = session.exec(select(Event).where(Event.edition_id == world.edition).order_by(Event.id))
    return [row.kind.removeprefix("edition:") for row in rows]


def test_a_complete_edition_is_frozen_signed_by_both_and_executed(session, world, now):
    event = world.freeze(session, now)
    edition = edition_of(session, world)
    assert (edition.status, sorted(turns(session, world))) == ("signing", ["chief", "superintendent"])
    world.sign(session, "chief", event.id, now)
    assert (edition.status, sorted(turns(session, world))) == ("signing", ["superintendent"])
    world.sign(session, "superintendent", event.id, now)
    assert (edition.status, event.state, turns(session, world)) == ("executed", "executed", {})
    assert edition.executed == event.closed == now
    assert kinds(session, world) == ["frozen", "served", "signed", "served", "signed", "executed"]


def test_what_was_signed_verifies_as_a_package_under_its_policy(session, world, now):
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    world.sign(session, "superintendent", event.id, now + timedelta(minutes=5))
    key = Ed25519PrivateKey.generate()
    checkpoint = sequence(session, key=key, at=now + timedelta(minutes=6))
    parcel, policy = packed(session, world, event, checkpoint, key)
    verdict = verify.verify(parcel, policy)
    assert (verdict.verdict, verdict.missing, verdict.head) == ("verified", (), event.head)
    assert [one.name for one in verdict.signatories] == ["Chief Example", "Superintendent Example"]


def packed(session, world, event, checkpoint, key, **more):
    """The package of the rows, and the policy of this deployment."""
    kept, prove = frozen.read(session, event), Prover(session, checkpoint.size)
    clauses, attachments = kept.opened
    said = {row.event_id: row.envelope for row in queries.signatures_of(session, event.id)}
    said |= {row.event_id: row.envelope for row in queries.adoptions_of(session, event.id)}
    links = [
        link
        for link in history.chain(session, edition_id=world.edition)
        if leaf_of(link[0])["head"] == event.head
    ]
    vkey = tlog.vkey("countersign.example/log", key)
    parcel = package.build(
        manifest=kept.manifest, clauses=clauses, attachments=attachments, edition_chain=list(prove.entries(links, said)),
        parties=[list(prove.entries(*_chain(session, party["id"]))) for party in kept.manifest["parties"]],
        log_key=vkey, checkpoint=checkpoint.note, **more,
    )  # fmt: skip
    return parcel, policies.build(
        deployment="d0" * 10, log_keys=[vkey], parties=[party["id"] for party in kept.manifest["parties"]],
        relying_parties=[{"from": "", "until": "", "origins": [worlds.ORIGIN], "rp_id": "localhost"}],
    )  # fmt: skip


def _chain(session, public_id):
    party = session.exec(select(Party).where(Party.public_id == public_id)).one()
    links = session.exec(select(PartyLink).where(PartyLink.party_id == party.id))
    return history.chain(session, party_id=party.id), {link.event_id: link.content for link in links}


def test_a_freeze_names_everything_that_is_missing_at_once(session, world, now):
    edition = edition_of(session, world)
    text = (
        "# 1. Parties\n\nThe Springfield Police Department and [name of the district].",
        "# 2. Costs\n\nAs in Exhibit A.",
    )
    worlds.revise(session, edition, text, now)
    edition.effective_rule = "fixed"
    with pytest.raises(Invalid) as no:
        world.freeze(session, now)
    assert {issue.code for issue in no.value.issues} == {
        "review.open", "text.placeholder", "text.party", "text.exhibit", "term.rule",
    }  # fmt: skip
    assert all(issue.link.startswith("/") for issue in no.value.issues)
    assert (edition.status, session.exec(select(SigningEvent)).all()) == ("in_review", [])


def test_a_freeze_needs_founding_statements_that_others_accepted(session, now):
    world = worlds.build(session)
    edition = edition_of(session, world)
    worlds.party(session, world, "school", "Lincoln Charter School", ("s1", "s2"), worlds.BEGUN)
    session.add(worlds.MouParty(mou_id=world.mou, party_id=world.parties["school"], position=9))
    worlds.revise(session, edition, (*worlds.TEXT, "# 4. Also\n\nLincoln Charter School joins."), now)
    worlds.approve(session, world, now)
    with pytest.raises(Invalid, match="Lincoln Charter School has no accepted founding statement"):
        world.freeze(session, now)


@pytest.mark.parametrize(("name", "error"), [("chief", None), ("a1", Forbidden), ("nobody", NotFound)])
def test_only_those_who_run_it_freeze(session, world, now, name, error):
    actor = NOBODY if name == "nobody" else world.actor(session, name, now)
    with pytest.raises(error) if error else nullcontext():
        actions.freeze(session, actor, world.edition, waiting_hours=0, signing_days=9, at=now)
    assert (edition_of(session, world).status == "signing") is (error is None)


def test_a_decline_hands_the_turn_to_those_who_run_it_and_stops_the_signing(session, world, now):
    event = world.freeze(session, now)
    world.decline(session, "chief", event.id, now)
    assert edition_of(session, world).status == "signing"
    assert set(turns(session, world)) & {"chief", "superintendent"} == set()
    assert turns(session, world)
    world.sign(session, "superintendent", event.id, now)
    assert edition_of(session, world).status == "signing"
    row = session.exec(select(Signature).where(Signature.decision == "decline")).one()
    assert row.reason == "Section 2 is not ours."
    with pytest.raises(Refused, match="already declined"):
        world.offer(session, "chief", event.id, now)


def test_a_reopening_keeps_what_was_signed_and_begins_a_new_head(session, world, now):
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    row = actions.reopen(
        session, world.actor(session, "supervisor", now), world.edition, reason="A wrong date.", at=now
    )
    assert (row.reason, row.party_id) == ("A wrong date.", world.parties["agency"])
    assert (edition_of(session, world).status, event.state, event.reason) == (
        "in_review",
        "voided",
        "A wrong date.",
    )
    assert turns(session, world)
    later = now + timedelta(hours=1)
    again = world.freeze(session, later)
    assert again.head != event.head
    assert len(session.exec(select(Signature)).all()) == 1
    world.sign(session, "chief", again.id, later)
    world.sign(session, "superintendent", again.id, later)
    assert len(session.exec(queries.signatures_of_edition(world.edition)).all()) == 2


@pytest.mark.parametrize("act", [actions.reopen, actions.withdraw])
def test_a_reason_is_required(session, world, now, act):
    world.freeze(session, now)
    with pytest.raises(Invalid) as no, session.begin_nested():
        act(session, world.actor(session, "counsel", now), world.edition, reason="  ", at=now)
    assert [issue.field for issue in no.value.issues] == ["reason"]
    assert edition_of(session, world).status == "signing"


def test_a_withdrawal_ends_an_open_signing_too(session, world, now):
    event = world.freeze(session, now)
    actions.withdraw(
        session, world.actor(session, "counsel", now), world.edition, reason="No officer next year.", at=now
    )
    assert (edition_of(session, world).status, event.state, turns(session, world)) == (
        "withdrawn",
        "voided",
        {},
    )
    assert kinds(session, world)[-2:] == ["voided", "withdrawn"]
    assert session.exec(select(Withdrawal)).one().reason == "No officer next year."


def test_an_event_expires_once_and_only_after_its_time(session, world, now):
    event = world.freeze(session, now, days=30)
    assert actions.expire(session, event.id, event.expires) is False
    assert queries.expired(session, event.expires) == []
    late = event.expires + timedelta(seconds=1)
    assert queries.expired(session, late) == [event.id]
    assert actions.expire(session, event.id, late) is True
    assert actions.expire(session, event.id, late) is False
    assert (edition_of(session, world).status, event.state) == ("in_review", "expired")
    assert world.freeze(session, late).state == "open"


ACTS = {
    Move.FREEZE: lambda session, world, at: world.freeze(session, at),
    Move.REOPEN: lambda session, world, at: actions.reopen(
        session, world.actor(session, "counsel", at), world.edition, reason="Because.", at=at
    ),
    Move.WITHDRAW: lambda session, world, at: actions.withdraw(
        session, world.actor(session, "counsel", at), world.edition, reason="Because.", at=at
    ),
}


@pytest.mark.parametrize("move", ACTS)
def test_every_status_allows_what_the_table_of_moves_allows(session, world, now, move):
    """All statuses in one world: each try is undone, and what is refused leaves the status as it was."""
    for status in Status:
        with (
            pytest.raises(Undone) if status in MOVES[move][0] else pytest.raises(Refused),
            session.begin_nested(),
        ):
            edition = edition_of(session, world)
            if status in (Status.FROZEN, Status.ADOPTION, Status.SIGNING) and move is not Move.FREEZE:
                world.freeze(session, now)
            edition.status = status.value
            session.flush()
            ACTS[move](session, world, now)
            raise Undone
        session.expire_all()


class Undone(Exception):
    """The act was possible; its savepoint is rolled back."""


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.SIGNING])
def test_nothing_is_signed_in_any_other_status(session, world, now, status):
    event = world.freeze(session, now)
    edition_of(session, world).status = status.value
    session.flush()
    with pytest.raises(Refused):
        world.offer(session, "chief", event.id, now)


def test_the_service_is_told_of_each_signature_by_its_envelope(session, world, now):
    event = world.freeze(session, now)
    row = world.sign(session, "chief", event.id, now)
    said = leaf_of(session.get_one(Event, row.event_id))
    assert (said["event"], said["slot"], said["subject"]) == (
        "signed",
        "agency-1",
        envelope_hash(row.envelope),
    )
    assert leaf_id(said) == history.leaf_id(session.get_one(Event, row.event_id))
    assert merkle.leaf_hash(session.get_one(Event, row.event_id).leaf)
    assert session.exec(select(Reopening)).all() == []
    assert EventKind.EDITION_EXECUTED not in {r.kind for r in session.exec(select(Event))}
    assert SERVICE.service
