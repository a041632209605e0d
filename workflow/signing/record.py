"""Public events of an edition's chain, under the head of the event in hand."""

from datetime import datetime

from sqlmodel import Session

from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.history import actions as history
from workflow.history.models import Event
from workflow.signing.matter import Matter


def public(
    session: Session, kind: EventKind, actor: Actor, case: Matter, at: datetime, *, slot: str = "", subject: str = "", because: str = ""
) -> Event:  # fmt: skip
    """`slot`: a slot's or a body's id; `subject`: the hash of the envelope it records; `because` stays private."""
    fact = history.EditionFact(
        mou=case.mou.id, edition=case.edition.number, head=case.frozen.head, slot=slot, subject=subject
    )
    detail = {name: value for name, value in (("slot", slot), ("because", because)) if value}
    return history.record(
        session, kind, actor=actor, at=at, mou_id=case.mou.id, edition_id=case.edition.id, subject_id=case.frozen.id,
        detail=detail, chain=fact,
    )  # fmt: skip
