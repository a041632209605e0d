"""The inbox: your turn, waiting for others, finished lately. One statement each, and nothing else.

Your turn is what waits on an agreement, a comment in which you are named, and, before it, at a party: founding, accepting, keys (`parties.turns`).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, func, or_, select

from workflow.core.bodies import MEMBERS
from workflow.core.lifecycle import FINISHED, IN_WORDS, OPEN, WAS_PUBLISHED, Status
from workflow.core.people import OFFICE_TITLES, Actor, Office, PartyKind
from workflow.core.permissions import may
from workflow.drafting.models import Edition, Mou, MouParty
from workflow.parties.models import Party, Person
from workflow.parties.turns.queries import PartyTurn, turns_of, waiting_keys
from workflow.review.acknowledgements import queries as acknowledgements
from workflow.review.acknowledgements.models import ReadingList
from workflow.review.mentions import queries as mentions
from workflow.review.models import Later, Turns

PAGE = 25
LATELY = 10
BEFORE_FREEZE = frozenset({Status.DRAFTING, Status.IN_REVIEW, Status.PUBLIC_COMMENT})


def inbox(
    session: Session, actor: Actor, *, now: datetime, page: int = 1, waiting_hours: int = 0
) -> dict[str, Any]:
    """What a person has to do and what is waited for. `page` turns both lists; 25 agreements a page.

    What waits at the parties comes first, since no agreement is signed without it.
    """
    page = max(1, page)
    yours, more_yours = _yours(session, actor, now, page)
    if page == 1:
        asked = mentions.waiting(session, actor, of_actor(actor.party_ids))
        asked += [
            _to_read(row, edition, mou, now) for row, edition, mou in acknowledgements.yours(session, actor)
        ]
        yours = [*(_at_a_party(turn, now) for turn in turns_of(session, actor, now)), *yours, *asked]
    others, more_others = _others(session, actor, page)
    return {
        "yours": yours,
        "others": others,
        "finished": _finished(session, actor) if page == 1 else [],
        "page": page,
        "more": more_yours or more_others,
        "may_start": may("mou:start", actor),
        "keys": waiting_keys(session, actor, waiting_hours, now),
    }


def _at_a_party(turn: PartyTurn, now: datetime) -> dict[str, Any]:
    return {
        "title": turn.party,
        "number": None,
        "timezone": turn.timezone,
        "reason": turn.reason,
        "since": turn.since,
        "due": turn.due,
        "late": turn.due is not None and turn.due < now,
        "link": turn.link,
    }


def _to_read(row: ReadingList, edition: Edition, mou: Mou, now: datetime) -> dict[str, Any]:
    """A text that somebody is asked to confirm having read."""
    return {
        **edition_value(edition, mou),
        "reason": f"Read the text, and confirm that you have: {row.title}",
        "since": row.asked,
        "due": row.due,
        "late": row.due < now,
        "link": f"/editions/{edition.id}/acknowledgements",
    }


def waiting_for(session: Session, actor: Actor, now: datetime) -> int:
    """How much waits for this person: the number beside the word Inbox."""
    mine = of_actor(actor.party_ids)
    turns = (
        select(func.count())
        .select_from(Turns)
        .join(Edition, col(Edition.id) == col(Turns.edition_id))
        .where(Turns.person_id == actor.person_id, col(Edition.mou_id).in_(mine))
        .scalar_subquery()
    )
    counts = session.exec(select(turns, mentions.count(actor, mine), acknowledgements.count(actor))).one()
    return sum(counts) + len(turns_of(session, actor, now))


def _yours(session: Session, actor: Actor, now: datetime, page: int) -> tuple[list[dict[str, Any]], bool]:
    rows = session.exec(
        select(Turns, Edition, Mou)
        .join(Edition, col(Edition.id) == col(Turns.edition_id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(Turns.person_id == actor.person_id, col(Edition.mou_id).in_(of_actor(actor.party_ids)))
        .order_by(col(Turns.due).is_(None), col(Turns.due), col(Turns.since), col(Turns.id))
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    found = [
        {
            **edition_value(edition, mou),
            "reason": turn.reason,
            "since": turn.since,
            "due": turn.due,
            "late": turn.due is not None and turn.due < now,
            "link": turn.link or f"/editions/{edition.id}",
        }
        for turn, edition, mou in rows[:PAGE]
    ]
    return found, len(rows) > PAGE


def _others(session: Session, actor: Actor, page: int) -> tuple[list[dict[str, Any]], bool]:
    """What others have to do. Who reviews, and who is late, is not for members of a body that adopts later."""
    shown = or_(followed(actor), col(Edition.status).not_in(sorted(BEFORE_FREEZE)))
    mine = select(Turns.edition_id).where(Turns.person_id == actor.person_id)
    waiting = (
        select(Edition.id)
        .where(
            col(Edition.mou_id).in_(of_actor(actor.party_ids)),
            col(Edition.status).in_([*OPEN, Status.UNDER_REREVIEW]),
            col(Edition.id).not_in(mine),
        )
        .order_by(col(Edition.changed).desc(), Edition.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
        .subquery()
    )
    rows = session.exec(
        select(Edition, Mou, Turns, Person.name, Party.legal_name, Later.reason)
        .join(waiting, waiting.c.id == col(Edition.id))
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .join(Turns, (col(Turns.edition_id) == col(Edition.id)) & shown, isouter=True)
        .join(Person, col(Person.id) == col(Turns.person_id), isouter=True)
        .join(Party, col(Party.id) == col(Turns.party_id), isouter=True)
        .join(
            Later,
            (col(Later.edition_id) == col(Edition.id)) & (col(Later.person_id) == actor.person_id),
            isouter=True,
        )
        .order_by(col(Edition.changed).desc(), Edition.id, col(Turns.due), Person.name)
    )
    found: dict[str, dict[str, Any]] = {}
    for edition, mou, turn, name, party, later in rows:
        one = found.setdefault(
            edition.id,
            {
                **edition_value(edition, mou),
                "waiting_for": [],
                "later": later or "",
                "link": f"/editions/{edition.id}",
            },
        )
        if turn:
            one["waiting_for"].append(waited_for(turn, name, party))
    return list(found.values())[:PAGE], len(found) > PAGE


def waited_for(turn: Turns, name: str | None, party: str | None) -> dict[str, Any]:
    """Somebody else's turn: the serialiser of those waited for."""
    return {
        "name": name, "office": office_title(turn.office), "party": party, "reason": turn.reason, "since": turn.since,
        "due": turn.due,
    }  # fmt: skip


def _finished(session: Session, actor: Actor) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Edition, Mou)
        .join(Mou, col(Mou.id) == col(Edition.mou_id))
        .where(
            col(Edition.mou_id).in_(of_actor(actor.party_ids)),
            col(Edition.status).in_((WAS_PUBLISHED | FINISHED) - {Status.UNDER_REREVIEW}),
        )
        .order_by(col(Edition.changed).desc(), Edition.id)
        .limit(LATELY)
    )
    return [
        {**edition_value(edition, mou), "changed": edition.changed, "link": f"/editions/{edition.id}"}
        for edition, mou in rows
    ]


def of_actor(party_ids: Iterable[str]) -> Any:
    """Agreements of these parties: listed ones, and those of the district above a school."""
    mine = sorted(set(party_ids))
    above = select(Party.parent_id).where(col(Party.id).in_(mine), col(Party.parent_id).is_not(None))
    return select(MouParty.mou_id).where(
        or_(col(MouParty.party_id).in_(mine), col(MouParty.party_id).in_(above))
    )


def followed(actor: Actor) -> ColumnElement[bool]:
    """Editions whose review the actor follows: rule 2 of `review.ground`, as a condition."""
    reviewing = [hold.party_id for hold in actor.holds if hold.kind is not PartyKind.BODY]
    sits = [hold.party_id for hold in actor.holds if hold.kind is PartyKind.BODY and hold.office in MEMBERS]
    return and_(
        col(Edition.mou_id).in_(of_actor(reviewing)),
        col(Edition.mou_id).not_in(select(MouParty.mou_id).where(col(MouParty.party_id).in_(sits))),
    )


def edition_value(edition: Edition, mou: Mou) -> dict[str, Any]:
    status = Status(edition.status)
    return {
        "id": edition.id,
        "title": mou.title,
        "number": edition.number,
        "status": edition.status,
        "status_words": IN_WORDS[status],
        "timezone": mou.timezone,
    }


def office_title(office: str) -> str:
    return OFFICE_TITLES[Office(office)] if office in set(Office) else office


def names(waiting: Iterable[dict[str, Any]]) -> str:
    """The people waited for, in one line."""
    return ", ".join(one["name"] for one in waiting)
