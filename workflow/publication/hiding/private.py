"""A party's private package: everything revealed, marked as private, made for whoever takes it and never served publicly.

Its version is the event it goes up to. A party acknowledges the version that it downloaded, and is asked again about the next.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlmodel import Session

from workflow.adapters.keystore import Keystore
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.hiding import Copy
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.history import actions as history
from workflow.publication import anew, core
from workflow.publication.hiding import actions
from workflow.publication.hiding import queries as hiding
from workflow.publication.hiding.models import PrivateDownload, PrivateReceipt
from workflow.signing.matter import Matter

LINK = "/editions/{}/private.json"


@dataclass(frozen=True)
class Taken:
    """A private package for whoever takes it; `noted` writes down that he was given it."""

    content: bytes
    name: str
    noted: Callable[[Session], None]


def package(session: Session, actor: Actor, edition_id: str, keystore: Keystore) -> tuple[bytes, str]:
    """The bytes and the file's name. Raises Refused while no checkpoint covers the record, or where nothing is private."""
    return _made(session, actor, *actions.stand(session, actor, edition_id, lock=False), keystore)


def _made(session: Session, actor: Actor, case: Matter, copy: Copy, keystore: Keystore) -> tuple[bytes, str]:
    require("edition:private:take", actor, case.ground.desk())
    if not (copy.may_hide or copy.hidden):
        raise Refused(
            "Nothing in this agreement is private.",
            "Take the package from its public page: it shows everything.",
        )
    checkpoint = anew.checkpoint_over(
        session, case.edition.id, anew.causes(session, case.edition.id, case.frozen)
    )
    if checkpoint is None:
        raise Refused("The log has not covered this yet.", "Try again in a minute.")
    made = core.build(session, case.edition, case.frozen, keystore, checkpoint, private=True)
    return made.data, f"PRIVATE-{case.mou.slug}-{case.edition.number}.json"


def take(session: Session, actor: Actor, edition_id: str, keystore: Keystore, *, at: datetime) -> Taken:
    """The same, with what is to be written down of it. Raises what `package` does."""
    # Asked first: what is decided meanwhile makes the bytes newer than we say, never older.
    version = _version(session, edition_id)
    case, copy = actions.stand(session, actor, edition_id, lock=False)
    content, name = _made(session, actor, case, copy, keystore)
    row = PrivateDownload(
        edition_id=edition_id, party_id=case.ground.side_of(actor), version=version, digest=sha256(content).hexdigest(),
        person_id=actor.person_id, person_name=actor.name, at=at,
    )  # fmt: skip
    return Taken(content, name, lambda writing: writing.add(row))


def _version(session: Session, edition_id: str) -> int:
    event = hiding.private_version(session, edition_id)
    return event.id or 0 if event else 0


def receive(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> PrivateReceipt:
    """Acknowledge, for one's party, the version of its private package that it downloaded. The first word on a version stands.

    Raises Refused where nobody of the party has downloaded the version of now.
    """
    case, _ = actions.stand(session, actor, edition_id)
    require("edition:private:take", actor, case.ground.desk())
    side, version = case.ground.side_of(actor), _version(session, edition_id)
    for there in hiding.receipts(session, edition_id):
        if (there.party_id, there.version) == (side, version):
            return there
    taken = hiding.downloaded(session, edition_id, side, version)
    if taken is None:
        raise Refused(
            f"Nobody of {case.ground.name(side)} has downloaded this version of its package yet, so nobody can have it.",
            f"Download it first, at {LINK.format(edition_id)}, and keep it; then say that you have it.",
        )
    row = PrivateReceipt(
        edition_id=edition_id, party_id=side, version=version, digest=taken.digest, person_id=actor.person_id,
        person_name=actor.name, at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, EventKind.PRIVATE_RECEIVED, actor=actor, at=at, mou_id=case.mou.id, edition_id=edition_id, subject_id=row.id,
        detail={"version": version},
    )  # fmt: skip
    return row
