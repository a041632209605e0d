"""What the public does not see, held against the acts that say so: hidden parts, proposals, and what stands where a copy was taken down."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.stored import Row, near, read
from workflow.audit.told import Told
from workflow.core.events import EventKind
from workflow.evidence.canonical import loads, unb64u
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.evidence.redaction import Grounds, apply
from workflow.publication.hiding.approving import IN_BETWEEN
from workflow.publication.hiding.queries import STATEMENTS

PROPOSAL = (
    "id", "edition_id", "kind", "basis", "contact", "person_id", "person_name", "created", "state", "decided_by", "decided_name", "decided",
    "envelope", "event_id",
)  # fmt: skip
DECIDED = {EventKind.HIDING_REFUSED: "refused", EventKind.HIDING_SHOWN: "approved"}
STONES = (EventKind.EDITION_PUBLISHED, EventKind.EDITION_WITHHELD, EventKind.EDITION_REMOVED)


def findings(session: Session, told: Told) -> Iterator[Finding]:
    """Everything about the public copy that no act in the log leaves as it is."""
    rows = list(read(session, "proposal", PROPOSAL))
    acts = {row["event_id"]: row for row in rows}
    yield from proposals(told, {row["id"]: row for row in rows}, acts)
    yield from parts(session, told, acts)
    yield from stones(session, told, acts)


def parts(session: Session, told: Told, acts: Mapping[Any, Row]) -> Iterator[Finding]:
    """The replay that verifiers make of the signed acts gives the rows of what is hidden, each with its day and its act."""
    grounds: dict[Any, Grounds] = {}
    newest: dict[Any, Any] = {}
    for event in told.of_kinds(STATEMENTS):
        row = acts.get(event["id"], {})
        try:
            if envelope_hash(row.get("envelope")) != event["says"].get("subject"):
                continue  # blamed where envelopes are
            said: Any = loads(unb64u(row["envelope"]["statement"]))
            known = [one["part"] for one in said.get("hidden", [])] + said.get("parts", [])
            of_edition = grounds.setdefault(event["edition_id"], {})
            apply(of_edition, dict.fromkeys(known, True), STATEMENTS[event["kind"]], said, event["at"])
            newest[event["edition_id"]] = row["id"]
        except Bad as bad:
            yield Finding(
                "hidden.part", f"what event {event['id']} hides or shows cannot be followed: {bad.words}"
            )
    was = {
        (edition, part): (newest[edition], ground.review) for edition, found in grounds.items() for part, ground in found.items()
    }  # fmt: skip
    now = {
        (row["edition_id"], row["part"]): (row["proposal_id"], row["review"])
        for row in read(session, "hidden_part", ("edition_id", "part", "proposal_id", "review"))
    }
    for key in sorted(was.keys() | now.keys(), key=str):
        if was.get(key) != now.get(key):
            said = "hidden" if key in was else "not hidden"
            yield Finding(
                "hidden.part",
                f"{key[1]} of edition {key[0]} is {said} by what was signed, and its row says otherwise",
            )


def proposals(told: Told, rows: Mapping[Any, Row], acts: Mapping[Any, Row]) -> Iterator[Finding]:
    """Who proposed what and who decided it is what events say; none was slipped in, and none is gone."""
    waiting = dict(rows)
    decided = {one["subject_id"]: one for one in told.of_kinds(DECIDED)}
    decided |= {
        acts[one["id"]]["id"]: one for one in told.of_kinds((*STATEMENTS, EventKind.EDITION_REMOVED)) if one["id"] in acts
    }  # fmt: skip
    for event in told.of_kinds((EventKind.HIDING_PROPOSED,)):
        row = waiting.pop(event["subject_id"], None)
        if row is None:
            yield Finding("hidden.proposal", f"what was proposed in event {event['id']} is gone")
        elif _wrong(row, event, decided.get(row["id"])):
            yield Finding(
                "hidden.proposal",
                f"the proposal {row['id']} is not what was proposed, or not as it was decided",
            )
    yield from (Finding("hidden.proposal", f"nobody proposed {name}") for name in waiting)
    for event in told.of_kinds((EventKind.EDITION_REMOVED,)):
        if acts.get(event["id"], {}).get("kind") != "remove":
            yield Finding(
                "hidden.proposal", f"no proposal leads to event {event['id']}, which took a public copy down"
            )


def _wrong(row: Row, event: Row, end: Row | None) -> bool:
    made = {
        "kind": event["detail"].get("kind"), "edition_id": event["edition_id"], "person_id": event["actor_id"],
        "person_name": event["actor_name"],
    }  # fmt: skip
    made |= {"state": DECIDED.get(end["kind"], "approved") if end else "waiting"}
    made |= {"decided_by": end["actor_id"] if end else None, "decided_name": end["actor_name"] if end else ""}
    when = near(row["created"], event["at"]) and (
        near(row["decided"], end["at"]) if end else row["decided"] is None
    )
    return not when or any(row[name] != value for name, value in made.items())


def stones(session: Session, told: Told, acts: Mapping[Any, Row]) -> Iterator[Finding]:
    """A copy that was taken down, or must be made anew without a part, has a stone in its place until the next is published."""
    last = {event["edition_id"]: event for event in told.of_kinds(STONES)}
    rows = {row["edition_id"]: row for row in read(session, "tombstone", ("edition_id", "words", "at"))}
    for edition in sorted(last.keys() | rows.keys(), key=str):
        event, row = last.get(edition), rows.get(edition)
        stands = event is not None and event["kind"] != EventKind.EDITION_PUBLISHED
        if stands != (row is not None):
            done = (
                "was taken down or withheld, and nothing" if stands else "was not taken down, and something"
            )
            yield Finding(
                "published.tombstone", f"the public copy of edition {edition} {done} stands in its place"
            )
        elif event and row and not (near(row["at"], event["at"]) and _engraved(row["words"], event, acts)):
            yield Finding(
                "published.tombstone", f"what stands in place of edition {edition} does not say what was done"
            )


def _engraved(words: Any, event: Row, acts: Mapping[Any, Row]) -> bool:
    """Whether it names both people, the reason and the office; of what is made anew, that it is."""
    if event["kind"] == EventKind.EDITION_WITHHELD:
        return bool(words == IN_BETWEEN)
    row = acts.get(event["id"], {})
    said = (
        row.get("person_name"),
        row.get("decided_name"),
        f"{row.get('basis')} Ask for records: {row.get('contact')}",
    )
    return isinstance(words, str) and all(str(one) in words for one in said) and words.endswith(said[-1])
