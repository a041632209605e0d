"""A holder reports his key lost: from the next request on this service asks it for nothing more.

Whoever has lost a key cannot sign its revocation with it. So the report is a word, not a signature, from whoever is signed in
as the holder; it stops the key here at once and asks the registrars for the signed revocation, which stops it for everybody,
also for those who check without us. A lost key never comes back: if it turns up, its holder makes a new one all the same.
"""

from datetime import datetime

from sqlmodel import Session

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.history import actions as history
from workflow.parties.keys.queries import signing_key
from workflow.parties.models import SigningKey


def report(session: Session, actor: Actor, key_id: str, *, at: datetime) -> SigningKey:
    """Note the loss. Raises NotFound for another's key, Refused when there is nothing left to stop."""
    require("key:lose", actor)
    key = signing_key(session, key_id)
    if key.person_id != actor.person_id:
        raise NotFound("signing key")
    history.lock(session, party_id=key.party_id)
    session.refresh(key)
    if key.state == "revoked":
        raise Refused("This key is already revoked.")
    if key.lost:
        raise Refused("This key is already reported lost.", "A registrar of your party revokes it.")
    key.lost = at
    session.add(key)
    history.record(
        session, EventKind.KEY_LOST, actor=actor, at=at, party_id=key.party_id, subject_id=key.person_id,
        detail={"key": key.id},
    )  # fmt: skip
    return key
