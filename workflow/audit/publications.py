"""Public copies and the statements about them, held against what the log says was published, and by whose key."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.adapters.rotations import Turn
from workflow.audit.events import read_leaf
from workflow.audit.findings import Finding
from workflow.audit.rows import blob, plain
from workflow.core.events import EventKind
from workflow.evidence import publishing
from workflow.evidence.canonical import b64u
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.policy import Policy
from workflow.history.models import Event, LogEntry
from workflow.history.standing import length
from workflow.publication import statements
from workflow.publication.core import unfit
from workflow.publication.models import PublicationStatement, PublicCopy


class _Copy(NamedTuple):
    """A public copy as the driver gives it; None where bytes were and are no more."""

    edition_id: str
    core: bytes | None
    pdf: bytes | None
    core_hash: str
    pdf_hash: str
    event_id: int | None


Said = dict[int | None, Mapping[str, Any] | None]


def findings(session: Session, keys: Sequence[Turn]) -> Iterator[Finding]:
    """`keys`: the publication keys of this service; without them, each statement is held against the key that it names."""
    links = _links(session)
    said: Said = {}
    trust = Policy("", (), (), (), (), publishers=tuple(statements.named(session, keys)))
    for event_id, link in links.items():
        try:
            said[event_id] = publishing.hear(link, trust)
        except Bad as bad:
            yield Finding("published.statement", f"event {event_id}: {bad.words}")
    yield from copies(session, links, said)


def _links(session: Session) -> dict[int | None, Link]:
    """Every *published* event; one that waits will stand behind all the log has. Unreadable leaves are the walk's to report."""
    size = length(session)
    rows = session.exec(
        select(Event, LogEntry.index, PublicationStatement)
        .join(LogEntry, col(LogEntry.event_id) == col(Event.id), isouter=True)
        .join(PublicationStatement, col(PublicationStatement.event_id) == col(Event.id), isouter=True)
        .where(Event.kind == EventKind.EDITION_PUBLISHED)
        .order_by(col(Event.id))
    )
    found: dict[int | None, Link] = {}
    for event, index, row in rows:
        try:
            leaf = read_leaf(event.leaf)
        except Bad:
            continue
        place = size if index is None else index
        found[event.id] = Link(leaf, place, envelope=row.envelope if row else None)
    return found


def copies(session: Session, links: Mapping[int | None, Link], said: Said) -> Iterator[Finding]:
    """A public copy is, byte for byte, what was logged as published, and its package still holds by itself."""
    read = [
        PublicCopy.edition_id, blob(session, PublicCopy.core), blob(session, PublicCopy.pdf), PublicCopy.core_hash,
        PublicCopy.pdf_hash, PublicCopy.event_id,
    ]  # fmt: skip
    for copy in map(_Copy._make, plain(session, select(*read))):
        data = copy.core or b"", copy.pdf or b""
        core, pdf = (b64u(sha256(one).digest()) for one in data)
        link = links.get(copy.event_id)
        holds = (copy.core_hash, copy.pdf_hash) == (core, pdf) and link and copy.event_id in said
        if not holds or not publishing.about(link, said[copy.event_id], {"core": core, "pdf": pdf}):
            yield Finding(
                "published.copy", f"the public copy of edition {copy.edition_id} is not what was logged"
            )
        if no := unfit(data[0]):
            yield Finding("published.package", f"the package of edition {copy.edition_id}: {no.sentence()}")
