"""Freeze, sign, decline, reopen, withdraw: the acts that bind.

Each act locks the agreement's stream first, looks at everything again, and writes all it writes in one transaction. If we
crash before the commit nothing of it happened; after it, text, signature and event stand together. Two people who
sign at the same moment are served one after the other, so exactly one of them is the last, and executes the edition.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core import lifecycle, readiness
from workflow.core.events import EventKind
from workflow.core.lifecycle import Move
from workflow.core.people import SERVICE, Actor
from workflow.core.permissions import require
from workflow.evidence.envelope import envelope_hash
from workflow.history import actions as history
from workflow.parties import ceremony
from workflow.signing import facts, freezing, frozen, matter, offers, queries, record, turns
from workflow.signing.matter import Matter
from workflow.signing.models import Reopening, Signature, SigningEvent, Withdrawal
from workflow.signing.words import reason_of


def freeze(
    session: Session, actor: Actor, edition_id: str, *, waiting_hours: int, signing_days: int, at: datetime
) -> SigningEvent:
    """Fix the text and its terms under one hash, and open it for adoption or signing. Raises Invalid with every Issue."""
    case = matter.of_edition(session, actor, edition_id, lock=True)
    require("edition:freeze", actor, case.ground.desk())
    lifecycle.after(Move.FREEZE, case.ground.status)
    readiness.insist(facts.freeze_issues(session, case, waiting_hours, at))
    text = frozen.text_of(session, case.edition.revision_id or "")
    event = freezing.fix(
        session, actor, case, text, waiting_hours=waiting_hours, signing_days=signing_days, at=at
    )
    turns.for_event(session, case, at)
    return event


def offer(
    session: Session,
    actor: Actor,
    event_id: str,
    *,
    decision: str,
    place: str,
    reason: str = "",
    key: str = "",
    at: datetime,
) -> dict[str, Any]:
    """What the signatory's key is asked to sign, built from our rows: `{type, statement, options}`.

    The first offer records that the frozen text was served to this signatory.
    """
    case = matter.of_event(session, actor, event_id, lock=True)
    asked = offers.build(session, actor, case, decision, place, reason, at, key)
    if not queries.was_served(
        session, case, actor, place
    ):  # one public event a signatory, however often the page asks
        record.public(session, EventKind.EDITION_SERVED, actor, case, at, slot=place)
    return offers.put(session, actor, case, asked, at)


def sign(
    session: Session,
    actor: Actor,
    event_id: str,
    *,
    slot: str,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> Signature:
    """Approve the frozen text with the office holder's own key. The last required signature executes the edition."""
    case = matter.of_event(session, actor, event_id, lock=True)
    signature = _decide(session, actor, case, "approval", slot, credential, at, no_software_keys)
    settle(session, actor, case, signature.at)
    return signature


def decline(
    session: Session,
    actor: Actor,
    event_id: str,
    *,
    slot: str,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> Signature:
    """Decline for the reason in the signed statement. Those who run the agreement then reopen or withdraw it."""
    case = matter.of_event(session, actor, event_id, lock=True)
    signature = _decide(session, actor, case, "decline", slot, credential, at, no_software_keys)
    turns.for_event(session, case, at)
    return signature


def _decide(
    session: Session, actor: Actor, case: Matter, decision: str, slot: str, credential: str, at: datetime, no_software_keys: bool
) -> Signature:  # fmt: skip
    """Verify what was signed against the statement as our rows would write it now, and keep it exactly as signed."""
    seat = offers.seat(session, actor, case, decision, slot, at)
    frozen.recompute(frozen.read(session, case.frozen))
    purpose = offers.purpose(case, decision, slot)
    signed = ceremony.accept(session, actor, purpose, credential, at, no_software_keys=no_software_keys)
    said = offers.same(session, case, seat, decision, signed, at)
    signature = Signature(
        signing_event_id=case.frozen.id, slot=slot, decision=decision, person_id=actor.person_id, person_name=said["name"],
        office=said["office"], capacity=said["capacity"], party_id=seat.party.id, key_id=signed.key.key_id,
        key_kind=signed.key.key_kind, envelope=signed.envelope, reason=said.get("reason", ""), at=at,
    )  # fmt: skip
    kind = EventKind.EDITION_SIGNED if decision == "approval" else EventKind.EDITION_DECLINED
    event = record.public(session, kind, actor, case, at, slot=slot, subject=envelope_hash(signed.envelope))
    signature.event_id, signature.at = event.id, event.at
    session.add(signature)
    session.flush()
    return signature


def settle(session: Session, actor: Actor, case: Matter, at: datetime) -> None:
    """After a signature, by key or on paper: the last required one executes the edition, after any other others have the turn."""
    if queries.signing_status(session, case).complete:
        _execute(session, actor, case, at)
    else:
        turns.for_event(session, case, at)


def _execute(session: Session, actor: Actor, case: Matter, at: datetime) -> None:
    """Everyone required has signed: in the same transaction the edition is executed, and nothing leads back."""
    case.move(Move.EXECUTE, at)
    event = record.public(session, EventKind.EDITION_EXECUTED, actor, case, at)
    case.frozen.state, case.frozen.closed = "executed", event.at
    case.edition.executed = event.at
    turns.clear(session, case, at)


def reopen(session: Session, actor: Actor, edition_id: str, *, reason: str, at: datetime) -> Reopening:
    """Back to review, with a reason everyone sees. What was signed stays bound to the head it names and counts no more."""
    case = matter.of_edition(session, actor, edition_id, lock=True)
    require("edition:reopen", actor, case.ground.desk())
    said = reason_of(reason, "Please say why the text is reopened: everybody concerned will read it.")
    case.move(Move.REOPEN, at)
    freezing.close(session, actor, case, "reopened", said, at)
    row = Reopening(
        signing_event_id=case.frozen.id, person_id=actor.person_id, person_name=actor.name,
        party_id=acting_for(actor, case), reason=said, at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    turns.for_review(session, case, at)
    return row


def withdraw(session: Session, actor: Actor, edition_id: str, *, reason: str, at: datetime) -> Withdrawal:
    """End an edition before it is executed, with a reason. An open signing ends with it."""
    case = matter.of_edition(session, actor, edition_id, lock=True)
    require("edition:withdraw", actor, case.ground.desk())
    said = reason_of(reason, "Please say why the edition is withdrawn: everybody concerned will read it.")
    case.move(Move.WITHDRAW, at)
    freezing.close(session, actor, case, "withdrawn", said, at)
    row = Withdrawal(
        edition_id=case.edition.id, person_id=actor.person_id, person_name=actor.name,
        party_id=acting_for(actor, case), reason=said, at=at,
    )  # fmt: skip
    session.add(row)
    history.record(
        session, EventKind.EDITION_WITHDRAWN, actor=actor, at=at, mou_id=case.mou.id, edition_id=case.edition.id,
        subject_id=row.id,
    )  # fmt: skip
    session.flush()
    turns.clear(session, case, at)
    return row


def expire(session: Session, event_id: str, at: datetime) -> bool:
    """The window has passed without every signature: the edition is in review again, to be frozen anew or changed.

    For the sweep; asks again under the lock, so a sweep that is late or runs twice does no harm.
    """
    case = matter.of_event(session, SERVICE, event_id, lock=True)
    if case.frozen.state != "open" or at <= case.frozen.expires:
        return False
    case.move(Move.REOPEN, at)
    freezing.close(
        session, SERVICE, case, "expired", "The time for signing ended before everyone had signed.", at
    )
    turns.for_review(session, case, at)
    return True


def acting_for(actor: Actor, case: Matter) -> str:
    """The party for which somebody reopens or withdraws: the first of his parties that takes part."""
    return next(party.id for party in case.parties if party.id in actor.party_ids)
