"""Recoveries of keys and objections to a party's record, held against the links and events that tell of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.people import Chains, Said
from workflow.audit.stored import Row, near, read
from workflow.audit.told import Told
from workflow.core.events import EventKind
from workflow.evidence.canonical import loads
from workflow.evidence.errors import Bad
from workflow.evidence.fields import hours_after

RECOVERY = (
    "id", "key_id", "party_id", "statement", "waits", "begun", "leaf", "recorded", "counts", "stopped", "stopped_by", "objection_leaf",
    "completed",
)  # fmt: skip
OBJECTION = (
    "id", "party_id", "key_id", "person_id", "person_name", "at", "answered_by", "answered", "withdrawn",
)  # fmt: skip


def findings(session: Session, told: Told, chains: Chains) -> Iterator[Finding]:
    """Each row that is missing, that nobody began, or that says something else than was recorded."""
    keys = {row["id"]: row for row in read(session, "signing_key", ("id", "key_id", "person_id"))}
    yield from recoveries(session, told, chains, {name: row["key_id"] for name, row in keys.items()})
    yield from objections(session, told, {name: row["person_id"] for name, row in keys.items()})


def recoveries(session: Session, told: Told, chains: Chains, keys: Mapping[Any, Any]) -> Iterator[Finding]:
    """`keys`: the public name of each key by its row."""
    rows = {row["id"]: row for row in read(session, "key_recovery", RECOVERY)}
    links = {one["link"]: one for one in chains.of("recovery")}
    claims = {one["link"]: one["new_key"]["id"] for one in chains.of("enrolment-claim")}
    against = {one["recovery"]: one for one in chains.of("recovery-objection")}
    begun, stopped, completed = (
        {one["detail"].get("recovery"): one for one in told.of_kinds((kind,))}
        for kind in (EventKind.RECOVERY_BEGUN, EventKind.RECOVERY_STOPPED, EventKind.RECOVERY_COMPLETED)
    )
    signed = {row["leaf"]: name for name, row in rows.items() if row["leaf"]}
    for link in sorted(links.keys() - signed.keys()):
        yield Finding("recovery.missing", f"the recovery {link} stands in the party's chain, and is not kept")
    for name in sorted(map(str, rows.keys() | begun.keys())):
        row, first = rows.get(name), begun.get(name)
        if row is None or first is None:
            yield Finding("recovery.changed", f"the recovery {name} was never begun, or is gone")
            continue
        link, end = links.get(row["leaf"]), against.get(row["leaf"]) if row["leaf"] else None
        whose = first["detail"].get("key"), first["party_id"]
        wrong = whose != (row["key_id"], row["party_id"]) or not near(row["begun"], first["at"])
        wrong = wrong or (row["objection_leaf"] or "") != (end["link"] if end else "")
        wrong = (
            wrong
            or not _counts(row, link, claims, keys)
            or not _ended(row, stopped.get(name), end, completed.get(name))
        )
        if wrong:
            yield Finding(
                "recovery.changed", f"the recovery {name} is not what was signed and recorded of it"
            )


def _counts(row: Row, link: Said | None, claims: Mapping[str, str], keys: Mapping[Any, Any]) -> bool:
    """What both signed, and from when it counts."""
    if link is None:
        return (row["leaf"], row["recorded"], row["counts"]) == ("", None, None)
    try:
        said: Any = loads(row["statement"])
    except (Bad, TypeError, AttributeError):
        return False
    same = isinstance(said, dict) and all(link.get(name) == value for name, value in said.items())
    times = (row["recorded"], row["counts"]) == (link["time"], hours_after(link["time"], link["waits"]))
    return (
        same
        and times
        and row["waits"] == link["waits"]
        and keys.get(row["key_id"]) == claims.get(link["claim"])
    )


def _ended(row: Row, stop: Row | None, objection: Said | None, done: Row | None) -> bool:
    """Stopped by a word or a signed objection, or because another was begun before the second had signed; or completed."""
    if (row["completed"] is None) != (done is None) or (done and not near(row["completed"], done["at"])):
        return False
    if objection:
        return near(row["stopped"], objection["time"]) and row["stopped_by"] == objection["name"]
    if stop:
        return near(row["stopped"], stop["at"]) and row["stopped_by"] == stop["actor_name"]
    return row["stopped"] is None or not row["leaf"]  # another was begun before the second had signed


def objections(session: Session, told: Told, holders: Mapping[Any, Any]) -> Iterator[Finding]:
    """Their words are held against the events elsewhere (`said`); here is whose they are, against what, and whether they stand.
    `holders`: whose each key is, by its row."""
    rows = {row["id"]: row for row in read(session, "party_objection", OBJECTION)}
    acts: dict[Any, dict[str, Row]] = {}
    for event in told.of_kinds(
        (EventKind.OBJECTION_RAISED, EventKind.OBJECTION_ANSWERED, EventKind.OBJECTION_WITHDRAWN)
    ):
        acts.setdefault(event["detail"].get("objection"), {})[event["kind"]] = event
    for name in sorted(map(str, rows.keys() | acts.keys())):
        row, told_of = rows.get(name), acts.get(name, {})
        raised = told_of.get(EventKind.OBJECTION_RAISED)
        if row is None or raised is None:
            yield Finding("objection.row", f"the objection {name} was never raised, or is gone")
            continue
        made = {
            "party_id": raised["party_id"], "person_id": raised["actor_id"], "person_name": raised["actor_name"],
        }  # fmt: skip
        answered, withdrawn = (
            told_of.get(EventKind.OBJECTION_ANSWERED),
            told_of.get(EventKind.OBJECTION_WITHDRAWN),
        )
        made["answered_by"] = answered["actor_name"] if answered else ""
        times = ((row["at"], raised), (row["answered"], answered), (row["withdrawn"], withdrawn))
        if (
            any(row[key] != value for key, value in made.items())
            or holders.get(row["key_id"], "") != raised["subject_id"]
            or any(
                (now is None) != (event is None) or (event and not near(now, event["at"]))
                for now, event in times
            )
        ):
            yield Finding("objection.row", f"the objection {name} is not what was recorded of it")
