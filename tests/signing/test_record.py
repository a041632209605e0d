"""The public chain of a frozen text."""

from sqlmodel import select

from workflow.core.events import EDITION_CHAIN, EventKind
from workflow.core.people import SERVICE
from workflow.evidence import canonical, leaf
from workflow.history.models import Event
from workflow.signing import actions, matter, record


def test_a_leaf_names_the_head_and_the_place_and_keeps_the_cause_private(session, world, now):
    event = world.freeze(session, now)
    case = matter.of_event(session, SERVICE, event.id)
    row = record.public(session, EventKind.EDITION_VOIDED, SERVICE, case, now, because="expired")
    said = canonical.loads(row.leaf[len(leaf.LEAF) + 4 :])
    assert (said["event"], said["head"], said["slot"], said["subject"]) == ("voided", event.head, "", "")
    assert row.detail == {"because": "expired"}
    assert b"expired" not in row.leaf


def test_the_chain_has_no_gap_through_a_reopening(session, world, now):
    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    actions.reopen(session, world.actor(session, "counsel", now), world.edition, reason="Again.", at=now)
    world.freeze(session, now)
    rows = session.exec(select(Event).where(Event.edition_id == world.edition).order_by(Event.id)).all()
    public = [row for row in rows if row.kind in EDITION_CHAIN]
    assert [row.chain_seq for row in public] == list(range(len(public)))
    assert [row.kind for row in public][-2:] == [EventKind.EDITION_VOIDED, EventKind.EDITION_FROZEN]
