"""Which routes there are for an agreement or a party: those that come with the service, and those that parties keep."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from workflow.core.errors import Invalid
from workflow.core.people import PartyKind
from workflow.core.route_check import Known
from workflow.core.routing import Route, from_json
from workflow.drafting.models import MouParty
from workflow.guidance import itineraries
from workflow.parties.models import Party
from workflow.parties.queries import holders
from workflow.review.ground import Ground
from workflow.review.models import KeptRoute


def newest(session: Session, party_ids: Iterable[str]) -> Sequence[KeptRoute]:
    """The newest version of every route these parties keep, by title. One statement."""
    last = (
        select(KeptRoute.party_id, KeptRoute.name, func.max(KeptRoute.version).label("version"))
        .where(col(KeptRoute.party_id).in_(sorted(party_ids)))
        .group_by(col(KeptRoute.party_id), col(KeptRoute.name))
        .subquery()
    )
    return session.exec(
        select(KeptRoute)
        .join(
            last,
            (last.c.party_id == col(KeptRoute.party_id))
            & (last.c.name == col(KeptRoute.name))
            & (last.c.version == col(KeptRoute.version)),
        )
        .order_by(KeptRoute.title, KeptRoute.id)
    ).all()


def chosen(session: Session, ground: Ground, choice: str) -> Route:
    """The route of this choice: a name of one that comes with the service, or the id of one kept by a party that runs the
    agreement. The default for an empty choice. Raises Invalid."""
    if not choice:
        return itineraries.default()
    if choice in itineraries.names():
        return itineraries.load(choice)
    kept = session.get(KeptRoute, choice)
    if kept is None or kept.party_id not in ground.running:
        raise Invalid.one("route", "Choose one of the routes that are offered here.")
    return from_json(kept.content)


def offered(session: Session, ground: Ground) -> list[dict[str, Any]]:
    """The routes to choose from for this agreement: those its parties keep, then those of the service."""
    own = [
        {"choice": row.id, "title": row.title, "whose": ground.name(row.party_id), "version": row.version}
        for row in newest(session, ground.running)
    ]
    ours = [
        {"choice": name, "title": route.title, "whose": "", "version": route.version}
        for name in itineraries.names()
        if (route := itineraries.load(name))
    ]
    return [*ours[:1], *own, *ours[1:]]


def around(session: Session, party: Party) -> list[Party]:
    """The party, its schools, and whoever stands in an agreement with it: where a seat of its routes may be. The party first."""
    mine = select(MouParty.mou_id).where(MouParty.party_id == party.id)
    beside = select(MouParty.party_id).where(col(MouParty.mou_id).in_(mine))
    rows = session.exec(
        select(Party)
        .where(or_(Party.id == party.id, col(Party.id).in_(beside), Party.parent_id == party.id))
        .where(Party.kind != PartyKind.BODY)
        .order_by(Party.legal_name)
    )
    return sorted(rows, key=lambda one: one.id != party.id)


def known_to(session: Session, party: Party, at: datetime) -> Known:
    """The parties and people a route of this party may name."""
    parties = around(session, party)
    people = holders(session, [one.id for one in parties], at)
    return Known({one.id: PartyKind(one.kind) for one in parties}, frozenset(one.person_id for one in people))


def versions(session: Session, party_id: str, name: str) -> Sequence[KeptRoute]:
    """Every version of a route, the newest first."""
    return session.exec(
        select(KeptRoute)
        .where(KeptRoute.party_id == party_id, KeptRoute.name == name)
        .order_by(col(KeptRoute.version).desc())
    ).all()
