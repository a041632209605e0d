"""Which routes there are for an agreement or a party: those that come with the service, and those that parties keep."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.core.errors import Invalid
from workflow.core.routing import Route, from_json
from workflow.guidance import itineraries
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
