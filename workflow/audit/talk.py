"""How talk stands, held against the acts that left it so: comments answered, withdrawn or open, public ones shown, held or hidden.

What was said in it is held against the log elsewhere (`said`).
"""

from collections.abc import Iterator

from sqlmodel import Session

from workflow.audit.findings import Finding
from workflow.audit.stored import near, read
from workflow.audit.told import Told
from workflow.core.events import EventKind
from workflow.review.window.judging import STATE_AFTER

THREAD = {
    EventKind.THREAD_DISPOSED: "answered",
    EventKind.THREAD_WITHDRAWN: "withdrawn",
    EventKind.THREAD_REOPENED: "open",
}


def findings(session: Session, told: Told) -> Iterator[Finding]:
    """Threads and public comments that stand otherwise than their newest act left them."""
    after = {one["subject_id"]: THREAD[one["kind"]] for one in told.of_kinds(THREAD)}
    for row in read(session, "thread", ("id", "edition_id", "state")):
        if row["state"] != (was := after.get(row["id"], "open")):
            yield Finding(
                "comment.state", f"the comment {row['id']} is {row['state']}, and {was} by what was done"
            )
    yield from _public(session, told)


def _public(session: Session, told: Told) -> Iterator[Finding]:
    confirmed = {one["subject_id"]: one for one in told.of_kinds((EventKind.PUBLIC_CONFIRMED,))}
    after = dict.fromkeys(confirmed, "shown")
    for one in told.of_kinds((EventKind.PUBLIC_MODERATED,)):
        after[one["subject_id"]] = STATE_AFTER.get(one["detail"].get("act"), "")
    columns = ("id", "edition_id", "number", "state", "confirmed")
    for row in read(session, "public_comment", columns):
        event = confirmed.get(row["id"])
        if row["state"] != (was := after.get(row["id"], "pending")):
            yield Finding(
                "public_comment.state",
                f"the public comment {row['id']} is {row['state']}, and {was} by what was done",
            )
        elif event and (
            (row["edition_id"], row["number"]) != (event["edition_id"], event["detail"].get("public"))
            or not near(row["confirmed"], event["at"])
        ):
            yield Finding(
                "public_comment.row",
                f"the public comment {row['id']} was confirmed under another number, edition or time",
            )
