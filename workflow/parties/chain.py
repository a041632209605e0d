"""Adding a link to a party's public chain: the statement as it was signed, and the event that places it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.statement import ACT_OF
from workflow.history import actions as history
from workflow.history import queries as record
from workflow.parties.models import Party, PartyLink


def append(
    session: Session,
    party: Party,
    kind: EventKind,
    envelope: dict[str, Any],
    *,
    actor: Actor,
    subject_id: str,
    at: datetime,
) -> str:
    """Write one link; returns its leaf hash, by which later statements name it. The party's stream is locked already."""
    named = envelope_hash(envelope)
    event = history.record(
        session, kind, actor=actor, at=at, party_id=party.id, subject_id=subject_id,
        chain=history.PartyFact(party=party.public_id or "", type=envelope["type"], envelope=named),
    )  # fmt: skip
    session.add(
        PartyLink(
            party_id=party.id, seq=event.chain_seq or 0, kind=ACT_OF[envelope["type"]], content=envelope, hash=named,
            event_id=event.id, at=event.at,
        )
    )  # fmt: skip
    session.flush()
    return record.leaf_id(event)
