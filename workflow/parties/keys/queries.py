"""Signing keys as pages and other rooms see them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.core.enrolment import Key, Objection
from workflow.core.errors import NotFound, Refused
from workflow.core.people import Actor, Office
from workflow.core.recovery import HELPING, Had, needed
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.parties import queries
from workflow.parties.models import Appointment, Party, Person, SigningKey

KEY_OFFICES = HELPING | {Office.COUNSEL}
"""Offices that sign something: agreements, the party's own chain, a body's vote, or that they answer for a correction."""

MOST_KEYS = 2
"""Usable keys for one office: one to use, and one on another device to fall back on."""

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
    """Every key, vouched for and not lost, with which the actor can sign for this party today."""
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
            col(SigningKey.lost).is_(None),
            col(SigningKey.appointment_id).in_(held),
        )
        .order_by(col(SigningKey.vouched))
    )
    return [Bench(party, person, appointment, key) for key, appointment, person in rows]


def after_making(session: Session, appointment_id: str) -> str:
    """What comes after the key is made. Before its party is founded a registrar's key is neither claimed nor vouched for."""
    held = session.get(Appointment, appointment_id)
    home = queries.party(session, held.party_id) if held else None
    if home and not home.public_id:
        return (
            f"Both registrars of {home.legal_name} sign its founding statement; with it both keys come into force. "
            "Nobody has to vouch for them."
        )
    return "You sign your claim to it with the key itself; then a registrar of your party vouches for it."


def as_seen(key: SigningKey, objections: Iterable[Objection] = ()) -> Key:
    """A key as the rules of `core.enrolment` look at it."""
    return Key(key.state, key.vouched, key.lost, tuple(objections))


def ready_at(key: SigningKey, waiting_hours: int) -> datetime | None:
    """From when a vouched key may sign an agreement (docs/format.md, section 6); None while nobody has vouched."""
    return key.vouched + timedelta(hours=waiting_hours) if key.vouched and key.state == "vouched" else None


def others_of(session: Session, key: SigningKey) -> list[SigningKey]:
    """The other keys that this person made for this office at this party, in any state."""
    return list(
        session.exec(
            select(SigningKey).where(
                SigningKey.person_id == key.person_id, SigningKey.party_id == key.party_id,
                SigningKey.office == key.office, SigningKey.id != key.id,
            )
        )
    )  # fmt: skip


def bereft(session: Session, key: SigningKey) -> bool:
    """Whether its holder had keys for this office and none is left, so that this one takes two people. A key of a term that
    ended was not lost: it is gone only where its holder reported it, or the chain revoked it."""
    return needed(
        Had(
            one.state in ("vouched", "revoked") and bool(one.enrolment),
            bool(one.lost or one.compromised_since),
        )
        for one in others_of(session, key)
    )


def whose_word(attested: str) -> str:
    """By whose word a key is of its kind. `attested`: the form of its maker's statement, empty where there was none."""
    return f"as its maker attests: {attested}" if attested else "by its own account"


def fingerprint_of(key: SigningKey) -> str:
    """Twelve words of the public key's own name: read aloud, they tell whether two people look at the same key."""
    return fingerprint(unb64u(key.key_id))


def words_of(key: SigningKey) -> str:
    """Where a key stands, in words: a lost one is named so until it is revoked."""
    if key.state == "claimed" and key.enrolment and not key.lost:
        return "recovered, does not count yet"
    return "reported lost" if key.lost and key.state != "revoked" else STATE_WORDS[key.state]


def key_card(key: SigningKey, party: Party | None, capacity: str = "holder") -> dict[str, Any]:
    """A signing key in public terms: never its credential id."""
    return {
        "id": key.id,
        "label": key.label,
        "party_id": key.party_id,
        "party": party.legal_name if party else "",
        "timezone": party.timezone if party else "UTC",
        "founded": bool(party and party.public_id),
        "office": key.office,
        "title": queries.title_of(key.office, capacity),
        "key": key.key_id,
        "fingerprint": fingerprint_of(key),
        "algorithm": key.algorithm,
        "kind": key.key_kind,
        "attested": key.attested_format,
        "word": whose_word(key.attested_format),
        "attested_root": key.attested_root,
        "state": key.state,
        "words": words_of(key),
        "registrar": key.registrar,
        "recovering": key.state == "claimed" and bool(key.enrolment),
        "made": key.created,
        "vouched": key.vouched,
        "lost": key.lost,
        "revoked": key.revoked,
        "compromised_since": key.compromised_since,
    }


def key_page(session: Session, actor: Actor, key_id: str) -> dict[str, Any]:
    """One key, its holder, and what the actor can do about it. Anyone with an account may see: keys are public."""
    key = signing_key(session, key_id)
    if not actor.signed_in or actor.guest_of:
        raise NotFound("signing key")
    party, holder = queries.party(session, key.party_id), queries.person(session, key.person_id)
    appointment = session.get(Appointment, key.appointment_id) if key.appointment_id else None
    mine = key.person_id == actor.person_id
    registrar = any(h.party_id == party.id and h.office is Office.REGISTRAR for h in actor.holds)
    live = key.state != "revoked" and not key.lost
    return {
        "key": key_card(key, party, appointment.capacity if appointment else "holder"),
        "holder": holder.name,
        "evidence": appointment.evidence if appointment else "",
        "mine": mine,
        "can_claim": mine and live and key.state == "created" and bool(party.public_id),
        "waits_for_founding": live and key.state == "created" and not party.public_id,
        "can_vouch": registrar and not mine and live and key.state == "claimed",
        "can_revoke": (key.state == "vouched" and mine and live)
        or (key.state in ("claimed", "vouched") and registrar and not (mine and key.lost)),
        "can_report": mine and live,
    }
