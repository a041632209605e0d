"""Inviting somebody without an account to look at one edition."""

from datetime import datetime

from sqlmodel import Session, select

from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE, IN_WORDS
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.history import actions as history
from workflow.parties.links.actions import guest as person_behind
from workflow.parties.observers.queries import watching
from workflow.review.ground import lock
from workflow.review.models import Guest


def invite_guest(
    session: Session, actor: Actor, edition_id: str, *, name: str, email: str, at: datetime
) -> Guest:
    """Invite a guest reviewer. The mail that follows carries the link; inviting again sends a new one.

    A guest reads this edition and comments on it, to all parties; a guest has no seat, no turn and no verdict.
    """
    ground = lock(session, actor, edition_id)
    require("edition:guest:invite", actor, ground.desk())
    if ground.status not in COMMENTABLE:
        raise Refused(
            f"This edition is {IN_WORDS[ground.status]}, so a guest could not comment.",
            "Invite guests while it is in review.",
        )
    person = person_behind(session, actor, name=name, email=email, at=at)
    if watching(session, person.id, edition_id):
        raise Refused(
            f"{person.name} observes this edition.",
            "End that first: who reads along for somebody does not comment.",
        )
    row = session.exec(
        select(Guest).where(Guest.edition_id == edition_id, Guest.person_id == person.id)
    ).first()
    if row is None:
        row = Guest(edition_id=edition_id, person_id=person.id, invited_by=actor.person_id, created=at)
        session.add(row)
        session.flush()
    history.record(
        session, EventKind.GUEST_INVITED, actor=actor, at=at, mou_id=ground.mou.id, edition_id=edition_id,
        subject_id=person.id, detail={"guest": row.id},
    )  # fmt: skip
    return row
