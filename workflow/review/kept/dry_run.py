"""A route tried out: against the people of today, and against earlier reviews of the party's agreements."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.approvals import Seat, VerdictValue
from workflow.core.errors import NotFound
from workflow.core.events import EventKind
from workflow.core.people import Actor, PartyKind
from workflow.core.replay import Replayed, Said, replay
from workflow.core.route_words import for_parties
from workflow.core.routing import Route
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.history.models import Event
from workflow.parties.queries import holders
from workflow.review.circulation.queries import walk
from workflow.review.ground import Ground, find
from workflow.review.kept.views import party_of, route_of
from workflow.review.models import Verdict
from workflow.review.route.seats import seated

EARLIER = 10


def dry_run_page(
    session: Session, actor: Actor, party_id: str, name: str, version: int, edition_id: str, *, at: datetime
) -> dict[str, Any]:
    """Who would sit where today in one of the party's agreements, and how its earlier reviews would have gone."""
    party = party_of(session, actor, party_id)
    route = route_of(session, party, name, version)
    editions = session.exec(
        select(Edition, Mou)
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .join(MouParty, (col(MouParty.mou_id) == col(Edition.mou_id)) & (col(MouParty.party_id) == party.id))
        .order_by(col(Edition.created).desc(), col(Edition.number).desc(), Edition.id)
    ).all()
    ground = _chosen(session, actor, [edition.id for edition, _ in editions], edition_id)
    reviewed = [(edition, mou) for edition, mou in editions if edition.route][:EARLIER]
    return {
        "party": {"id": party.id, "legal_name": party.legal_name, "timezone": party.timezone},
        "name": name,
        "version": route.version,
        "title": route.title,
        "editions": [[edition.id, f"{mou.title}, edition {edition.number}"] for edition, mou in editions],
        "edition": ground.edition.id if ground else "",
        "today": walk(session, ground, route, at) if ground else None,
        "now": at,
        "earlier": [
            {"title": mou.title, "number": edition.number, "timezone": mou.timezone, "link": f"/editions/{edition.id}",
             **earlier_review(session, find(session, actor, edition.id), route)}
            for edition, mou in reviewed
        ],
    }  # fmt: skip


def _chosen(session: Session, actor: Actor, known: list[str], edition_id: str) -> Ground | None:
    """The edition to try the route on: the newest when none was chosen; None for a party without any. Raises NotFound."""
    if edition_id and edition_id not in known:
        raise NotFound("edition")
    return find(session, actor, edition_id or known[0]) if known else None


def earlier_review(session: Session, ground: Ground, route: Route) -> dict[str, Any]:
    """How the review of this edition went, and how it would have gone along this route."""
    began, ended = _span(session, ground)
    if began is None:
        return {"began": None, "ended": None, "stages": []}
    parties = [(party.id, PartyKind(party.kind), party.legal_name) for party in ground.parties]
    pinned = for_parties(route, parties)
    people = holders(session, [party.id for party in ground.parties], began)
    seats = {
        stage.id: [
            Seat(lane.id, one.person_id, one.name, one.party_id, one.office)
            for lane, one in seated(ground, stage, people)
        ]
        for stage in pinned.stages
    }
    rows = session.exec(select(Verdict).where(Verdict.edition_id == ground.edition.id))
    said = [Said(row.person_id, VerdictValue(row.value), row.created) for row in rows]
    return {
        "began": began,
        "ended": ended,
        "stages": [stage_value(one) for one in replay(pinned, seats, said, began)],
    }


def _span(session: Session, ground: Ground) -> tuple[datetime | None, datetime | None]:
    """When the review of an edition began, and when it was complete for the last time."""
    rows = session.exec(
        select(Event.kind, Event.at)
        .where(
            Event.edition_id == ground.edition.id,
            col(Event.kind).in_([EventKind.EDITION_CIRCULATED, EventKind.REVIEW_COMPLETED]),
        )
        .order_by(col(Event.id))
    ).all()
    began = next((at for kind, at in rows if kind == EventKind.EDITION_CIRCULATED), None)
    return began, next((at for kind, at in reversed(rows) if kind == EventKind.REVIEW_COMPLETED), None)


def stage_value(one: Replayed) -> dict[str, Any]:
    """A stage as it would have gone."""
    return {
        "title": one.stage.title,
        "opened": one.opened,
        "closed": one.closed,
        "empty": list(one.empty),
        "unheard": list(one.unheard),
    }
