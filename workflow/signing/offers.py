"""Who may sign for which place now, and the statement that his key is asked to sign.

The rules, asked when a statement is offered and again, under the lock, when it comes back signed:

1. The signing event is open, its time has not run out, and the edition is where this act belongs.
2. The person holds one of the place's offices today, for the party of that place.
3. Nobody has decided for this place yet, this person has not decided for another one, and where an order is set everybody
   ahead has signed; to decline nobody waits.
4. The person has a signing key for that office and party that counts here today: see keys.py.
5. The statement that was signed is, byte for byte, the one our rows give: only its nonce and times are taken from it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from workflow.core.errors import Conflict, NotFound, Refused
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.core.threshold import Slot
from workflow.evidence import canonical, statement
from workflow.evidence.fields import read_moment
from workflow.parties import ceremony
from workflow.parties.models import Appointment, Party, Person, SigningKey
from workflow.parties.queries import Holder, holders
from workflow.signing import keys, queries
from workflow.signing.corrections import queries as corrections
from workflow.signing.matter import Matter
from workflow.signing.models import Signature
from workflow.signing.order import queue
from workflow.signing.wording import insist_printable
from workflow.signing.words import reason_of

ACTS = {
    "approval": "edition:sign",
    "decline": "edition:decline",
    "adoption": "edition:adopt",
    "correction": "edition:correction:answer",
}
STATES = {
    "approval": Status.SIGNING,
    "decline": Status.SIGNING,
    "adoption": Status.ADOPTION,
    "correction": Status.ADOPTION,
}
ADDRESSES = {
    "approval": "signatures",
    "decline": "declines",
    "adoption": "adoptions",
    "correction": "answers",
}
CHANGED = "Something changed between what you were shown and your signature, so nothing was signed. Open the page once more."
_AGAIN = "Open the page once more: it shows how things stand."


@dataclass(frozen=True)
class Seat:
    """A person in the office that may act for a place, the keys to do it with, and the one that is used."""

    place: str
    party: Party
    holder: Holder
    able: tuple[SigningKey, ...]
    key: SigningKey

    def using(self, key_id: str) -> "Seat":
        """The same seat with another of its keys; the newest when none is named. Raises Conflict."""
        found = [key for key in self.able if key_id in ("", key.id)]
        if not found:
            raise Conflict(CHANGED)
        return replace(self, key=found[0])


@dataclass(frozen=True)
class Asked:
    """A statement about to be offered."""

    decision: str
    place: str
    seat: Seat
    bytes: bytes


def purpose(case: Matter, decision: str, place: str) -> str:
    """What binds an answer to this act, this frozen text and this place."""
    return f"{decision}:{case.frozen.id}:{place}"


def is_open(case: Matter, decision: str, at: datetime) -> None:
    """Rule 1. Raises Refused."""
    if case.frozen.state != "open":
        raise Refused(
            f"This text is {queries.STATE_WORDS[case.frozen.state]}, so nothing can be signed on it.", _AGAIN
        )
    if at > case.frozen.expires:
        raise Refused(
            "The time for signing this text has run out.", "Those who run the agreement can freeze it again."
        )
    if case.edition.status != STATES[decision]:
        raise Refused(
            f"This edition is {IN_WORDS[Status(case.edition.status)]}, so this is not possible now.", _AGAIN
        )


def seat(session: Session, actor: Actor, case: Matter, decision: str, place: str, at: datetime) -> Seat:
    """Rules 1 to 4 for one place. Raises NotFound for a place there is not, Forbidden, Refused."""
    if decision not in ACTS:
        raise NotFound("such decision")
    wanted = _place(session, case, decision, place)
    require(ACTS[decision], actor, case.seat_case(wanted.party_id, wanted.offices))
    is_open(case, decision, at)
    party = case.party(wanted.party_id)
    holder = _holder(session, actor, wanted, at)
    if decision in ("approval", "decline"):
        _undecided(session, actor, case, place)
    if decision == "approval":
        queue.insist(session, case, wanted, at)
    hours = queries.manifest_of(case)["waiting_hours"]
    able = keys.ready(session, case, holder, hours, at)
    return Seat(place, party, holder, tuple(able), able[0])


def places(session: Session, case: Matter, decision: str) -> list[Slot]:
    """Where this is decided: at the bodies, at the places of a correction, or at the slots."""
    if decision == "correction":
        return corrections.waiting(session, case)
    return queries.bodies_of(case) if decision == "adoption" else queries.slots_of(case)


def _place(session: Session, case: Matter, decision: str, place: str) -> Slot:
    for one in places(session, case, decision):
        if one.id == place:
            return one
    raise NotFound("place to sign")


def _holder(session: Session, actor: Actor, slot: Slot, at: datetime) -> Holder:
    """Rule 2, from the appointments as they stand in this transaction, not as they stood at sign-in."""
    for holder in holders(session, [slot.party_id], at, offices=slot.offices):
        if holder.person_id == actor.person_id:
            return holder
    raise Refused(
        "You do not hold the office that signs here today.",
        "An administrator of the party records appointments.",
    )


def _undecided(session: Session, actor: Actor, case: Matter, place: str) -> None:
    """Rule 3."""
    for row in session.exec(select(Signature).where(Signature.signing_event_id == case.frozen.id)):
        if row.slot == place:
            done = "signed" if row.decision == "approval" else "declined"
            raise Refused(
                f"{row.person_name} has already {done} here. A signature stands once it is made.", _AGAIN
            )
        if row.person_id == actor.person_id:
            raise Refused(
                "You have already decided for another party of this agreement: one person fills one place."
            )


def build(
    session: Session, actor: Actor, case: Matter, decision: str, place: str, reason: str, at: datetime, key: str = ""
) -> Asked:  # fmt: skip
    """The statement for this person and place, from our rows; for the named one of the person's keys."""
    here = seat(session, actor, case, decision, place, at).using(key)
    if decision == "decline":
        reason = reason_of(reason, "Please say why you decline: the reason is part of what you sign.")
    else:
        insist_printable(here.holder.name)
    return Asked(decision, place, here, _write(case, here, decision, common(session, here, at), reason))


def put(session: Session, actor: Actor, case: Matter, asked: Asked, at: datetime) -> dict[str, Any]:
    """Store the challenge. What the browser gets; its key's answer goes to `action` as `credential`."""
    media = statement.MEDIA[asked.decision]
    bound = purpose(case, asked.decision, asked.place)
    options = ceremony.offer(session, actor, bound, media, asked.bytes, [asked.seat.key], at)
    return {
        "act": asked.decision,
        "type": media,
        "statement": asked.bytes.decode(),
        "ceremony": "get",
        "options": options,
        "action": f"/signing-events/{case.frozen.id}/{ADDRESSES[asked.decision]}/{asked.place}",
    }


def same(
    session: Session, case: Matter, here: Seat, decision: str, signed: ceremony.Signed, at: datetime
) -> dict[str, Any]:  # fmt: skip
    """Rule 5: the members of what was signed, if our rows say the same now. Raises Conflict."""
    said = statement.read(decision, signed.statement)
    here = here.using(signed.key.id)
    now = _write(case, here, decision, as_issued(session, here, said, at), said.get("reason", ""))
    if signed.statement != now:
        raise Conflict(CHANGED)
    return said


def common(session: Session, here: Seat, at: datetime) -> statement.Common:
    """The members that every statement shares, from our rows."""
    return ceremony.common(
        session, party=here.party, person=session.get_one(Person, here.holder.person_id),
        appointment=session.get_one(Appointment, here.holder.appointment_id), key=here.key, at=at,
    )  # fmt: skip


def as_issued(session: Session, here: Seat, said: dict[str, Any], at: datetime) -> statement.Common:
    """The same, with the nonce and the times of a statement that was offered before."""
    return replace(
        common(session, here, at),
        nonce=canonical.unb64u(said["nonce"], 32),
        issued=read_moment(said["issued"]),
        expires=read_moment(said["expires"]),
    )


def _write(case: Matter, here: Seat, decision: str, common: statement.Common, reason: str) -> bytes:
    named = {
        "mou": case.mou.id, "edition": case.edition.number, "head": case.frozen.head, "slot": here.place,
        "enrolment": here.key.enrolment,
    }  # fmt: skip
    if decision == "decline":
        return statement.decline(common, **named, reason=reason)
    return statement.approval(common, **named)
