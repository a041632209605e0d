"""A person's own account: passkeys, offices, signing keys."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.errors import Forbidden
from workflow.core.people import Actor
from workflow.parties import queries
from workflow.parties.keys.queries import KEY_OFFICES, MOST_KEYS, key_card
from workflow.parties.models import Appointment, Party, Passkey, SigningKey

KIND_WORDS = {
    "device-bound": "stays on its device",
    "synced": "synced between your devices",
    "software": "kept in software",
    "claimed": "",
}
"""What a key says of itself, in words. It is claimed, never proven."""


def passkeys_of(session: Session, person_id: str) -> list[Passkey]:
    """The passkeys that sign this person in, oldest first."""
    return list(
        session.exec(
            select(Passkey)
            .where(Passkey.person_id == person_id, col(Passkey.removed).is_(None))
            .order_by(col(Passkey.created))
        )
    )


def account_page(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """The person's own account. Raises Forbidden for guests, who have none."""
    if actor.guest_of or not actor.signed_in:
        raise Forbidden("This needs an account of your own.")
    person = queries.person(session, actor.person_id)
    rows = session.exec(
        select(Appointment, Party)
        .join(Party, col(Party.id) == col(Appointment.party_id))
        .where(Appointment.person_id == person.id)
        .order_by(col(Appointment.from_date).desc())
    ).all()
    keys = session.exec(
        select(SigningKey).where(SigningKey.person_id == person.id).order_by(col(SigningKey.created))
    ).all()
    parties = {party.id: party for _, party in rows}
    return {
        "name": person.name,
        "email": person.email,
        "timezone": queries.zone_of(session, person.id),
        "passkeys": [
            {
                "id": key.id, "label": key.label, "kind": KIND_WORDS.get(key.key_kind, ""), "created": key.created,
                "used": key.used,
            }
            for key in passkeys_of(session, person.id)
        ],
        "offices": [_office(one, party, keys, now) for one, party in rows],
        "signing_keys": [key_card(key, parties.get(key.party_id)) for key in keys],
    }  # fmt: skip


def _office(appointment: Appointment, party: Party, keys: Any, now: datetime) -> dict[str, Any]:
    current = queries.holds_on(appointment, queries.local_day(party.timezone, now))
    mine = [
        key
        for key in keys
        if key.appointment_id == appointment.id and key.state != "revoked" and not key.lost
    ]
    return {
        "appointment": appointment.id,
        "party_id": party.id,
        "party": party.legal_name,
        "office": appointment.office,
        "title": queries.title_of(appointment.office, appointment.capacity),
        "from": appointment.from_date,
        "until": appointment.until_date,
        "current": current,
        "keys": len(mine),
        "can_make_key": current
        and len(mine) < MOST_KEYS
        and appointment.office in KEY_OFFICES
        and (bool(party.public_id) or appointment.office == "registrar"),
    }
