"""What events say that rows repeat: read once, each with its leaf opened, for every comparison after it."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from sqlmodel import Session, col

from workflow.audit.events import read_leaf
from workflow.audit.stored import Row, read
from workflow.core.events import PUBLIC, EventKind
from workflow.evidence import merkle
from workflow.evidence.canonical import b64u
from workflow.evidence.errors import Bad
from workflow.history.models import Event

KINDS = PUBLIC | {
    EventKind.PARTY_CREATED, EventKind.PERSON_INVITED, EventKind.APPOINTMENT_RECORDED, EventKind.APPOINTMENT_ENDED,
    EventKind.KEY_MADE, EventKind.KEY_LOST, EventKind.RECOVERY_BEGUN, EventKind.RECOVERY_STOPPED, EventKind.RECOVERY_COMPLETED,
    EventKind.OBJECTION_RAISED, EventKind.OBJECTION_ANSWERED, EventKind.OBJECTION_WITHDRAWN,
    EventKind.HIDING_PROPOSED, EventKind.HIDING_REFUSED, EventKind.HIDING_SHOWN,
    EventKind.THREAD_DISPOSED, EventKind.THREAD_WITHDRAWN, EventKind.THREAD_REOPENED, EventKind.PUBLIC_CONFIRMED, EventKind.PUBLIC_MODERATED,
}  # fmt: skip
"""The kinds of which some row repeats what they say."""
_READ = (
    "id", "kind", "at", "actor_id", "actor_name", "mou_id", "edition_id", "party_id", "subject_id", "detail", "leaf",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """In the order of their making. Each has `says`, what its leaf says in public, and `link`, the hash of that leaf; both are
    empty for a private event and for a leaf that cannot be read, which is the walk's to report."""

    events: tuple[Row, ...]

    @classmethod
    def of(cls, session: Session) -> "Told":
        """One statement."""
        kinds = col(Event.kind).in_(sorted(KINDS))
        return cls(tuple(map(_opened, read(session, "event", _READ, kinds, order="id"))))

    def of_kinds(self, kinds: Iterable[EventKind]) -> Iterator[Row]:
        wanted = frozenset(kinds)
        return (event for event in self.events if event["kind"] in wanted)


def _opened(event: Row) -> Row:
    if not isinstance(event["detail"], dict):
        event["detail"] = {}
    says: Row = {}
    link = ""
    if event["kind"] in PUBLIC:
        with suppress(Bad):
            says, link = read_leaf(event["leaf"]), b64u(merkle.leaf_hash(event["leaf"]))
    return {**event, "says": says, "link": link}
