"""A signing key comes into force in three acts: its holder makes it, the key itself claims person and office, and a
registrar who is somebody else, with a key of his own, vouches. Until then the key opens nothing.

Every act is a pair: `offer_...` builds the statement from our own rows and asks for a signature, the second takes the
signature and writes the link. Between the two nothing is recorded; if we crash there, nothing happened.
"""

import secrets
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from workflow.adapters.attestation import Root
from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor, Office
from workflow.core.permissions import Case, require
from workflow.evidence import statement
from workflow.evidence.canonical import unb64u
from workflow.evidence.cose import spki_from_cose
from workflow.history import actions as history
from workflow.parties import ceremony, chain, queries, registration
from workflow.parties.founding.queries import has_accepted
from workflow.parties.keys.queries import (
    KEY_OFFICES,
    MOST_KEYS,
    Bench,
    bereft,
    fingerprint_of,
    registrar_bench,
    signing_key,
)
from workflow.parties.models import Appointment, Party, SigningKey
from workflow.parties.options import AUTHORITIES
from workflow.parties.sheet import Sheet, sheet
from workflow.parties.words import Typed


def _own_office(session: Session, actor: Actor, appointment_id: str) -> tuple[Appointment, Party]:
    require("key:claim", actor)
    appointment = session.get(Appointment, appointment_id)
    if appointment is None or appointment.person_id != actor.person_id:
        raise NotFound("appointment")
    if appointment.id not in {hold.appointment_id for hold in actor.holds}:
        raise Refused("You do not hold this office today.")
    if has_accepted(session, appointment.party_id, actor.person_id):
        raise Refused("You accepted this party's record for another party, so you cannot hold a key of it.")
    return appointment, queries.party(session, appointment.party_id)


def _name_of_key(appointment: Appointment, party: Party, before: int) -> str:
    """What the device shows when it asks: nobody should take this for a sign-in. A later key carries its number."""
    title = queries.title_of(appointment.office, appointment.capacity)
    return f"SIGN as {title}, {party.short_name or party.legal_name}" + (
        f" (key {before + 1})" if before else ""
    )


def _made_before(session: Session, appointment: Appointment) -> int:
    """How many keys were made for this appointment so far. Raises Refused when enough of them can be used."""
    keys = session.exec(select(SigningKey).where(SigningKey.appointment_id == appointment.id)).all()
    if sum(key.state != "revoked" and key.lost is None for key in keys) >= MOST_KEYS:
        raise Refused(
            "You have two signing keys for this office.",
            "If you no longer have one of them, report it lost first.",
        )
    return len(keys)


def offer_key(
    session: Session, actor: Actor, appointment_id: str, *, at: datetime, attest: bool = False
) -> dict[str, Any]:
    """Options for navigator.credentials.create(): a separate passkey for one office. `attest`: its maker's statement is asked for."""
    appointment, party = _own_office(session, actor, appointment_id)
    if appointment.office not in KEY_OFFICES:
        raise Refused("This office signs nothing, so it needs no key.")
    if not party.public_id and appointment.office != Office.REGISTRAR:
        raise Refused(
            f"{party.legal_name} has no public record yet, so no key of its can be enrolled.",
            "Its two registrars make its founding statement first.",
        )
    return registration.offer(
        session, queries.person(session, actor.person_id), "signing", subject=appointment.id,
        shown_as=_name_of_key(appointment, party, _made_before(session, appointment)), handle=secrets.token_bytes(32), known=(), at=at, attest=attest,
    )  # fmt: skip


def make_key(
    session: Session,
    actor: Actor,
    appointment_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
    trusted: tuple[Root, ...] = (),
    attested_keys: bool = False,
) -> SigningKey:
    """Keep the new key. It opens nothing before its claim and a vouch, or its party's founding."""
    appointment, party = _own_office(session, actor, appointment_id)
    history.lock(session, party_id=party.id)
    before = _made_before(session, appointment)
    made = registration.accept(
        session, actor.person_id, "signing", credential, subject=appointment.id, at=at, trusted=trusted
    )
    if attested_keys and not made.attested[0]:
        raise Refused(
            "This deployment takes keys of known makers alone, and nothing shows who made this one.",
            "Use a security key or a device that your administrator names, and let the browser show its make.",
        )
    if no_software_keys and made.record["kind"] == "software":
        raise Refused(ceremony.SOFTWARE, "Use a passkey of a device or a security key.")
    if session.exec(select(SigningKey.id).where(SigningKey.key_id == made.record["id"])).first():
        raise Refused("This key is already enrolled.", "Make a new passkey for this office.")
    key = SigningKey(
        person_id=actor.person_id, party_id=party.id, appointment_id=appointment.id, office=appointment.office,
        key_id=made.record["id"], credential_id=made.credential_id, cose_key=made.cose_key, algorithm=made.record["alg"],
        aaguid=made.record["aaguid"], key_kind=made.record["kind"], backup_eligible=bool(made.record["backup_eligible"]),
        attested_format=made.attested[0], attested_root=made.attested[1],
        label=_name_of_key(appointment, party, before), created=at, registrar=appointment.office == Office.REGISTRAR,
    )  # fmt: skip
    assert spki_from_cose(made.cose_key)[1] == unb64u(made.record["spki"])
    session.add(key)
    session.flush()
    history.record(
        session, EventKind.KEY_MADE, actor=actor, at=at, party_id=party.id, subject_id=actor.person_id, detail={"key": key.id}
    )  # fmt: skip
    return key


def _claimable(session: Session, actor: Actor, key_id: str) -> tuple[SigningKey, Appointment, Party]:
    key = signing_key(session, key_id)
    if key.person_id != actor.person_id:
        raise NotFound("signing key")
    history.lock(session, party_id=key.party_id)
    session.refresh(key)
    appointment, party = _own_office(session, actor, key.appointment_id or "")
    if key.state != "created":
        raise Refused("This key has already been claimed.")
    _not_lost(key)
    return key, appointment, party


def offer_claim(session: Session, actor: Actor, key_id: str, *, at: datetime) -> Sheet:
    """The claim, to be signed with the new key: this is my own key, and I hold this office."""
    key, appointment, party = _claimable(session, actor, key_id)
    person = queries.person(session, actor.person_id)
    members = ceremony.common(session, party=party, person=person, appointment=appointment, key=key, at=at)
    said = statement.enrolment_claim(members, from_=appointment.from_date, new_key=ceremony.key_record(key))
    action = f"/signing-keys/{key.id}/claim/signature"
    shown = [("Twelve words of the key", fingerprint_of(key))]
    return sheet(
        session, actor, "enrolment-claim", key.id, said, [key], at, action, shown=shown, zone=party.timezone
    )


def claim(
    session: Session,
    actor: Actor,
    key_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> SigningKey:
    """The signed claim enters the party's public chain."""
    key, _, party = _claimable(session, actor, key_id)
    signed = ceremony.accept(
        session, actor, f"enrolment-claim:{key.id}", credential, at, no_software_keys=no_software_keys
    )
    key.claim_leaf = chain.append(
        session, party, EventKind.KEY_CLAIMED, signed.envelope, actor=actor, subject_id=key.person_id, at=at
    )
    key.state, key.claimed = "claimed", at
    session.add(key)
    return key


def _vouchable(session: Session, actor: Actor, key_id: str) -> tuple[SigningKey, Bench]:
    key = signing_key(session, key_id)
    history.lock(session, party_id=key.party_id)
    session.refresh(key)
    party = queries.party(session, key.party_id)
    require("key:vouch", actor, Case(parties=frozenset({party.id}), subject=key.person_id))
    if key.state != "claimed":
        raise Refused(
            "Only a claimed key can be vouched for."
            if key.state == "created"
            else "This key needs no vouch any more."
        )
    _not_lost(key)
    if bereft(session, key):
        raise Refused(
            "Every earlier key of this office was lost, so this one takes two people.",
            "Begin the recovery on the page of the key.",
        )
    return key, registrar_bench(session, actor, party)


def _not_lost(key: SigningKey) -> None:
    if key.lost:
        raise Refused(
            "Its holder reported this key lost.", "The holder makes a new one; a registrar revokes this one."
        )


def offer_vouch(
    session: Session, actor: Actor, key_id: str, *, kind: str, date: str, reference: str, at: datetime
) -> Sheet:
    """The vouch: I have checked this person, this key and this office, on this authority."""
    key, bench = _vouchable(session, actor, key_id)
    typed = Typed()
    if kind not in dict(AUTHORITIES):
        typed.wrong("kind", "Choose on what authority the office is held.", "missing")
    day = typed.day("date", "The date of the authority", date)
    words = typed.words("reference", "The reference", reference, most=1000)
    typed.settle()
    authority = {"date": str(day), "kind": kind, "reference": words}
    members = ceremony.common(session, **bench._asdict(), at=at)
    said = statement.enrolment_vouch(
        members, claim=key.claim_leaf, subject=key.person_id, authority=authority
    )
    shown = [
        ("Person", queries.person(session, key.person_id).name), ("Key", key.label), ("Twelve words of the key", fingerprint_of(key)),
    ]  # fmt: skip
    action = f"/signing-keys/{key.id}/vouch/signature"
    return sheet(
        session,
        actor,
        "enrolment-vouch",
        key.id,
        said,
        [bench.key],
        at,
        action,
        shown=shown,
        zone=bench.party.timezone,
    )


def vouch(
    session: Session,
    actor: Actor,
    key_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> SigningKey:
    """The signed vouch enters the chain; from here the key's waiting time runs."""
    key, bench = _vouchable(session, actor, key_id)
    signed = ceremony.accept(
        session, actor, f"enrolment-vouch:{key.id}", credential, at, no_software_keys=no_software_keys
    )
    key.enrolment = chain.append(
        session,
        bench.party,
        EventKind.KEY_VOUCHED,
        signed.envelope,
        actor=actor,
        subject_id=key.person_id,
        at=at,
    )
    key.state, key.vouched = "vouched", at
    session.add(key)
    return key
