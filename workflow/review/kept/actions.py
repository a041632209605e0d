"""Keeping a route: every saving is a new version, and a version never changes."""

from datetime import datetime

from sqlmodel import Session, func, select

from workflow.core.errors import Conflict, Invalid, Issue, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import Case, require
from workflow.core.route_check import issues as wrong
from workflow.history import actions as history
from workflow.parties import queries as parties
from workflow.parties.words import Typed
from workflow.review.kept.draft import Draft, slug, to_route
from workflow.review.kept.queries import known_to
from workflow.review.models import KeptRoute

RESERVED = frozenset({"new"})
"""Names that are addresses of something else."""


def keep_route(
    session: Session,
    actor: Actor,
    party_id: str,
    draft: Draft,
    *,
    name: str = "",
    base: int = 0,
    at: datetime,
) -> KeptRoute:
    """Save a route: a new one without a `name`, else the next version of that one, begun from version `base`.

    Raises Invalid with every Issue at once, and Conflict when somebody else has saved a version since `base`.
    """
    history.lock(session, party_id=party_id)
    party = parties.party(session, party_id)
    if party.kind == PartyKind.BODY:
        raise Refused("An adopting body votes on the frozen text; it keeps no route for reviews.")
    require("party:route:keep", actor, Case(parties=frozenset({party.id})))
    found = _read_words(draft)
    name = name or _free(session, party.id, slug(draft.title, "route"))
    last = _last(session, party.id, name)
    if last != base:
        raise Conflict(
            f"Somebody has saved version {last} of this route meanwhile. Yours was not saved.",
            mine=draft.title, theirs=f"Open version {last}, and make your changes there.",
        )  # fmt: skip
    route = to_route(draft, name, last + 1, found)
    found += wrong(route, known_to(session, party, at))
    if found:
        raise Invalid(found)
    row = KeptRoute(
        party_id=party.id, name=name, version=route.version, title=route.title, content=route.to_json(),
        person_id=actor.person_id, person_name=actor.name, created=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, EventKind.ROUTE_KEPT, actor=actor, at=at, party_id=party.id, subject_id=row.id,
        detail={"route": f"{name}/{route.version}"},
    )  # fmt: skip
    return row


def _read_words(draft: Draft) -> list[Issue]:
    """Settle every line that people will read; what may not stand in a record is noted with its field."""
    typed = Typed()
    draft.title = typed.line("title", "The name of the route", draft.title)
    draft.why = typed.words("why", "When to choose it", draft.why, needed=False, most=1000)
    draft.source = typed.line("source", "Where it comes from", draft.source, needed=False, most=500)
    for s, stage in enumerate(draft.stages, 1):
        stage.title = typed.line(f"stage-{s}-title", "The name of the stage", stage.title, needed=False)
        for n, lane in enumerate(stage.lanes, 1):
            at = f"lane-{s}-{n}"
            lane.title = typed.line(f"{at}-title", "The name of the lane", lane.title, needed=False)
            lane.asks = typed.line(f"{at}-asks", "What an approval says", lane.asks, needed=False, most=300)
    return typed.issues


def _last(session: Session, party_id: str, name: str) -> int:
    newest = select(func.max(KeptRoute.version)).where(KeptRoute.party_id == party_id, KeptRoute.name == name)
    return session.exec(newest).one() or 0


def _free(session: Session, party_id: str, wanted: str) -> str:
    """The name, with a number behind it when another route has it."""
    taken = set(session.exec(select(KeptRoute.name).where(KeptRoute.party_id == party_id))) | RESERVED
    numbered = (wanted if n == 1 else f"{wanted}-{n}" for n in range(1, len(taken) + 2))
    return next(name for name in numbered if name not in taken)
