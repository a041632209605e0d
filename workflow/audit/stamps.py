"""Time tokens and cosignatures, each held against what it is a token or a signature of.

A token that nobody outside has seen yet can be taken away unseen; once a package is public, it says which tokens there were.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.stored import Row, read
from workflow.audit.told import Told
from workflow.core.events import EventKind
from workflow.evidence import cosignature, time_token
from workflow.evidence.canonical import b64u, loads
from workflow.evidence.cosignature import Cosignature
from workflow.evidence.errors import Bad

STATED = (
    EventKind.EDITION_SIGNED, EventKind.EDITION_DECLINED, EventKind.EDITION_ADOPTED, EventKind.EDITION_CORRECTED, EventKind.EDITION_ATTESTED,
)  # fmt: skip


def findings(session: Session, told: Told) -> Iterator[Finding]:
    """Tokens and cosignatures that are about something else, or that a public copy has and the record has not."""
    yield from tokens(session, told)
    yield from cosignatures(session)


def tokens(session: Session, told: Told) -> Iterator[Finding]:
    """A token's imprint is that of the statement its event logged; a public package carries the very tokens that are kept."""
    stated = {one["id"]: one for one in told.of_kinds(STATED)}
    columns = ("event_id", "signing_event_id", "token", "failure", "at")
    kept: dict[str, bytes] = {}
    failed = set()
    for row in read(session, "time_token", columns):
        event = stated.get(row["event_id"])
        if (
            event is None
            or event["subject_id"] != row["signing_event_id"]
            or bool(row["token"]) == bool(row["failure"])
        ):
            yield Finding(
                "time.token",
                f"a time token points to event {row['event_id']}, of which there can be none like it",
            )
        elif row["token"] and not _is_about(row["token"], event):
            yield Finding("time.token", f"the time token of event {event['id']} is of something else")
        elif row["token"]:
            kept[event["says"].get("subject", "")] = row["token"]
        else:
            failed.add(event["says"].get("subject", ""))
    for said in told.of_kinds([EventKind.SERVICE_UNTIMED]):
        if said["says"].get("subject") not in failed:
            words = (
                "the log says that the time authority gave no time for a statement, and the record does not"
            )
            yield Finding("time.token", f"event {said['id']}: {words}")
    for copy in read(session, "public_copy", ("edition_id", "core")):
        for envelope, token in _carried(copy["core"]):
            if b64u(kept.get(envelope, b"")) != token:
                yield Finding(
                    "time.token",
                    f"a time token that the public copy of edition {copy['edition_id']} carries is not the one that is kept",
                )


def _is_about(token: Any, event: Row) -> bool:
    try:
        return b64u(time_token.read(token).imprint) == event["says"].get("subject")
    except (Bad, TypeError, ValueError):
        return False


def _carried(core: Any) -> Iterator[tuple[str, str]]:
    """The tokens of a package; one that is none is blamed where public copies are."""
    try:
        parcel: Any = loads(core) if isinstance(core, bytes) else {}
        yield from [(one["envelope"], one["token"]) for one in parcel.get("time_tokens", [])]
    except (Bad, AttributeError, KeyError, TypeError):
        return


def cosignatures(session: Session) -> Iterator[Finding]:
    """Whoever the witness is, what it signed is the checkpoint it stands beside."""
    notes: Mapping[Any, Any] = {
        row["size"]: row["note"] for row in read(session, "checkpoint", ("size", "note"))
    }
    for row in read(session, "cosignature", ("size", "key", "time", "signature")):
        try:
            cosignature.check(notes[row["size"]], Cosignature(row["key"], row["time"], row["signature"]))
        except (Bad, KeyError, TypeError, ValueError, AttributeError):
            yield Finding(
                "witness.cosignature",
                f"a cosignature of {row['size']} leaves does not fit the checkpoint it stands beside",
            )
