"""What an act of this room is about: an edition on its ground, and where there is one its frozen text."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.core import lifecycle
from workflow.core.errors import NotFound
from workflow.core.lifecycle import Move, Status
from workflow.core.people import Actor, Office
from workflow.core.permissions import Case
from workflow.drafting.models import Edition, Mou
from workflow.parties.models import Party
from workflow.review import ground
from workflow.review.ground import Ground
from workflow.signing.models import SigningEvent


@dataclass
class Matter:
    """One edition of one agreement; `event` where the matter is a frozen text."""

    ground: Ground
    event: SigningEvent | None = field(default=None)

    @property
    def edition(self) -> Edition:
        return self.ground.edition

    @property
    def mou(self) -> Mou:
        return self.ground.mou

    @property
    def parties(self) -> list[Party]:
        """The agreement's own parties in their order; schools in scope with their district are not among them."""
        return [party for party in self.ground.parties if party.id in self.ground.listed]

    @property
    def frozen(self) -> SigningEvent:
        """The signing event, where there has to be one. Raises NotFound."""
        if self.event is None:
            raise NotFound("signing event")
        return self.event

    def seat_case(self, party_id: str, offices: frozenset[Office]) -> Case:
        """Permission to act for one party in one of these offices."""
        return Case(parties=frozenset({party_id}), offices=offices, edition_id=self.edition.id)

    def party(self, party_id: str) -> Party:
        return next(party for party in self.ground.parties if party.id == party_id)

    def move(self, move: Move, at: datetime) -> None:
        """Raises Refused where the table of moves has no such move."""
        self.edition.status = lifecycle.after(move, Status(self.edition.status))
        ground.touch(self.edition, at)


def of_edition(session: Session, actor: Actor, edition_id: str, *, lock: bool = False) -> Matter:
    """The edition with its live event, if it has one. Raises NotFound for those who take no part.

    `lock`: for acts. The agreement's stream is locked first and everything is read behind the lock.
    """
    find = ground.lock if lock else ground.find
    found = (
        ground.load(session, edition_id) if actor.service and not lock else find(session, actor, edition_id)
    )
    return Matter(found, live_event(session, edition_id))


def of_event(session: Session, actor: Actor, event_id: str, *, lock: bool = False) -> Matter:
    """The edition with this very event. Raises NotFound for those who take no part, guests included."""
    edition_id = session.exec(select(SigningEvent.edition_id).where(SigningEvent.id == event_id)).first()
    if edition_id is None or actor.guest_of:
        raise NotFound("signing event")
    matter = of_edition(session, actor, edition_id, lock=lock)
    matter.event = session.get_one(SigningEvent, event_id, populate_existing=True)
    return matter


def live_event(session: Session, edition_id: str) -> SigningEvent | None:
    """The event that is open or executed: at most one an edition, which an index holds to."""
    return session.exec(
        select(SigningEvent)
        .where(SigningEvent.edition_id == edition_id, col(SigningEvent.state).in_(["open", "executed"]))
        .execution_options(populate_existing=True)
    ).first()
