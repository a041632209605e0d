"""Your agreements: each with its latest edition, its state, whose turn it is, and until when it is in force.

Three statements a page, however many agreements there are: the agreements, the turns, the signed editions. Who reviews,
and who is late, is not for those who only sit in a body that adopts later (rule 2 of `review.ground`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.adapters.templates import day
from workflow.core.lifecycle import WAS_PUBLISHED
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.core.term import sentence
from workflow.drafting.models import Edition, Mou
from workflow.drafting.term import current_of, force_of
from workflow.parties.models import Party, Person
from workflow.parties.queries import local_day
from workflow.review.models import Turns
from workflow.review.turns.inbox import BEFORE_FREEZE, PAGE, edition_value, followed, of_actor, waited_for


def agreements(session: Session, actor: Actor, *, now: datetime, page: int = 1) -> dict[str, Any]:
    """The agreements of the actor's parties, the one that changed last first; 25 a page."""
    page = max(1, page)
    rows = _latest(session, actor, page)
    shown = rows[:PAGE]
    told = [edition.id for edition, _, follows in shown if follows or edition.status not in BEFORE_FREEZE]
    waiting = _waiting(session, told)
    in_force = _in_force(session, [mou for _, mou, _ in shown], now)
    return {
        "agreements": [
            {
                **edition_value(edition, mou),
                "mou": mou.id,
                "slug": mou.slug,
                "link": f"/editions/{edition.id}",
                "changed": edition.changed,
                "waiting_for": waiting.get(edition.id, []),
                "late": any(one["due"] and one["due"] < now for one in waiting.get(edition.id, [])),
                "in_force": in_force.get(mou.id),
            }
            for edition, mou, _ in shown
        ],
        "page": page,
        "more": len(rows) > PAGE,
        "may_start": may("mou:start", actor),
    }


def _latest(session: Session, actor: Actor, page: int) -> Sequence[tuple[Edition, Mou, bool]]:
    """The latest edition of each agreement, and whether the actor may follow its review; one more than fits a page."""
    follows = followed(actor)
    last = (
        select(Edition.mou_id, func.max(Edition.number).label("number"))
        .where(col(Edition.mou_id).in_(of_actor(actor.party_ids)))
        .group_by(col(Edition.mou_id))
        .subquery()
    )
    return session.exec(
        select(Edition, Mou, follows)
        .join(last, (last.c.mou_id == col(Edition.mou_id)) & (last.c.number == col(Edition.number)))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .order_by(col(Edition.changed).desc(), Edition.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()


def _waiting(session: Session, editions: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    rows = session.exec(
        select(Turns, Person.name, Party.legal_name)
        .join(Person, col(Person.id) == col(Turns.person_id))
        .join(Party, col(Party.id) == col(Turns.party_id), isouter=True)
        .where(col(Turns.edition_id).in_(editions))
        .order_by(col(Turns.due).is_(None), col(Turns.due), Person.name)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for turn, name, party in rows:
        found.setdefault(turn.edition_id, []).append(waited_for(turn, name, party))
    return found


def _in_force(session: Session, mous: Sequence[Mou], now: datetime) -> dict[str, dict[str, Any]]:
    """What of each agreement the public can read, in its standing sentence, by the agreement's id."""
    rows = session.exec(
        select(Edition)
        .where(col(Edition.mou_id).in_([mou.id for mou in mous]), col(Edition.status).in_(WAS_PUBLISHED))
        .order_by(col(Edition.number))
    )
    published: dict[str, list[Edition]] = {}
    for edition in rows:
        published.setdefault(edition.mou_id, []).append(edition)
    found = {}
    for mou in mous:
        if editions := published.get(mou.id):
            today = local_day(mou.timezone, now)
            edition = current_of(mou, editions, today)
            state = force_of(mou, edition, today)
            days = {one: day(one) for one in (state.effective, state.until) if one}
            found[mou.id] = {
                "edition": edition.number,
                "until": state.until,
                "review_due": edition.review_due,
                "words": sentence(state, days),
                "address": f"/mou/{mou.slug}",
            }
    return found
