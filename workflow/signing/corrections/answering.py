"""Answering for a correction with one's own key: those to whom a body gave the authority, and counsel of who signs.

Nobody is asked whether the words of the limit are kept but they: their statement says so. With the last answer every body
whose vote is carried over counts as having adopted, and if no other is missing, signing opens in the same transaction.
"""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.errors import Conflict, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence import correction, statement
from workflow.evidence.envelope import envelope_hash
from workflow.parties import ceremony
from workflow.signing import frozen, matter, offers, opening, record
from workflow.signing.corrections import queries
from workflow.signing.corrections.models import Answer, Correction
from workflow.signing.matter import Matter

DECISION = "correction"


def offer(
    session: Session, actor: Actor, event_id: str, *, place: str, at: datetime, key: str = ""
) -> dict[str, Any]:
    """The statement for this person's key: `{type, statement, options, action}`."""
    case = matter.of_event(session, actor, event_id, lock=True)
    seat, row = _seat(session, actor, case, place, at)
    seat = seat.using(key)
    said = _write(session, case, seat, row, offers.common(session, seat, at))
    return offers.put(session, actor, case, offers.Asked(DECISION, place, seat, said), at)


def answer(
    session: Session, actor: Actor, event_id: str, *, place: str, credential: str, at: datetime, no_software_keys: bool = False
) -> Answer:  # fmt: skip
    """Record the answer as signed. With the last one signing opens."""
    case = matter.of_event(session, actor, event_id, lock=True)
    seat, row = _seat(session, actor, case, place, at)
    frozen.recompute(frozen.read(session, case.frozen))
    purpose = offers.purpose(case, DECISION, place)
    signed = ceremony.accept(session, actor, purpose, credential, at, no_software_keys=no_software_keys)
    said = statement.read(DECISION, signed.statement)
    seat = seat.using(signed.key.id)
    if signed.statement != _write(session, case, seat, row, offers.as_issued(session, seat, said, at)):
        raise Conflict(offers.CHANGED)
    event = record.public(
        session, EventKind.EDITION_CORRECTED, actor, case, at, subject=envelope_hash(signed.envelope)
    )
    given = Answer(
        signing_event_id=case.frozen.id, person_id=actor.person_id, person_name=said["name"], office=said["office"],
        capacity=said["capacity"], party_id=seat.party.id, key_id=signed.key.key_id, key_kind=signed.key.key_kind,
        envelope=signed.envelope, event_id=event.id, at=event.at,
    )  # fmt: skip
    session.add(given)
    session.flush()
    opening.when_adopted(session, case, at)
    return given


def _seat(
    session: Session, actor: Actor, case: Matter, place: str, at: datetime
) -> tuple[offers.Seat, Correction]:
    seat = offers.seat(session, actor, case, DECISION, place, at)
    row = queries.of_event(session, case.frozen.id)
    assert row is not None, "a place to answer in is one of a correction"
    for one in queries.answers(session, case.frozen.id):
        if one.person_id == actor.person_id:
            raise Refused("You have answered for this correction already: one person answers once.")
    return seat, row


def _write(
    session: Session, case: Matter, seat: offers.Seat, row: Correction, common: statement.Common
) -> bytes:
    adopted = queries.adopted_text(session, row)
    return correction.correction(
        common, mou=case.mou.id, edition=case.edition.number, head=case.frozen.head, enrolment=seat.key.enrolment,
        adopted=adopted.event.head, kind=row.kind, reason=row.reason,
        changed=queries.differences(adopted, frozen.read(session, case.frozen)),
    )  # fmt: skip
