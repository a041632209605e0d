"""What became of each frozen text, held against its chain: open, voided or executed, from when to when, and of which edition."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.stored import Row, near, read
from workflow.audit.told import Told
from workflow.core.events import EventKind
from workflow.evidence.canonical import loads
from workflow.evidence.errors import Bad

ENDS = {EventKind.EDITION_VOIDED: ("voided", "expired"), EventKind.EDITION_EXECUTED: ("executed",)}
COLUMNS = ("id", "edition_id", "manifest", "state", "opened", "expires", "closed")


def findings(session: Session, told: Told) -> Iterator[Finding]:
    """Every frozen text that stands otherwise than its chain says, and every edition executed on another day, or by nobody."""
    begun = {one["subject_id"]: one for one in told.of_kinds((EventKind.EDITION_FROZEN,))}
    ended = {one["subject_id"]: one for one in told.of_kinds(ENDS)}
    for row in read(session, "signing_event", COLUMNS):
        if not _stands(row, begun.get(row["id"]), ended.get(row["id"])):
            yield Finding(
                "signed.state", f"the frozen text {row['id']} is {row['state']}, and not as its chain says"
            )
    yield from _elsewhere(session, told)
    executed = {
        one["edition_id"]: one["at"] for one in ended.values() if one["kind"] == EventKind.EDITION_EXECUTED
    }
    for row in read(session, "edition", ("id", "executed")):
        said = executed.get(row["id"])
        if row["executed"] != said:
            yield Finding(
                "signed.state", f"the edition {row['id']} was executed on {row['executed']}, and on {said} in the log"
            )  # fmt: skip


def _elsewhere(session: Session, told: Told) -> Iterator[Finding]:
    """Every public leaf is of the installation that this record says it is of."""
    here: Row = next(read(session, "installation", ("deployment",)), {"deployment": None})
    others = {one["says"]["deployment"] for one in told.events if one["says"]} - {here["deployment"]}
    yield from (
        Finding(
            "log.deployment",
            f"the log is of the installation {one}, and this record says of {here['deployment']}",
        )
        for one in sorted(others)
    )


def _stands(row: Row, start: Row | None, end: Row | None) -> bool:
    if start is None or not near(row["opened"], start["at"]) or row["expires"] != _expires(row["manifest"]):
        return False
    if end is None:
        return (row["state"], row["closed"]) == ("open", None)
    return row["state"] in ENDS[end["kind"]] and near(row["closed"], end["at"])


def _expires(manifest: Any) -> Any:
    """What all sign; a manifest that cannot be read is blamed where texts are, and here too."""
    try:
        said: Any = loads(manifest) if isinstance(manifest, bytes) else {}
        return said.get("expires", "")
    except (Bad, AttributeError):
        return ""
