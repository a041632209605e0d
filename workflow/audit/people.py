"""Whose keys and whose offices: party chains, signing keys and appointments held against the statements and events about them."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from workflow.audit.events import read_leaf
from workflow.audit.findings import Finding
from workflow.core.events import PARTY_CHAIN, EventKind
from workflow.evidence.canonical import b64u, loads, unb64u
from workflow.evidence.cose import spki_from_cose
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.statement import ACT_OF
from workflow.history.models import Event
from workflow.history.queries import leaf_id
from workflow.parties.models import Appointment, Party, PartyLink, SigningKey

Said = dict[str, Any]
NONE = {"format": "", "root": ""}


def findings(session: Session) -> Iterator[Finding]:
    """Everything about parties, keys and offices that is no longer what was logged."""
    said: list[Said] = []
    yield from links(session, said)
    yield from keys(session, said)
    yield from appointments(session)


def links(session: Session, said: list[Said]) -> Iterator[Finding]:
    """Every link is the very envelope its leaf names. `said` receives each link's statement, with its `act` and `link`."""
    public = {party.id: party.public_id for party in session.exec(select(Party))}
    rows = {link.event_id: link for link in session.exec(select(PartyLink))}
    for event in session.exec(select(Event).where(col(Event.kind).in_(PARTY_CHAIN)).order_by(col(Event.id))):
        link = rows.pop(event.id, None)
        try:
            leaf = read_leaf(event.leaf)
            named = envelope_hash(link.content) if link else ""
            if link is None or named != leaf["envelope"] or link.hash != named:
                raise Bad("party.link", "its statement is not the one that was logged")
            if (public.get(link.party_id), link.content["type"]) != (leaf["party"], leaf["type"]):
                raise Bad("party.link", "it stands in another party's chain, or under another type")
            statement = loads(unb64u(link.content["statement"]))
        except Bad as bad:
            yield Finding("party.link", f"the party's link of event {event.id}: {bad.words}")
            continue
        said.append({**statement, "act": ACT_OF[leaf["type"]], "link": leaf_id(event)})
    for event_id in rows:
        yield Finding("party.link", f"a party's link points to event {event_id}, which logged none")


def keys(session: Session, said: list[Said]) -> Iterator[Finding]:
    """A signing key is the key its holder claimed, for that person, and is revoked where the chain says so."""
    claimed: dict[tuple[str, str], tuple[str, Said]] = {}
    for one in said:
        if one["act"] == "enrolment-claim":
            claimed[one["link"], one["new_key"]["id"]] = (one["person"], one["new_key"])
        for registrar in one.get("registrars", []) if one["act"] == "genesis" else []:
            claimed[one["link"], registrar["key"]["id"]] = (registrar["person"], registrar["key"])
    vouched = {one["link"] for one in said if one["act"] in ("genesis", "enrolment-vouch", "recovery")}
    revoked = {one["revoked"] for one in said if one["act"] == "key-revoked"}
    for key in session.exec(select(SigningKey).where(SigningKey.claim_leaf != "").order_by(SigningKey.id)):
        person, record = claimed.get((key.claim_leaf, key.key_id), ("", {}))
        ours = {"alg": key.algorithm, "aaguid": key.aaguid, "kind": key.key_kind, "spki": _spki(key.cose_key)}
        if person != key.person_id or any(record.get(name) != value for name, value in ours.items()):
            yield Finding("key.changed", f"the signing key {key.id} is not the key that was claimed")
        elif record.get("attested", NONE) != {"format": key.attested_format, "root": key.attested_root}:
            yield Finding("key.changed", f"the signing key {key.id} is not attested as was claimed")
        if key.enrolment and key.enrolment not in vouched:
            yield Finding("key.vouch", f"nobody vouched for the signing key {key.id} in the party's chain")
        if key.key_id in revoked and key.state != "revoked":
            yield Finding("key.revoked", f"the signing key {key.id} was revoked in the party's chain")


def _spki(cose: bytes) -> str:
    try:
        return b64u(spki_from_cose(cose)[1])
    except Bad:
        return ""


def appointments(session: Session) -> Iterator[Finding]:
    """Who holds which office from when, until when, is what the events say; and no office is held without an event."""
    recorded: dict[str, dict[str, Any]] = {}
    ended: dict[str, str] = {}
    kinds = (
        EventKind.PARTY_CREATED, EventKind.PERSON_INVITED, EventKind.APPOINTMENT_RECORDED, EventKind.APPOINTMENT_ENDED,
    )  # fmt: skip
    for event in session.exec(select(Event).where(col(Event.kind).in_(kinds)).order_by(col(Event.id))):
        if event.kind == EventKind.APPOINTMENT_ENDED:
            ended[event.detail["appointment"]] = event.detail["until"]
            continue
        several = event.detail.get("appointments", [event.detail] if "appointment" in event.detail else [])
        for one in several:
            recorded[one["appointment"]] = {**one, "person": event.subject_id, "party": event.party_id}
    rows = {row.id: row for row in session.exec(select(Appointment))}
    for name in sorted(recorded.keys() | rows.keys()):
        row, event = rows.get(name), recorded.get(name, {})
        here = row and {
            "appointment": row.id, **row.facts, "person": row.person_id, "party": row.party_id,
        }  # fmt: skip
        if here != event:
            yield Finding("office.changed", f"the appointment {name} is not what was recorded")
        elif row and name in ended and str(row.until_date) > ended[name]:
            yield Finding("office.ended", f"the appointment {name} lasts longer than was recorded")
