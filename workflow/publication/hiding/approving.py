"""Approving with one's own key: the statement is offered, signed, held against our rows, logged, and takes effect.

A withheld part is gone from the public at once: until the new copy is made, the addresses say that it is being made.
"""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import Conflict, Refused
from workflow.core.events import EventKind
from workflow.core.hiding import APPROVING, IN_WORDS, STATEMENT_OF, Kind, part_in_words
from workflow.core.people import Actor
from workflow.drafting.hidden.models import Proposal
from workflow.evidence import hiding as statements
from workflow.evidence import statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.fields import read_moment
from workflow.evidence.hiding import About, Hidden, Order
from workflow.parties import ceremony
from workflow.parties.models import Appointment, Person, SigningKey
from workflow.parties.queries import Holder, holders
from workflow.parties.sheet import Sheet, sheet
from workflow.publication.hiding.actions import decide, second, settle, stand, waiting, write_hidden
from workflow.publication.models import Tombstone
from workflow.signing import keys, queries, record
from workflow.signing.matter import Matter
from workflow.signing.offers import CHANGED

EVENTS = {
    Kind.HIDE: EventKind.EDITION_REDACTED,
    Kind.RELEASE: EventKind.EDITION_RELEASED,
    Kind.WITHHOLD: EventKind.EDITION_WITHHELD,
}
IN_BETWEEN = "A part of this text has to be withheld. The public copy without it is being made and will be here within minutes."


def offer(session: Session, actor: Actor, edition_id: str, proposal_id: str, *, at: datetime) -> Sheet:
    """The statement for the approver's key. Raises Refused for the proposer, and for somebody without a key that counts."""
    case, _ = stand(session, actor, edition_id)
    row = _signed_kind(waiting(session, edition_id, proposal_id))
    second(actor, case, row)
    holder, key = _bench(session, actor, case, at)
    act = STATEMENT_OF[Kind(row.kind)]
    said = _write(case, row, _common(session, case, holder, key, at), key)
    action = f"/editions/{edition_id}/public-copy/proposals/{row.id}/approval/signature"
    shown = [
        ("Agreement", f"{case.edition.title}, edition {case.edition.number}"),
        ("What", IN_WORDS[Kind(row.kind)]),
        ("Which parts", ", ".join(part_in_words(name) for name in row.parts)),
        ("Proposed by", f"{row.person_name}, {case.ground.name(row.party_id)}"),
        *([("Legal basis", row.basis)] if row.kind == Kind.HIDE else []),
        *([("To be looked at again by", f"{row.review:%Y-%m-%d}")] if row.review else []),
        *([("The order", f"{row.authority}, {row.reference}, {row.ordered}")] if row.authority else []),
    ]
    return sheet(session, actor, act, row.id, said, [key], at, action, shown=shown, zone=case.mou.timezone)


def approve(
    session: Session, actor: Actor, edition_id: str, proposal_id: str, *, credential: str, at: datetime, no_software_keys: bool = False
) -> Proposal:  # fmt: skip
    """Record the approval as signed; what is hidden changes with it, and the public copy follows."""
    case, copy = stand(session, actor, edition_id)
    row = _signed_kind(waiting(session, edition_id, proposal_id))
    second(actor, case, row)
    holder, _ = _bench(session, actor, case, at)
    act = STATEMENT_OF[Kind(row.kind)]
    signed = ceremony.accept(
        session, actor, f"{act}:{row.id}", credential, at, no_software_keys=no_software_keys
    )
    said = statement.read(act, signed.statement)
    issued = replace(
        _common(session, case, holder, signed.key, at), nonce=unb64u(said["nonce"], 32),
        issued=read_moment(said["issued"]), expires=read_moment(said["expires"]),
    )  # fmt: skip
    if signed.statement != _write(case, row, issued, signed.key):
        raise Conflict(CHANGED)
    row.envelope = signed.envelope
    decide(row, "approved", actor, at)
    row.event_id = record.public(
        session, EVENTS[Kind(row.kind)], actor, case, at, subject=envelope_hash(signed.envelope)
    ).id
    session.flush()
    write_hidden(session, edition_id, row, copy.parts)
    if row.kind == Kind.WITHHOLD:
        session.merge(Tombstone(edition_id=edition_id, words=IN_BETWEEN, at=at))
    settle(session, case, copy, at, decided=True)
    return row


def _signed_kind(row: Proposal) -> Proposal:
    if Kind(row.kind) not in STATEMENT_OF:
        raise Refused("This needs no key.", "Confirm it on the page.")
    return row


def _bench(session: Session, actor: Actor, case: Matter, at: datetime) -> tuple[Holder, SigningKey]:
    """The office in which the actor can approve, and his newest key for it that counts here. Raises Refused with why not."""
    hours = queries.manifest_of(case)["waiting_hours"]
    mine = [
        one for one in holders(session, sorted(case.ground.running), at, offices=APPROVING)
        if one.person_id == actor.person_id
    ]  # fmt: skip
    no = Refused("You hold no office that approves what is hidden.")
    for holder in mine:
        try:
            return holder, keys.ready(session, case, holder, hours, at)[0]
        except Refused as why:
            no = why
    raise no


def _common(
    session: Session, case: Matter, holder: Holder, key: SigningKey, at: datetime
) -> statement.Common:
    return ceremony.common(
        session, party=case.party(holder.party_id), person=session.get_one(Person, holder.person_id),
        appointment=session.get_one(Appointment, key.appointment_id or holder.appointment_id), key=key, at=at,
    )  # fmt: skip


def _write(case: Matter, row: Proposal, common: statement.Common, key: SigningKey) -> bytes:
    """The statement that our rows give for this proposal, in this person's mouth."""
    about = About(
        case.mou.id,
        case.edition.number,
        case.frozen.head,
        key.enrolment or "",
        row.person_id,
        row.person_name,
    )
    match Kind(row.kind):
        case Kind.HIDE:
            assert row.review is not None
            hidden = [Hidden(name, row.basis, row.review) for name in row.parts]
            return statements.redaction(common, about, hidden=hidden, contact=row.contact)
        case Kind.RELEASE:
            return statements.release(common, about, parts=row.parts, reason=row.basis)
    assert row.review is not None and row.ordered is not None
    order = Order(row.authority, row.reference, row.ordered)
    return statements.withholding(
        common, about, parts=row.parts, order=order, reason=row.basis, review=row.review, contact=row.contact
    )
