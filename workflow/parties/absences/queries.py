"""Business days of parties, and who acts for whom on a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from workflow.core.calendar import Calendar, midnight, shared
from workflow.core.errors import NotFound
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import Case, may
from workflow.parties import queries
from workflow.parties.models import Closure, Deputy, Party, Person


def calendars(session: Session, parties: Iterable[Party]) -> dict[str, Calendar]:
    """Each party's calendar, by id. A school is closed when its district is, if that is among them. One statement."""
    parties = list(parties)
    rows = session.exec(
        select(Closure).where(
            col(Closure.party_id).in_([party.id for party in parties]), col(Closure.removed).is_(None)
        )
    )
    closed: dict[str, list[tuple[Any, Any]]] = {party.id: [] for party in parties}
    for row in rows:
        closed[row.party_id].append((row.first_date, row.last_date))
    own = {party.id: Calendar(party.timezone, tuple(closed[party.id])) for party in parties}
    return {
        party.id: shared(party.timezone, [own[one] for one in (party.id, party.parent_id) if one in own])
        for party in parties
    }  # fmt: skip


def begins(deputy: Deputy, zone: str) -> datetime:
    """The party's midnight at which a deputy begins, or the moment it was recorded when that was later."""
    return max(midnight(deputy.from_date, zone), deputy.recorded)


def ends(deputy: Deputy, zone: str) -> datetime:
    """The party's midnight after the last day, or the moment at which it was ended."""
    by_itself = midnight(deputy.until_date + timedelta(days=1), zone)
    return min(by_itself, deputy.ended) if deputy.ended else by_itself


def acts(deputy: Deputy, zone: str, at: datetime) -> bool:
    """Whether the deputy acts for the person at this moment."""
    return begins(deputy, zone) <= at < ends(deputy, zone)


def family(party: Party) -> list[str]:
    """Where a deputy may come from: the party itself, and for a school its district."""
    return [party.id, party.parent_id] if party.kind == PartyKind.SCHOOL and party.parent_id else [party.id]


def absences_page(session: Session, actor: Actor, party_id: str, now: datetime) -> dict[str, Any]:
    """Closed days and deputies of a party, from today on. Raises NotFound for strangers and guests."""
    if not actor.signed_in or actor.guest_of:
        raise NotFound("party")
    party = queries.party(session, party_id)
    today = queries.local_day(party.timezone, now)
    closures = session.exec(
        select(Closure)
        .where(Closure.party_id == party.id, Closure.last_date >= today, col(Closure.removed).is_(None))
        .order_by(col(Closure.first_date))
    )
    people = queries.holders(session, family(party), now)
    mine = [one for one in people if one.party_id == party.id]
    case = Case(parties=frozenset({party.id}))
    administers = may("party:edit", actor, case)
    return {
        "party": {"id": party.id, "legal_name": party.legal_name, "timezone": party.timezone},
        "today": today,
        "closures": [
            {"id": row.id, "first": row.first_date, "last": row.last_date, "words": row.words}
            for row in closures
        ],
        "deputies": [
            {**one, "may_end": administers or one["person_id"] == actor.person_id}
            for one in _deputies(session, party, now)
        ],
        "administers": administers,
        "who": _choices(mine if administers else [one for one in mine if one.person_id == actor.person_id]),
        "whom": _choices(people),
    }


def _choices(people: Iterable[queries.Holder]) -> list[list[str]]:
    """People to choose from, each once, by the highest office."""
    found: dict[str, list[str]] = {}
    for one in people:
        found.setdefault(one.person_id, [one.person_id, f"{one.name}, {one.title}"])
    return list(found.values())


def _deputies(session: Session, party: Party, now: datetime) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Deputy)
        .where(Deputy.party_id == party.id, col(Deputy.ended).is_(None),
               Deputy.until_date >= queries.local_day(party.timezone, now))
        .order_by(col(Deputy.from_date), Deputy.id)
    ).all()  # fmt: skip
    ids = {one for row in rows for one in (row.person_id, row.deputy_id)}
    names = {row.id: row.name for row in session.exec(select(Person).where(col(Person.id).in_(ids)))}
    return [
        {
            "id": row.id, "person_id": row.person_id, "name": names[row.person_id], "deputy": names[row.deputy_id],
            "from": row.from_date, "until": row.until_date, "words": row.words, "now": acts(row, party.timezone, now),
        }
        for row in rows
    ]  # fmt: skip
