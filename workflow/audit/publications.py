"""Public copies and the statements about them, held against what the log says was published, and by whose key."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.adapters.rotations import Turn
from workflow.audit.events import read_leaf
from workflow.audit.findings import Finding
from workflow.audit.rows import blob, moments, plain
from workflow.audit.stored import Row, read
from workflow.core.events import EventKind
from workflow.evidence import publishing, tlog
from workflow.evidence.canonical import b64u, loads
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
    size: int
    published: Any


Said = dict[int | None, Mapping[str, Any] | None]
Editions = Mapping[Any, tuple[Any, Any]]
"""Agreement and number of each edition."""


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
    editions = _editions(session)
    yield from copies(session, links, said, editions)
    yield from former(session, links, said)
    yield from _orphans(session, links, editions)


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


def copies(
    session: Session, links: Mapping[int | None, Link], said: Said, editions: Editions
) -> Iterator[Finding]:
    """A public copy is, byte for byte, what was logged as published, and its package still holds by itself. Each edition has the copy
    that was published last."""
    columns = [
        PublicCopy.edition_id, blob(session, PublicCopy.core), blob(session, PublicCopy.pdf), PublicCopy.core_hash,
        PublicCopy.pdf_hash, PublicCopy.event_id, PublicCopy.checkpoint_size,
        moments(session, col(PublicCopy.published)),
    ]  # fmt: skip
    missing = set(_newest(links))
    for copy in map(_Copy._make, plain(session, select(*columns))):
        data = copy.core or b"", copy.pdf or b""
        core, pdf = (b64u(sha256(one).digest()) for one in data)
        link = links.get(copy.event_id)
        holds = (copy.core_hash, copy.pdf_hash) == (core, pdf) and link and copy.event_id in said
        holds = holds and _placed(copy, link) and editions.get(copy.edition_id) == _edition(link)
        if not holds or not publishing.about(link, said[copy.event_id], {"core": core, "pdf": pdf}):
            yield Finding(
                "published.copy", f"the public copy of edition {copy.edition_id} is not what was logged"
            )
        if no := unfit(data[0]):
            yield Finding("published.package", f"the package of edition {copy.edition_id}: {no.sentence()}")
        missing.discard(copy.event_id)
    for event_id in sorted(missing, key=str):
        yield Finding(
            "published.missing", f"the public copy that was published in event {event_id} is not here"
        )


def _placed(copy: _Copy, link: Link) -> bool:
    """It was published when the log says, under the checkpoint that its package holds."""
    if f"{str(copy.published)[:10]}T{str(copy.published)[11:19]}Z" != link.at:
        return False
    try:
        parcel: Any = loads(copy.core or b"")
        return tlog.body(parcel["log"]["checkpoint"])[1] == copy.size
    except (Bad, AttributeError, KeyError, TypeError):
        return False


def _newest(links: Mapping[int | None, Link]) -> Collection[int | None]:
    """The last publication of each edition."""
    return {_edition(link): event_id for event_id, link in links.items()}.values()


def _edition(link: Link) -> tuple[Any, Any]:
    return link.leaf["mou"], link.leaf["edition"]


def _editions(session: Session) -> Editions:
    return {
        row["id"]: (row["mou_id"], row["number"])
        for row in read(session, "edition", ("id", "mou_id", "number"))
    }


def former(session: Session, links: Mapping[int | None, Link], said: Said) -> Iterator[Finding]:
    """Of every copy that a later one replaced, the hashes that were logged are kept."""
    last = set(_newest(links))
    rows = {
        row["event_id"]: row for row in read(session, "former_copy", ("event_id", "core_hash", "pdf_hash"))
    }
    for event_id, link in links.items():
        row = rows.pop(event_id, None)
        if (row is None) != (event_id in last):
            yield Finding(
                "published.former",
                f"what was published in event {event_id} was replaced, and its hashes are not kept, or the reverse",
            )
        elif row and event_id in said and not _about(link, said[event_id], row):
            yield Finding(
                "published.former", f"the hashes kept of event {event_id} are not those that were published"
            )
    yield from (
        Finding("published.former", f"no publication is event {event_id}, of which hashes are kept")
        for event_id in rows
    )


def _about(link: Link, said: Mapping[str, Any] | None, row: Row) -> bool:
    try:
        return publishing.about(link, said, {"core": row["core_hash"], "pdf": row["pdf_hash"]})
    except Bad:
        return False


def _orphans(session: Session, links: Mapping[int | None, Link], editions: Editions) -> Iterator[Finding]:
    """Each statement stands beside the event that it names its edition and key for."""
    columns = ("event_id", "edition_id", "key", "envelope")
    for row in read(session, "publication_statement", columns):
        link = links.get(row["event_id"])
        signed = row["envelope"].get("signatures") if isinstance(row["envelope"], dict) else None
        if link is None or editions.get(row["edition_id"]) != _edition(link):
            yield Finding(
                "published.statement",
                f"a statement points to event {row['event_id']}, which published nothing of its edition",
            )
        elif not isinstance(signed, list) or [one.get("key") for one in signed if isinstance(one, dict)] != [
            row["key"]
        ]:
            yield Finding(
                "published.statement",
                f"the statement of event {row['event_id']} is not by the key that its row names",
            )
