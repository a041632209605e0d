"""With which of a person's keys a place can be signed now, and if with none, why not (rules: `core.enrolment`).

Objections count only where they were raised by a party of this very agreement: nobody else's business holds it up.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.adapters.templates import moment
from workflow.core import enrolment
from workflow.core.enrolment import Standing, Why
from workflow.core.errors import Refused
from workflow.parties.models import SigningKey
from workflow.parties.objections import queries as objections
from workflow.parties.queries import Holder
from workflow.signing import queries
from workflow.signing.matter import Matter


def keys_of(session: Session, appointment_id: str) -> list[SigningKey]:
    """The keys made for one appointment, newest first."""
    return list(
        session.exec(
            select(SigningKey)
            .where(SigningKey.appointment_id == appointment_id)
            .order_by(col(SigningKey.created).desc())
        )
    )


def standings(
    session: Session, case: Matter, keys: Sequence[SigningKey], hours: int, at: datetime
) -> list[Standing]:
    """Where each of these keys stands for this agreement."""
    among = frozenset(party.id for party in case.ground.parties)
    held = objections.against(session, {key.party_id for key in keys}, among) if keys else []
    return [enrolment.standing(one, hours, at) for one in objections.seen(keys, held)]


def best(session: Session, case: Matter, appointment_id: str, hours: int, at: datetime) -> Standing:
    """Where the furthest key of an appointment stands for this agreement."""
    keys = keys_of(session, appointment_id)
    among = frozenset(party.id for party in case.ground.parties)
    held = objections.against(session, {key.party_id for key in keys}, among) if keys else []
    return enrolment.best(objections.seen(keys, held), hours, at)


def waiting_for(session: Session, case: Matter, holder: Holder, at: datetime) -> str:
    """What this holder has to wait for before he can do his part, to be said behind it; empty where it is not a matter of waiting."""
    hours = queries.manifest_of(case)["waiting_hours"]
    stands = best(session, case, holder.appointment_id, hours, at)
    words = _WAITS.get((stands.why, stands.first is not None), "")
    return words.format(first=moment(stands.first, case.party(holder.party_id).timezone))


_WAITS = {
    (Why.OBJECTED, False): ", once a registrar of your party has answered the objection to your signing key or to your party's record",
    (Why.OBJECTED, True): ", from {first} on: the objection is answered, and its waiting time ends then",
    (Why.WAITING, True): ", from {first} on: your signing key counts from then",
    (Why.UNVOUCHED, False): ", once your signing key counts",
}  # fmt: skip


def ready(session: Session, case: Matter, holder: Holder, hours: int, at: datetime) -> list[SigningKey]:
    """The keys with which this holder can sign now, newest first. Raises Refused, with the reason, when there is none."""
    keys = keys_of(session, holder.appointment_id)
    found = standings(session, case, keys, hours, at)
    able = [key for key, one in zip(keys, found, strict=True) if one.why is Why.READY]
    if not able:
        why = max((one.why for one in found), key=list(Why).index, default=Why.MISSING)
        reason, remedy = _WHY_NOT[why]
        begins = min((one.first for one in found if one.why is why and one.first), default=None)
        zone = next(party.timezone for party in case.ground.parties if party.id == holder.party_id)
        first = moment(begins, zone) if begins else ""
        raise Refused(reason.format(office=holder.title, first=first), remedy)
    return able


_ANEW = "Make a new one and have a registrar vouch for it."
_WHY_NOT: Mapping[Why, tuple[str, str]] = {
    Why.MISSING: (
        "You have no signing key as {office}.", "Make one on your account page and have a registrar vouch for it."
    ),
    Why.REVOKED: ("Your signing key was revoked.", _ANEW),
    Why.LOST: ("You reported your signing key lost.", _ANEW),
    Why.UNVOUCHED: ("Nobody has vouched for your signing key yet.", "A registrar of your party does that."),
    Why.OBJECTED: (
        "Another party of this agreement objects to your signing key or to your party's record.",
        "A registrar of your party answers the objection; one waiting time later the key counts.",
    ),
    Why.WAITING: (
        "Your signing key was vouched for only lately: it can sign from {first}.",
        "The waiting time lets others notice a key that is not yours.",
    ),
}  # fmt: skip
