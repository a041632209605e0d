"""Where this database stands to what was published: may it go on, or has it been left behind?

1. Before anything was published from it, a database settles: its place is written into both, folder and database.
2. What is not at the place its database names is a *copy*: a restored folder, a clone, a machine that was replaced.
3. A database that lacks published leaves is *behind*: yesterday's backup was restored. Leaves that still wait to be given
   their places do not lack: we crashed after publishing them, and they get the places they were published at.
4. A database whose tree is another than the published one is *forked*.

Only a person leads back from 2 and 3, by `countersign log resume`; nothing leads back from 4.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session, col, select

from workflow.adapters.published import Head, Published
from workflow.core.errors import Refused
from workflow.evidence import merkle
from workflow.evidence.errors import Bad
from workflow.history import queries
from workflow.history.models import Checkpoint, Event, Installation, Stream, Unsequenced

AGAIN = 3
"""Looks before something is believed to be the matter."""
RESUME = "If this is to be the service from now on, stop every other one and run `countersign log resume`."


class State(StrEnum):
    """How a database and a published folder fit together."""

    NEW = "new"
    OURS = "ours"
    COPY = "copy"
    BEHIND = "behind"
    FORKED = "forked"


@dataclass(frozen=True)
class Standing:
    """The state, the size of the database's tree and of the published one (0: none), and the state in words."""

    state: State
    size: int = 0
    published: int = 0

    @property
    def may_publish(self) -> bool:
        return self.state in (State.NEW, State.OURS)

    @property
    def words(self) -> str:
        """What is the matter; empty where nothing is."""
        return {
            State.NEW: "",
            State.OURS: "",
            State.COPY: "This is a copy of the record, not the service that publishes it.",
            State.BEHIND: (
                f"The published log has {self.published} leaves, and this database holds {self.size} of them:"
                " an older backup was restored."
            ),
            State.FORKED: (
                "This database and the published log differ in leaves that both have:"
                " two services have written under one name."
            ),
        }[self.state]

    @property
    def remedy(self) -> str:
        if self.state is State.FORKED:
            return "Restore the database that belongs to what was published; this one cannot be gone on with."
        return "" if self.may_publish else RESUME


def judge(session: Session, published: Published) -> Standing:
    """Where this database stands. Raises Refused when what was published cannot be read.

    Nothing is locked, so a service at work may publish or commit between two looks: what would be the matter is looked at again.
    """
    found = _look(session, published)
    for _ in range(AGAIN):
        if not isinstance(found, Bad) and found.state is not State.BEHIND:
            break
        before, found = found, _look(session, published)
        if isinstance(found, Standing) and found == before:
            break
    if isinstance(found, Bad):
        raise Refused(
            f"What was published of the log cannot be read: {found.words}.", f"Look at {published.folder}."
        )
    return found


def _look(session: Session, published: Published) -> Standing | Bad:
    """One look. The head comes first: whatever it covers was committed before it was written."""
    here = session.get(Installation, 1)
    try:
        head = published.head()
        size = length(session)
        apart = _apart(session, published, head, size)
    except Bad as bad:
        return bad
    state = State.OURS
    if here is None or not here.place:
        state = State.NEW
    elif published.place != here.place:
        state = State.COPY
    if apart is State.FORKED or (apart and state is not State.COPY):
        state = apart
    return Standing(state, size, head.size if head else 0)


def insist(session: Session, published: Published) -> None:
    """Go on, or raise Refused in words. A database from which nothing was published settles here."""
    found = judge(session, published)
    if not found.may_publish:
        raise Refused(found.words, found.remedy)
    if found.state is State.NEW:
        settle(session, published)


def settle(session: Session, published: Published) -> None:
    """From now on this is the place that publishes; what was signed already is published first.

    If we crash before the commit, folder and database name different places or one none, and it is settled once more.
    """
    here = queries.installation(session)
    here.place = published.settle()
    session.add(here)
    newest, head = queries.newest_checkpoint(session), published.head()
    if newest and newest.size > (head.size if head else 0):
        published.advance(head, newest.note, lambda start, end: queries.leaves(session, start, end))


def length(session: Session) -> int:
    """How many leaves the tree in the database has."""
    return session.exec(select(Stream.length).where(Stream.id == "log")).first() or 0


def promised(session: Session, published: Published, size: int) -> list[Event | bytes]:
    """What was published beyond the database's `size`: events that still wait for these places, else bare leaves.

    Raises Bad("published...").
    """
    head = published.head()
    if head is None or head.size <= size:
        return []
    leaves = published.leaves(size, head.size)
    waiting = session.exec(
        select(Event).join(Unsequenced, col(Unsequenced.event_id) == col(Event.id)).order_by(col(Event.id))
    )
    by_leaf = {event.leaf: event for event in waiting}
    return [by_leaf.get(leaf, leaf) for leaf in leaves]


def root(session: Session, size: int) -> bytes:
    """The root of the database's first `size` leaves."""
    row = session.get(Checkpoint, size)
    return row.root if row else merkle.root(size, queries.Nodes(session))


def _apart(session: Session, published: Published, head: Head | None, size: int) -> State | None:
    if head is None:
        return None
    if head.size > size:
        lost = any(isinstance(one, bytes) for one in promised(session, published, size))
        return State.BEHIND if lost else None
    return None if root(session, head.size) == head.root else State.FORKED
