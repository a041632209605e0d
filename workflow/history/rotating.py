"""Replacing a key of the service: stated by the old key, logged in public, and for the log's own key with an overlap.

A key that policies name is announced first: they ship both while the old one still signs, so that whoever checks has time to
fetch one. When the overlap ends the new key takes over, under the log's lock, and the old private key is gone. Seals and time tokens
carry their certificate by our own authority, so their keys follow at once.

The publication key signs before the log gives what it signed a place, so it hands over when nothing that it signed waits for one:
each of its publications then has a place below the size at which the next key begins.

If we crash between the commit and the entry beside the keys, the log names a key that never came into use: rotate once more.
"""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from workflow.adapters.keystore import ANNOUNCED, KINDS, PUBLICATION, Keystore, spki
from workflow.adapters.rotations import Rotation
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.evidence import rotation
from workflow.evidence.canonical import b64u, loads
from workflow.evidence.fields import write_moment
from workflow.evidence.leaf import LEAF
from workflow.history import actions, queries
from workflow.history.models import Event

OVERLAP = timedelta(days=30)


def rotate(
    session: Session, keystore: Keystore, kind: str, *, actor: Actor, at: datetime, overlap: timedelta = OVERLAP
) -> Rotation:  # fmt: skip
    """Make the next key of a kind and have the old one say so. The caller commits and then calls `Keystore.enter`.

    Raises Refused for a kind there is not, one whose next key is announced already, or one whose key had no size of the log yet.
    """
    if kind not in KINDS:
        raise Refused(f"There is no key of the kind {kind}.", f"The kinds are: {', '.join(KINDS)}.")
    if waiting := keystore.announced(kind):
        raise Refused(f"The next {kind} key is announced already and takes over on {waiting.due}.")
    newest = queries.newest_checkpoint(session)
    size = newest.size if newest else 0
    if kind in ANNOUNCED and size <= max((one.size for one in keystore.rotated(kind)), default=0):
        raise Refused(
            "This key has signed nothing yet, so nothing can be said of the next one.",
            "Start the service first.",
        )
    actions.lock(session)
    old = keystore.key_of(kind) if kind in ANNOUNCED else keystore.own(kind).key
    number, new = keystore.prepare(kind)
    due = at + (overlap if kind in ANNOUNCED else timedelta())
    said = rotation.statement(
        old, deployment=queries.installation(session).deployment, kind=kind, spki=spki(old), new=spki(new), at=at, until=due,
    )  # fmt: skip
    actions.record(
        session,
        EventKind.SERVICE_ROTATED,
        actor=actor,
        at=at,
        subject_id=kind,
        chain=actions.ServiceFact(said),
    )
    return Rotation(kind, number, b64u(spki(old)), b64u(spki(new)), write_moment(at), write_moment(due), size)


def hand_over(session: Session, keystore: Keystore, *, at: datetime) -> bool:
    """Let each announced key take over when its time has come. Nobody signs meanwhile: publishing and the log are locked.

    False where none did: also while a publication waits for its place, which the next round sees in the log.
    """
    waiting = [one for one in map(keystore.announced, ANNOUNCED) if one and write_moment(at) >= one.due]
    if any(one.kind == PUBLICATION for one in waiting):
        actions.lock_publishing(session)
        if queries.waits(session, EventKind.EDITION_PUBLISHED):
            waiting = [one for one in waiting if one.kind != PUBLICATION]
    if not waiting:
        return False
    actions.lock_log(session)
    newest = queries.newest_checkpoint(session)
    for one in waiting:
        keystore.hand_over(one.kind, newest.size if newest else 0)
    return True


def outdated(session: Session, keystore: Keystore) -> str:
    """Why these keys are older than the log says; empty when they are not. A key that was replaced must not sign again."""
    rows = session.exec(
        select(Event.leaf)
        .where(Event.kind == EventKind.SERVICE_ROTATED, col(Event.subject_id).in_(ANNOUNCED))
        .order_by(col(Event.id))
    )
    stated = [loads(leaf[len(LEAF) + 4 :]) for leaf in rows]
    followed = {
        leaf["old"]: leaf for leaf in stated
    }  # one that was broken off is followed by another of the same key
    known = {one.new for one in keystore.rotations()}
    for leaf in followed.values():
        if leaf["new"] not in known:
            return f"The log says that the {leaf['key']} key was to be replaced as of {leaf['at'][:10]}, and the next one is not in {keystore.folder}."
    return ""
