"""For whom the first steps are shown, and the rows they are read from: five statements, and one where they are over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from workflow.core.lifecycle import FIXED, SIGNED
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import may
from workflow.drafting.models import Edition, MouParty
from workflow.parties.models import Party, PartyLink, SigningKey
from workflow.parties.queries import holders
from workflow.review.firststeps.steps import Side, steps
from workflow.review.turns.inbox import of_actor

MOST = 12
"""Parties of the list at most: the two sides and the first schools."""


def first_steps(session: Session, actor: Actor, *, hours: int, now: datetime) -> list[dict[str, Any]]:
    """The tasks, for those who administer or run something, until the first agreement of their parties is frozen."""
    if not (may("party:create", actor) or may("mou:start", actor)):
        return []
    editions = session.exec(
        select(Edition)
        .where(col(Edition.mou_id).in_(of_actor(actor.party_ids)))
        .order_by(col(Edition.created))
        .limit(50)
    ).all()
    if any(one.status in FIXED | SIGNED for one in editions):
        return []
    first = editions[0] if editions else None
    parties = _parties(session, actor, first)
    ids = [party.id for party in parties]
    people = holders(session, ids, now)
    keys = session.exec(select(SigningKey).where(col(SigningKey.party_id).in_(ids))).all()
    accepted = set(session.exec(
        select(PartyLink.party_id).where(PartyLink.kind == "acceptance", col(PartyLink.party_id).in_(ids))
    ))  # fmt: skip
    sides = [
        Side(
            party, [one for one in people if one.party_id == party.id],
            [key for key in keys if key.party_id == party.id], party.id in accepted,
        )
        for party in parties
    ]  # fmt: skip
    return steps(sides, first.id if first else "", hours, now)


def _parties(session: Session, actor: Actor, first: Edition | None) -> Sequence[Party]:
    """Those of the agreement that was started; before that the actor's own and, across the line, the one that is furthest.
    With each district the schools below it."""
    if first:
        listed = select(MouParty.party_id).where(MouParty.mou_id == first.mou_id)
        return session.exec(
            select(Party)
            .where(or_(col(Party.id).in_(listed), col(Party.parent_id).in_(listed)), Party.kind != PartyKind.BODY)
            .order_by(col(Party.created)).limit(MOST)
        ).all()  # fmt: skip
    rows = session.exec(
        select(Party)
        .where(Party.kind != PartyKind.BODY)
        .order_by(col(Party.public_id).is_(None), col(Party.created))
    ).all()
    own = [party for party in rows if party.id in actor.party_ids]
    sides = {party.kind == PartyKind.AGENCY for party in own}
    across = [party for party in rows if party.kind != PartyKind.SCHOOL and sides == {party.kind != PartyKind.AGENCY}]  # fmt: skip
    main = [*own, *across[:1]]
    below = [
        party for party in rows if party not in main and party.parent_id in {one.id for one in main}
    ]  # fmt: skip
    return [*main, *below][:MOST]
