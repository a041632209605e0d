"""Whether somebody could sign: the passkeys that sign him in, and his signing keys with what each of them counts for."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.adapters.templates import moment
from workflow.core import enrolment
from workflow.core.enrolment import Why
from workflow.core.people import Actor
from workflow.parties.keys.queries import KEY_OFFICES, key_card
from workflow.parties.models import Party, SigningKey
from workflow.parties.objections import queries as objections
from workflow.parties.signin.queries import KIND_WORDS, passkeys_of

COUNTS: Mapping[Why, str] = {
    Why.READY: "Counts since {first}.",
    Why.WAITING: "Counts from {first}: it waits until then.",
    Why.OBJECTED: "Does not count: another party objects to it or to your party’s record. A registrar of your party answers.",
    Why.UNVOUCHED: "Does not count yet: its page says what is to be done.",
    Why.LOST: "Counts for nothing: you reported it lost.",
    Why.REVOKED: "Counts for nothing: it was revoked.",
}
PAST = "Counts for nothing: you do not hold this office today."


class Found(NamedTuple):
    """What the device's answer showed: the passkey's name, and whether it may be carried from device to device."""

    label: str
    synced: bool


def page(
    session: Session, actor: Actor, waiting_hours: int, now: datetime, found: Found | None = None
) -> dict[str, Any]:
    """The page that answers "can I sign?": what the device showed, and the reader's own signing keys. Three statements."""
    rows = session.exec(
        select(SigningKey, Party)
        .join(Party, col(Party.id) == col(SigningKey.party_id))
        .where(SigningKey.person_id == actor.person_id)
        .order_by(col(SigningKey.created))
    ).all()
    held = objections.against(session, {party.id for _, party in rows}) if rows else []
    return {
        "passkeys": len(passkeys_of(session, actor.person_id)),
        "found": found._asdict() if found else None,
        "signing_keys": [
            _key(actor, key, party, enrolment.standing(seen, waiting_hours, now))
            for key, party in rows
            for seen in objections.seen([key], [one for one in held if one.party_id == party.id])
        ],
        "has_office": any(hold.office in KEY_OFFICES for hold in actor.holds),
        "waiting_hours": waiting_hours,
    }


def _key(actor: Actor, key: SigningKey, party: Party, standing: enrolment.Standing) -> dict[str, Any]:
    card, kind = key_card(key, party), KIND_WORDS.get(key.key_kind, "")
    first = moment(standing.first, party.timezone)
    holds = any(hold.appointment_id == key.appointment_id for hold in actor.holds)
    gone = standing.why in (Why.LOST, Why.REVOKED)
    return {
        **{name: card[name] for name in ("id", "label", "state", "words")},
        "kind": kind[:1].upper() + kind[1:],
        "can_sign": holds and standing.why is Why.READY,
        "on_its_way": holds and not gone,
        "counts": COUNTS[standing.why].format(first=first) if holds or gone else PAST,
    }
