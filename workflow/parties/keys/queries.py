"""Signing keys as pages and other rooms see them."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound, Refused
from workflow.core.people import SIGNING_OFFICES, Actor, Office
from workflow.parties import queries
from workflow.parties.models import Appointment, Party, Person, SigningKey

KEY_OFFICES = SIGNING_OFFICES | {Office.REGISTRAR, Office.CLERK}
"""Offices that sign something: agreements, the party's own chain, or a body's vote."""

STATE_WORDS = {
    "created": "made, not yet claimed",
    "claimed": "claimed, waits for a registrar",
    "vouched": "vouched for",
    "revoked": "revoked",
}


class Bench(NamedTuple):
    """With what somebody signs for a party: the office, and the key enrolled for it."""

    party: Party
    person: Person
    appointment: Appointment
    key: SigningKey


def signing_key(session: Session, key_id: str) -> SigningKey:
    """A key by the id of its row. Raises NotFound."""
    found = session.get(SigningKey, key_id)
    if found is None:
        raise NotFound("signing key")
    return found


def registrar_bench(session: Session, actor: Actor, party: Party) -> Bench:
    """The actor's own registrar key at this party. Raises Refused when he has none that counts."""
    for bench in benches(session, actor, party, Office.REGISTRAR):
        return bench
    raise Refused(
        f"You have no registrar's key at {party.legal_name} that counts yet.",
        "Make one on your account page; another registrar of the party vouches for it.",
    )


def benches(session: Session, actor: Actor, party: Party, office: Office | None = None) -> list[Bench]:
    """Every vouched key with which the actor can sign for this party today."""
    held = {
        hold.appointment_id
        for hold in actor.holds
        if hold.party_id == party.id and office in (None, hold.office)
    }
    rows = session.exec(
        select(SigningKey, Appointment, Person)
        .join(Appointment, col(Appointment.id) == col(SigningKey.appointment_id))
        .join(Person, col(Person.id) == col(SigningKey.person_id))
        .where(
            SigningKey.person_id == actor.person_id,
            SigningKey.state == "vouched",
            col(SigningKey.appointment_id).in_(held),
        )
        .order_by(col(SigningKey.vouched))
    )
    return [Bench(party, person, appointment, key) for key, appointment, person in rows]


def ready_at(key: SigningKey, waiting_hours: int) -> datetime | None:
    """From when a vouched key may sign an agreement (docs/format.md, section 6); None while nobody has vouched."""
    return key.vouched + timedelta(hours=waiting_hours) if key.vouched and key.state == "vouched" else None


def key_card(key: SigningKey, party: Party | None, now: datetime) -> dict[str, Any]:
    """A signing key in public terms: never its credential id."""
    return {
        "id": key.id,
        "label": key.label,
        "party_id": key.party_id,
        "party": party.legal_name if party else "",
        "founded": bool(party and party.public_id),
        "office": key.office,
        "title": queries.title_of(key.office),
        "key": key.key_id,
        "algorithm": key.algorithm,
        "kind": key.key_kind,
        "state": key.state,
        "words": STATE_WORDS[key.state],
        "registrar": key.registrar,
        "made": key.created,
        "vouched": key.vouched,
        "revoked": key.revoked,
    }


def key_page(session: Session, actor: Actor, key_id: str, now: datetime) -> dict[str, Any]:
    """One key, its holder, and what the actor can do about it. Anyone with an account may see: keys are public."""
    key = signing_key(session, key_id)
    if not actor.signed_in or actor.guest_of:
        raise NotFound("signing key")
    party, holder = queries.party(session, key.party_id), queries.person(session, key.person_id)
    mine = key.person_id == actor.person_id
    registrar = any(h.party_id == party.id and h.office is Office.REGISTRAR for h in actor.holds)
    return {
        "key": key_card(key, party, now),
        "holder": holder.name,
        "mine": mine,
        "can_claim": mine and key.state == "created" and bool(party.public_id),
        "waits_for_founding": key.state == "created" and not party.public_id,
        "can_vouch": registrar and not mine and key.state == "claimed",
        "can_revoke": (key.state == "vouched" and mine)
        or (key.state in ("claimed", "vouched") and registrar),
    }
