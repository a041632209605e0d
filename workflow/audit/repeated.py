"""Rows that repeat in columns what a signed statement says, held against it: who spoke, in which office, on what, when.

The statement itself is held against the log elsewhere (`signed`). Which column repeats which of its members is one table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.people import Chains
from workflow.audit.stored import Row, members, near, read
from workflow.audit.told import Told
from workflow.evidence.canonical import loads
from workflow.evidence.errors import Bad


@dataclass(frozen=True)
class Case:
    """A statement with the event that recorded it, and what else is known: the row of a party by its public id, a key's kind by its
    id, the public id of the party of a slot by frozen text and slot."""

    said: Row
    event: Row
    party_of: Mapping[str, str]
    kind_of: Mapping[str, str]
    slots: Mapping[tuple[Any, Any], str]


Source = Callable[[Case], Any]


def member(*path: str, otherwise: Any = None) -> Source:
    """What the statement says there."""

    def found(case: Case) -> Any:
        value: Any = case.said
        for name in path:
            value = value.get(name, otherwise) if isinstance(value, dict) else otherwise
        return value

    return found


def event(name: str) -> Source:
    return lambda case: case.event[name]


def always(value: Any) -> Source:
    return lambda case: value


def _party(case: Case) -> Any:
    return case.party_of.get(case.said["party"])


def _party_of_slot(case: Case) -> Any:
    return case.party_of.get(case.slots.get((case.event["subject_id"], case.said["slot"]), ""))


def _key_kind(case: Case) -> Any:
    return case.kind_of.get(case.said["key"])


def _vote(case: Case) -> str:
    return "{yes} to {no}, {abstain} abstaining".format(**case.said["vote"])


def _parts(case: Case) -> list[str]:
    return [one["part"] for one in case.said["hidden"]] if "hidden" in case.said else case.said["parts"]


def _basis(case: Case) -> str:
    return case.said["hidden"][0]["basis"] if "hidden" in case.said else case.said["reason"]


def _review(case: Case) -> Any:
    return case.said["hidden"][0]["review"] if "hidden" in case.said else case.said.get("review")


SPEAKER: Mapping[str, Source] = {
    "person_id": member("person"), "party_id": _party, "key_id": member("key"),
}  # fmt: skip
OFFICE: Mapping[str, Source] = {
    "person_name": member("name"), "office": member("office"), "capacity": member("capacity"),
}  # fmt: skip
RECORDED: Mapping[str, Source] = {"signing_event_id": event("subject_id"), "at": event("at")}
SHEET: Mapping[str, Source] = {
    name: member("sheet", told)
    for name, told in (("person_id", "person"), ("person_name", "name"), ("office", "office"), ("capacity", "capacity"))
}  # fmt: skip
REPEATED: Mapping[str, Mapping[str, Source]] = {
    "signature": {
        **SPEAKER, **OFFICE, **RECORDED, "slot": member("slot"), "reason": member("reason", otherwise=""), "key_kind": _key_kind,
    },
    "paper": {
        **SHEET, **RECORDED, "slot": member("slot"), "party_id": _party_of_slot, "key_id": always(""), "reason": always(""),
    },
    "adoption": {
        **SPEAKER, **RECORDED, "meeting": member("meeting"), "item": member("item"), "resolution": member("resolution"),
        "vote": _vote, "minutes": member("minutes"),
    },
    "correction_answer": {**SPEAKER, **OFFICE, **RECORDED, "key_kind": _key_kind},
    "proposal": {
        "edition_id": event("edition_id"), "parts": _parts, "basis": _basis, "contact": member("contact", otherwise=""),
        "review": _review, "authority": member("order", "authority", otherwise=""),
        "reference": member("order", "reference", otherwise=""), "ordered": member("order", "date"), "person_id": member("proposer"),
        "person_name": member("proposed_by"), "state": always("approved"), "decided_by": member("person"),
        "decided_name": member("name"), "decided": event("at"),
    },
    "attestation": {**SPEAKER, **OFFICE},
}  # fmt: skip
"""By table, a signature on paper apart: what its columns repeat."""
ACTED: Mapping[str, Source] = {"actor_id": member("person"), "actor_name": member("name")}
"""What the event itself repeats."""
TIMES = ("at", "decided")


def findings(session: Session, told: Told, chains: Chains) -> Iterator[Finding]:
    """Every column that says something else than what was signed."""
    kinds = {one["new_key"]["id"]: one["new_key"]["kind"] for one in chains.of("enrolment-claim")}
    kinds |= {
        one["key"]["id"]: one["key"]["kind"] for said in chains.of("genesis") for one in said["registrars"]
    }
    events, slots = {one["id"]: one for one in told.events}, _slots(session)
    for table in sorted({"signature", *REPEATED} - {"paper"}):
        named = "scan_id" if table == "attestation" else "event_id"
        for row in read(session, table, sorted({*REPEATED[table], "envelope", named})):
            said, logged = members(row["envelope"]), events.get(row[named], {})
            if said and (logged or table == "attestation"):  # else it is blamed where envelopes are
                case = Case(said, logged, chains.parties, kinds, slots)
                repeats = REPEATED["paper" if row.get("key_kind") == "paper" else table]
                yield from _compare(f"the {table.replace('_', ' ')} of {row[named]}", row, case, repeats)
                yield from _compare(f"event {row[named]}", logged, case, ACTED if logged else {})
    yield from _scans(session)
    yield from _corrections(session)


def _slots(session: Session) -> dict[tuple[Any, Any], str]:
    """Manifests that cannot be read are blamed where texts are."""
    found = {}
    for row in read(session, "signing_event", ("id", "manifest")):
        try:
            manifest: Any = loads(row["manifest"]) if isinstance(row["manifest"], bytes) else {}
            found |= {(row["id"], one["id"]): one["party"] for one in manifest.get("slots", [])}
        except (Bad, AttributeError, KeyError, TypeError):
            continue
    return found


def _compare(named: str, row: Row, case: Case, repeats: Mapping[str, Source]) -> Iterator[Finding]:
    for column, source in repeats.items():
        now, was = row[column], source(case)
        if not (near(now, was) if column in TIMES else now == was):
            yield Finding(
                "signed.said", f"{named} says “{now}” as {column}, and what was signed says “{was}”"
            )  # fmt: skip


def _corrections(session: Session) -> Iterator[Finding]:
    """Of which kind a correction is, and why, as everybody says who answers for it."""
    rows = {
        row["signing_event_id"]: row
        for row in read(session, "correction", ("signing_event_id", "kind", "reason"))
    }
    for row in read(session, "correction_answer", ("signing_event_id", "envelope"), order="id"):
        said, made = members(row["envelope"]), rows.get(row["signing_event_id"])
        if said and (made is None or any(made[name] != said.get(name) for name in ("kind", "reason"))):
            yield Finding(
                "signed.said", f"the correction of {row['signing_event_id']} is not what its answers say"
            )


def _scans(session: Session) -> Iterator[Finding]:
    """Whose sheet it is, as both who attested it say."""
    columns = {
        "signatory_id": "person",
        "signatory_name": "name",
        "office": "office",
        "capacity": "capacity",
        "signed": "signed",
    }
    scans = {row["id"]: row for row in read(session, "scan", ("id", *columns))}
    for row in read(session, "attestation", ("scan_id", "envelope"), order="number"):
        said, scan = members(row["envelope"]), scans.get(row["scan_id"])
        for column, name in columns.items():
            if scan and said and scan[column] != (was := said.get("sheet", {}).get(name)):
                yield Finding(
                    "signed.said", f"the scan {row['scan_id']} says “{scan[column]}” as {column}, and what was attested says “{was}”"
                )  # fmt: skip
