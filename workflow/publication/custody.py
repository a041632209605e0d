"""Keys that have signed something in this record: one that is not in its folder any more is said to be gone, never made anew.

A fresh key would sign on in the lost one's name: whoever has a policy would find another log there, and every later publication
sealed and stated by a stranger.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from workflow.adapters import keyfiles
from workflow.adapters.keystore import BESIDE, CHECKPOINT, KINDS, PUBLICATION, Keystore
from workflow.adapters.rotations import name_of
from workflow.adapters.seal import check_seal
from workflow.core.events import EventKind
from workflow.evidence import tlog
from workflow.history.models import Checkpoint, Event
from workflow.publication.models import PublicationStatement, PublicCopy

PUBLISHING = (PUBLICATION, "seal", "time")
"""The kinds that sign when something is published."""


def missing(session: Session, keystore: Keystore, kinds: Sequence[str] = KINDS) -> list[Path]:
    """The files of keys in use, of these kinds, that are not there though the record has what they signed."""
    return [
        path
        for kind in kinds
        for path in _files(keystore, kind)
        if not path.exists() and _signed(session, keystore, kind)
    ]


def insist(session: Session, keystore: Keystore, kinds: Sequence[str] = KINDS) -> None:
    """Raises Unready, naming the first file, where a key in use is gone."""
    if gone := missing(session, keystore, kinds):
        raise keyfiles.gone(gone[0])


def _files(keystore: Keystore, kind: str) -> Iterator[Path]:
    """The key in use; a seal or time key comes with the authority whose certificate it has."""
    if kind == "seal" and keystore.seal_elsewhere:
        return
    yield keystore.folder / name_of(kind, keystore.in_use(kind))
    if kind in ("seal", "time"):
        yield keystore.folder / name_of("authority", 1)


def _signed(session: Session, keystore: Keystore, kind: str) -> bool:
    """Whether the record holds anything that a key of this kind signed."""
    if kind == "seal" and keystore.begun("authority"):
        # It may have been another's seal until today: the newest copy shows whose.
        newest = session.exec(
            select(PublicCopy.pdf).order_by(col(PublicCopy.event_id).desc()).limit(1)
        ).first()
        if newest is not None:
            return check_seal(newest, [keystore.authority]).valid
    signed: dict[str, tuple[object, ColumnElement[bool] | bool]] = {
        CHECKPOINT: (Checkpoint.size, True),
        BESIDE: (Checkpoint.size, func.length(Checkpoint.note) > tlog.BESIDE_LETTERS),
        PUBLICATION: (PublicationStatement.event_id, True),
    }
    what, where = signed.get(kind, (Event.id, col(Event.kind) == EventKind.EDITION_PUBLISHED))
    return session.exec(select(what).where(where).limit(1)).first() is not None
