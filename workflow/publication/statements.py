"""What the service says with its publication key: one statement a publication, whose hash is what the log's leaf names.

- It is written in the transaction that records the publication, while the key is locked: when a key hands over, nothing that
  it signed is unknown (history/rotating.py).
- Publications from before there was such a key have none. Policies name the first key from the place behind the last of them on.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlmodel import Session, col, select

from workflow.adapters.keystore import PUBLICATION, Keystore
from workflow.adapters.rotations import Turn
from workflow.core.errors import Unready
from workflow.core.events import EventKind
from workflow.evidence import publishing
from workflow.evidence.keyrecord import key_id
from workflow.history import actions as history
from workflow.history.models import Event, LogEntry
from workflow.history.queries import installation
from workflow.publication.models import PublicationStatement
from workflow.publication.proving import Envelopes


def sign(
    session: Session, keystore: Keystore, *, mou: str, edition: int, head: str, core: bytes, pdf: bytes, at: datetime
) -> dict[str, Any]:  # fmt: skip
    """The signed statement about one edition's package and PDF (SHA-256 of each). The key stays locked until the commit.

    Raises Unready where another key signed last than this folder knows of: a key that was replaced must not sign again.
    """
    history.lock_publishing(session)
    signed = keystore.publication_keys[: keystore.in_use(PUBLICATION)]
    last = session.exec(
        select(PublicationStatement).order_by(col(PublicationStatement.event_id).desc()).limit(1)
    ).first()
    if last and last.key not in map(id_of, signed):
        raise Unready(
            f"The last publication was signed by a key that is not in use in {keystore.folder}.",
            "Put the newer keys back.",
        )
    return publishing.envelope(
        keystore.publication_key, deployment=installation(session).deployment, mou=mou, edition=edition, head=head,
        core=core, pdf=pdf, issued=at,
    )  # fmt: skip


def keep(session: Session, event: Event, envelope: dict[str, Any]) -> None:
    """Beside its event, for every package that will carry it."""
    assert event.id is not None and event.edition_id is not None
    (given,) = envelope["signatures"]
    session.add(
        PublicationStatement(
            event_id=event.id, edition_id=event.edition_id, key=given["key"], envelope=envelope
        )
    )


def envelopes(session: Session, edition_id: str) -> Envelopes:
    """Of one edition, by their events."""
    rows = session.exec(select(PublicationStatement).where(PublicationStatement.edition_id == edition_id))
    return {row.event_id: row.envelope for row in rows}


def named(session: Session, keys: Iterable[Turn]) -> list[dict[str, Any]]:
    """The keys as a policy names them, oldest first; none while a publication from before them waits for its place."""
    unsigned = (
        select(Event.id, LogEntry.index)
        .join(LogEntry, col(LogEntry.event_id) == col(Event.id), isouter=True)
        .join(PublicationStatement, col(PublicationStatement.event_id) == col(Event.id), isouter=True)
        .where(Event.kind == EventKind.EDITION_PUBLISHED, col(PublicationStatement.event_id).is_(None))
        .order_by(col(Event.id).desc())
        .limit(1)
    )
    last = session.exec(unsigned).first()
    if last and last[1] is None:
        return []
    first = last[1] + 2 if last else 0
    found = [{"from": max(one.first, first), "key": id_of(one), "until": one.until} for one in keys]
    return [one for one in found if not one["until"] or one["from"] <= one["until"]]


def id_of(turn: Turn) -> str:
    """The key id, as `countersign keys` shows it."""
    return key_id(turn.public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
