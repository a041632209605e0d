"""Signing keys, each held against what the log says of it (`keychain`): every column that repeats that."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.keychain import Key, Keychain
from workflow.audit.people import Chains
from workflow.audit.stored import Row, near, read
from workflow.audit.told import Told
from workflow.core.events import EventKind
from workflow.evidence.canonical import b64u, sha256
from workflow.evidence.cose import spki_from_cose
from workflow.evidence.errors import Bad

COLUMNS = (
    "id", "person_id", "party_id", "appointment_id", "office", "key_id", "credential_id", "cose_key", "algorithm", "aaguid",
    "key_kind", "backup_eligible", "attested_format", "attested_root", "state", "claim_leaf", "enrolment", "created", "claimed",
    "vouched", "revoked", "registrar", "lost", "compromised_since",
)  # fmt: skip
TERM = ("id", "person_id", "party_id", "office", "capacity", "from_date")
NONE = {"format": "", "root": ""}


def findings(session: Session, told: Told, chains: Chains) -> Iterator[Finding]:
    """Every key that is not what the log says, and every one that is missing or that nobody claimed."""
    rows = {row["key_id"]: row for row in read(session, "signing_key", COLUMNS)}
    terms = {row["id"]: row for row in read(session, "appointment", TERM)}
    keys = Keychain(rows).replay(chains, told).keys
    for key_id, key in keys.items():
        row = rows.get(key_id)
        if row is None:
            yield Finding(
                "key.missing", f"the key {key_id} was claimed in the party's chain, and is not kept"
            )
        else:
            yield from _claimed(row, key, terms.get(row["appointment_id"]))
            yield from _standing(row, key)
    for row in (row for key_id, row in rows.items() if key_id not in keys):
        if (row["state"], row["claim_leaf"], row["enrolment"]) != ("created", "", ""):
            yield Finding(
                "key.state", f"nobody claimed the signing key {row['id']}, and it is {row['state']}"
            )
    yield from _made(told, {row["id"]: row for row in rows.values()})


def _claimed(row: Row, key: Key, term: Row | None) -> Iterator[Finding]:
    """Whose key it is, which, and for what: as its holder signed it."""
    named, record = f"the signing key {row['id']}", key.record
    held = {"person_id": key.person, "party_id": key.party, "office": key.office}
    ours = held | {
        "registrar": key.office == "registrar", "algorithm": record["alg"], "aaguid": record["aaguid"], "key_kind": record["kind"],
        "claim_leaf": key.claim,
    }  # fmt: skip
    of_term = held | ({"capacity": key.capacity, "from_date": key.start} if key.start else {})
    if (
        any(row[name] != value for name, value in ours.items())
        or _spki(row["cose_key"]) != record["spki"]
        or _hash(row["credential_id"]) != record["credential"]
        or row["backup_eligible"] is not bool(record["backup_eligible"])
        or (row["appointment_id"] is not None and any((term or {}).get(name) != value for name, value in of_term.items()))
    ):  # fmt: skip
        yield Finding("key.changed", f"{named} is not the key that was claimed")
    elif record.get("attested", NONE) != {"format": row["attested_format"], "root": row["attested_root"]}:
        yield Finding("key.changed", f"{named} is not attested as was claimed")


def _standing(row: Row, key: Key) -> Iterator[Finding]:
    """What became of it: every state and every time."""
    named = f"the signing key {row['id']}"
    if row["enrolment"] != key.enrolment:
        yield Finding("key.vouch", f"nobody vouched for {named} in the party's chain as it says")
    if row["state"] != key.state and not (row["state"] == "revoked" and key.ended):
        yield Finding("key.state", f"{named} is {row['state']}, and {key.state} in the log")
    for name in ("claimed", "vouched", "revoked", "lost"):
        said = getattr(key, name)
        either = [said, *key.ended] if name == "revoked" else [said]
        if not any(row[name] is None if one is None else near(row[name], one) for one in either):
            yield Finding("key.time", f"{named} is {name} on {row[name]}, and on {said} in the log")
    if row["compromised_since"] != key.compromised:
        now, was = row["compromised_since"], key.compromised
        yield Finding("key.time", f"{named} is compromised since {now}, and since {was} in the log")


def _made(told: Told, rows: Mapping[Any, Row]) -> Iterator[Finding]:
    """Who made a key, at which party, and when, stands in the event of its making."""
    for event in told.of_kinds((EventKind.KEY_MADE,)):
        row = rows.get(event["detail"].get("key"))
        if row is None:
            yield Finding("key.missing", f"the key that was made in event {event['id']} is not kept")
            continue
        whose = row["person_id"], row["party_id"]
        if whose != (event["subject_id"], event["party_id"]) or not near(row["created"], event["at"]):
            yield Finding("key.changed", f"the signing key {row['id']} is not the one of event {event['id']}")


def _spki(cose: Any) -> str:
    try:
        return b64u(spki_from_cose(cose)[1]) if isinstance(cose, bytes) else ""
    except Bad:
        return ""


def _hash(credential: Any) -> str:
    return b64u(sha256(credential)) if isinstance(credential, bytes) else ""
