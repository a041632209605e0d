"""Writing the record: one event an act, in the act's own transaction.

An event is audit trail, outbox and log entry in one. The stream's row is locked before anything else of its agreement or
party, so that the order of locks is fixed and numbers have no gaps. If we crash before the commit, neither the act nor its
event ever happened; after it, both did, and `undispatched` and `unsequenced` still hold what has to follow.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, select

from workflow.core.errors import Refused
from workflow.core.events import EDITION_CHAIN, EventKind, is_public
from workflow.core.people import Actor
from workflow.evidence import leaf as leaves
from workflow.history import queries
from workflow.history.models import Event, Installation, Stream, Undispatched, Unsequenced

SERVICE_STREAM = "service"
STREAM = (
    select(Stream)
    .where(Stream.id == bindparam("stream"))
    .with_for_update()
    .execution_options(populate_existing=True)
)
"""Locked first by every act, so the statement is put together once."""


@dataclass(frozen=True)
class EditionFact:
    """What an edition's public leaf says beside the event: docs/format.md, section 6."""

    mou: str
    edition: int
    head: str
    slot: str = ""
    subject: str = ""


@dataclass(frozen=True)
class PartyFact:
    """What a party's public leaf says: the party's public id, the statement's media type and its envelope hash."""

    party: str
    type: str
    envelope: str


@dataclass(frozen=True)
class ServiceFact:
    """What the service says of itself in the log: docs/format.md, section 6."""

    said: dict[str, Any]


Fact = EditionFact | PartyFact | ServiceFact


def begin(
    session: Session, *, deployment: str, rp_id: str, origin: str, log_origin: str, actor: Actor, at: datetime
) -> Installation:
    """The first act of a deployment: who it is, for life. Later calls only note a new address under the same rp id.

    Raises Refused when the database belongs to another deployment or another rp id.
    """
    lock(session)
    standing = session.get(Installation, 1)
    if standing is None:
        standing = Installation(
            deployment=deployment,
            rp_id=rp_id,
            origin=origin,
            origins=[origin],
            log_origin=log_origin,
            begun=at,
        )
        session.add(standing)
        session.flush()
        record(session, EventKind.SERVICE_BEGUN, actor=actor, at=at, detail={"deployment": deployment})
        return standing
    if standing.deployment != deployment:
        raise Refused(
            "This database belongs to another deployment than the keys beside it.",
            "Use the keys folder that was made with this database.",
        )
    if standing.rp_id != rp_id:
        raise Refused(
            f"This service was set up as {standing.rp_id}, and its passkeys work there alone; now it is called {rp_id}.",
            f"Set COUNTERSIGN_PUBLIC_URL to an address at {standing.rp_id}.",
        )
    if standing.origin != origin:
        standing.origin = origin
        standing.origins = [*standing.origins, origin] if origin not in standing.origins else standing.origins
        session.add(standing)
    return standing


def _stream(mou_id: str, party_id: str | None) -> str:
    return f"mou:{mou_id}" if mou_id else f"party:{party_id}" if party_id else SERVICE_STREAM


def lock(session: Session, *, mou_id: str = "", party_id: str | None = None) -> Stream:
    """Lock one stream for the rest of the transaction; made when it is new. Always the first lock of an act."""
    return _lock(session, _stream(mou_id, party_id))


def lock_log(session: Session) -> Stream:
    """Lock the log itself: its `length` is the size of the tree. The sequencer takes it after no other lock."""
    return _lock(session, "log")


def lock_publishing(session: Session) -> Stream:
    """Lock the publication key, after an agreement's own stream: whoever signs with it holds this until that is committed, and the
    key changes hands under it, so that what an old key signed is known by then."""
    return _lock(session, "publishing")


def _lock(session: Session, name: str) -> Stream:
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    found = session.exec(STREAM, params={"stream": name}).first()
    if found is None:
        session.connection().execute(insert(Stream).values(id=name, length=0).on_conflict_do_nothing())
        found = session.exec(STREAM, params={"stream": name}).one()
    return found


def record(
    session: Session, kind: EventKind, *, actor: Actor, at: datetime, mou_id: str = "", edition_id: str | None = None,
    party_id: str | None = None, subject_id: str = "", detail: dict[str, Any] | None = None,
    chain: Fact | None = None,
) -> Event:  # fmt: skip
    """Append one event to its stream. Public kinds need `chain` and enter their chain; others are committed to blindly.

    Raises ValueError when a public kind comes without its facts, or a private one with them: a fault of the caller.
    """
    if is_public(kind) != (chain is not None):
        raise ValueError(f"{kind} needs a chain fact exactly when it is public")
    stream = lock(session, mou_id=mou_id, party_id=party_id)
    if isinstance(chain, EditionFact):
        party_id = (
            None  # a link belongs to one chain alone: (party_id, chain_seq) numbers the parties' chains
        )
    event = Event(
        stream=stream.id, seq=stream.length, kind=kind, at=at, actor_id=actor.person_id, actor_name=actor.name,
        actor_office=actor.office_title, actor_party=actor.party_name, mou_id=mou_id, edition_id=edition_id,
        party_id=party_id, subject_id=subject_id, detail=detail or {}, leaf=b"",
    )  # fmt: skip
    _seal(session, event, chain)
    stream.length += 1
    session.add(event)
    session.flush()
    session.add_all([Undispatched(event_id=event.id), Unsequenced(event_id=event.id)])
    session.flush()
    return event


def _seal(session: Session, event: Event, chain: Fact | None) -> None:
    """Give the event its leaf: in clear and linked to the chain's last leaf, or as a salted commitment."""
    if chain is None:
        event.salt = secrets.token_bytes(32)
        event.leaf = leaves.leaf_data(leaves.private_leaf(event.salt, committed(event)))
        return
    if isinstance(chain, ServiceFact):
        word, here = event.kind.rsplit(":", 1)[1], queries.installation(session).deployment
        said = leaves.service_leaf(deployment=here, event=word, at=event.at, said=chain.said)
        event.leaf = leaves.leaf_data(said)
        return
    of_edition = EventKind(event.kind) in EDITION_CHAIN
    last = queries.last_of_chain(
        session,
        edition_id=event.edition_id or "" if of_edition else "",
        party_id="" if of_edition else event.party_id or "",
    )
    event.chain_seq = (last.chain_seq or 0) + 1 if last else 0
    if last:
        event.at = max(event.at, last.at)  # two servers' clocks differ; time never goes back along a chain
    link = {
        "deployment": queries.installation(session).deployment,
        "seq": event.chain_seq,
        "prev": queries.leaf_id(last) if last else "",
        "at": event.at,
    }
    if isinstance(chain, EditionFact):
        word = event.kind.rsplit(":", 1)[1]
        leaf = leaves.edition_leaf(**link, **vars(chain), event=word)
    else:
        leaf = leaves.party_leaf(**link, **vars(chain))
    event.leaf = leaves.leaf_data(leaf)


def committed(event: Event) -> dict[str, Any]:
    """What a private commitment covers: who did what to which row, when, and where it stands in its stream."""
    return {
        "stream": event.stream,
        "seq": event.seq,
        "kind": str(event.kind),
        "at": event.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "mou": event.mou_id,
        "edition": event.edition_id or "",
        "party": event.party_id or "",
        "subject": event.subject_id,
        "detail": event.detail,
    }
