"""Objecting to another party's record or to one of its keys; answering; withdrawing.

An objection is a word with a name under it, recorded and noticed to both sides; it takes nothing back that was signed. What it
holds up, and until when, is a rule of `core.enrolment`: while it is unanswered, and for one waiting time after its answer.
"""

from datetime import datetime

from sqlmodel import Session, select

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor, Office
from workflow.core.permissions import Case, require
from workflow.history import actions as history
from workflow.history.sayings import commit, new_salt
from workflow.parties import queries
from workflow.parties.keys.queries import signing_key
from workflow.parties.models import Party, SigningKey
from workflow.parties.objections.models import PartyObjection
from workflow.parties.words import Typed


def raise_objection(
    session: Session, actor: Actor, party_id: str, *, words: str, key: str = "", at: datetime
) -> PartyObjection:
    """Object to the party's whole record, or to one key of it. Raises Invalid, or Refused when one stands already."""
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:object", actor, Case(parties=frozenset({party.id})))
    if not party.public_id:
        raise Refused(f"{party.legal_name} has no public record yet, so there is nothing to object to.")
    held = _key_of(session, party, key) if key else None
    by = next(h.party_id for h in actor.holds if h.office is Office.REGISTRAR and h.party_id != party.id)
    _none_open(session, party, held, by)
    typed = Typed()
    said = typed.words("words", "What you object to, and why,", words, most=2000)
    typed.settle()
    row = PartyObjection(
        party_id=party.id, key_id=held.id if held else None, by_party_id=by, person_id=actor.person_id,
        person_name=actor.name, words=said, salt=new_salt(), at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, EventKind.OBJECTION_RAISED, actor, row, at, **commit(objection=[row]))
    return row


def _key_of(session: Session, party: Party, key_id: str) -> SigningKey:
    key = signing_key(session, key_id)
    if key.party_id != party.id:
        raise NotFound("signing key")
    if key.state == "revoked":
        raise Refused("This key is already revoked: it signs nothing any more.")
    return key


def _none_open(session: Session, party: Party, key: SigningKey | None, by: str) -> None:
    """A party has one open objection to a thing; a new one after the answer is a new one, and is answered anew."""
    rows = session.exec(
        select(PartyObjection).where(PartyObjection.party_id == party.id, PartyObjection.by_party_id == by)
    )
    same = [row for row in rows if row.key_id == (key.id if key else None)]
    if any(row.answered is None and row.withdrawn is None for row in same):
        raise Refused(
            "Your party has objected to this already.", "Wait for the answer, or withdraw it first."
        )


def _locked(session: Session, objection_id: str) -> PartyObjection:
    row = session.get(PartyObjection, objection_id)
    if row is None:
        raise NotFound("objection")
    history.lock(session, party_id=row.party_id)
    session.refresh(row)
    return row


def answer(session: Session, actor: Actor, objection_id: str, *, words: str, at: datetime) -> PartyObjection:
    """The party's answer. One waiting time later the objection holds nothing up any more."""
    row = _locked(session, objection_id)
    require("party:objection:answer", actor, Case(parties=frozenset({row.party_id})))
    if row.withdrawn or row.answered:
        raise Refused(
            "This objection was withdrawn." if row.withdrawn else "This objection was answered already."
        )
    typed = Typed()
    row.answer = typed.words("words", "The answer", words, most=2000)
    typed.settle()
    row.answered, row.answered_by, row.answer_salt = at, actor.name, new_salt()
    session.add(row)
    _record(session, EventKind.OBJECTION_ANSWERED, actor, row, at, **commit(objection_answer=[row]))
    return row


def withdraw(session: Session, actor: Actor, objection_id: str, *, at: datetime) -> PartyObjection:
    """The party that objected takes it back; it stays to be read."""
    row = _locked(session, objection_id)
    require("party:objection:withdraw", actor, Case(parties=frozenset({row.by_party_id})))
    if row.withdrawn:
        raise Refused("This objection was withdrawn already.")
    row.withdrawn = at
    session.add(row)
    _record(session, EventKind.OBJECTION_WITHDRAWN, actor, row, at)
    return row


def _record(
    session: Session, kind: EventKind, actor: Actor, row: PartyObjection, at: datetime, **said: object
) -> None:
    """In the stream of the party it is held against; its subject is the key's holder, who is told like everybody else."""
    key = session.get(SigningKey, row.key_id) if row.key_id else None
    history.record(
        session, kind, actor=actor, at=at, party_id=row.party_id, subject_id=key.person_id if key else "",
        detail={"objection": row.id, **said},
    )  # fmt: skip
