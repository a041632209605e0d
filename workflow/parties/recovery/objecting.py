"""Objecting to a recovery while it waits: by a registrar of a party that accepted this one, or by the person with a key of his
own. The objection is a link of the party's chain, so that everybody sees it who checks without us (ADR 0025)."""

from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.core.permissions import Case, require
from workflow.core.recovery import Stage
from workflow.evidence import recovery as statements
from workflow.evidence.canonical import loads
from workflow.history import actions as history
from workflow.parties import ceremony, chain, queries
from workflow.parties.keys.queries import Bench, signing_key
from workflow.parties.models import SigningKey
from workflow.parties.recovery.models import KeyRecovery
from workflow.parties.recovery.queries import objecting, recovery_row, stage_of
from workflow.parties.sheet import Sheet, sheet
from workflow.parties.words import Typed


def _objectable(
    session: Session, actor: Actor, recovery_id: str, at: datetime
) -> tuple[KeyRecovery, SigningKey, Bench]:
    row = recovery_row(session, recovery_id)
    history.lock(session, party_id=row.party_id)
    session.refresh(row)
    key = signing_key(session, row.key_id)
    session.refresh(key)
    require("key:recovery:object", actor, Case(parties=frozenset({row.party_id}), subject=key.person_id))
    if stage_of(row, at) is not Stage.WAITING or key.state != "claimed":
        raise Refused(
            "This recovery is not waiting.", "If the key counts already, object to the key on its page."
        )
    for bench in objecting(session, actor, key):
        return row, key, bench
    raise Refused(
        "You have no key with which you could sign an objection.",
        "A registrar of a party that accepted this one objects with the registrar's key; the person with any key that is left.",
    )


def offer_objection(session: Session, actor: Actor, recovery_id: str, *, reason: str, at: datetime) -> Sheet:
    """The objection: I object to this recovery of a key."""
    row, key, bench = _objectable(session, actor, recovery_id, at)
    typed = Typed()
    words = typed.words("reason", "What you object to, and why,", reason, most=2000)
    typed.settle()
    members = ceremony.common(session, **bench._asdict(), at=at)
    said = statements.objection(members, recovery=row.leaf, reason=words)
    shown = [("Person", queries.person(session, key.person_id).name), ("New key", key.label)]
    action = f"/recoveries/{row.id}/objection/signature"
    return sheet(
        session, actor, "recovery-objection", row.id, said, [bench.key], at, action, shown=shown, zone=bench.party.timezone
    )  # fmt: skip


def object_to(
    session: Session,
    actor: Actor,
    recovery_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> KeyRecovery:
    """The signed objection enters the chain of the party concerned. This recovery never counts; two people may begin anew."""
    row, key, _ = _objectable(session, actor, recovery_id, at)
    signed = ceremony.accept(
        session, actor, f"recovery-objection:{row.id}", credential, at, no_software_keys=no_software_keys
    )
    party = queries.party(session, row.party_id)
    row.objection_leaf = chain.append(
        session,
        party,
        EventKind.RECOVERY_OBJECTED,
        signed.envelope,
        actor=actor,
        subject_id=key.person_id,
        at=at,
    )
    row.stopped, row.stopped_by, row.stopped_words = at, actor.name, loads(signed.statement)["reason"]
    session.add(row)
    return row
