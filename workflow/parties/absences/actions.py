"""Recording when a party is closed, and who reviews for somebody who is away.

1. Closed days count for due dates that are promised from now on; dates already promised stay.
2. A deputy reviews for somebody at one party, from a day to a day. Deputies never sign: an acting holder has an appointment.
3. A deputy must be able to act: somebody who holds an office at the party, or for a school at its district. A deputy's
   deputy is nobody: who is away as well passes nothing on.
"""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.core.permissions import Case, require
from workflow.history import actions as history
from workflow.parties import queries
from workflow.parties.absences.queries import family
from workflow.parties.models import Closure, Deputy, Party
from workflow.parties.words import Typed

LONGEST_CLOSED = timedelta(days=120)
LONGEST_AWAY = timedelta(days=180)


def close_days(
    session: Session,
    actor: Actor,
    party_id: str,
    *,
    first: str,
    last: str = "",
    words: str = "",
    at: datetime,
) -> Closure:
    """Record a holiday or a break. One day when no last day is given."""
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:closure:record", actor, Case(parties=frozenset({party.id})))
    typed = Typed()
    begin, end = _span(typed, "first", first, "last", last or first, LONGEST_CLOSED)
    said = typed.line("words", "The name of these days", words, needed=False)
    typed.settle()
    assert begin and end
    row = Closure(
        party_id=party.id,
        first_date=begin,
        last_date=end,
        words=said,
        recorded=at,
        recorded_by=actor.person_id,
    )
    session.add(row)
    session.flush()
    _changed(session, actor, party, at, {"closure": row.id, "first": str(begin), "last": str(end)})
    return row


def open_days(session: Session, actor: Actor, closure_id: str, *, at: datetime) -> Closure:
    """The party works on these days after all."""
    row = session.get(Closure, closure_id)
    if row is None:
        raise NotFound("closed day")
    history.lock(session, party_id=row.party_id)
    party = queries.party(session, row.party_id)
    require("party:closure:record", actor, Case(parties=frozenset({party.id})))
    if row.removed is None:
        row.removed = at
        session.add(row)
        _changed(session, actor, party, at, {"closure": row.id, "removed": "yes"})
    return row


def _changed(session: Session, actor: Actor, party: Party, at: datetime, detail: dict[str, object]) -> None:
    history.record(
        session, EventKind.PARTY_CHANGED, actor=actor, at=at, party_id=party.id, subject_id=party.id, detail=detail
    )  # fmt: skip


def name_deputy(
    session: Session, actor: Actor, party_id: str, *, person_id: str, deputy_id: str, from_date: str = "",
    until_date: str = "", words: str = "", at: datetime,
) -> Deputy:  # fmt: skip
    """Somebody reviews for somebody else from a day to a day; recorded by who is away, or by the party's administrator."""
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:deputy:name", actor, Case(parties=frozenset({party.id}), subject=person_id))
    typed = Typed()
    today = queries.local_day(party.timezone, at)
    begin, end = _span(typed, "from_date", from_date or str(today), "until_date", until_date, LONGEST_AWAY)
    said = typed.line("words", "The reason", words, needed=False)
    _settle_people(session, typed, party, person_id, deputy_id, at)
    if begin and begin < today:
        typed.wrong("from_date", "A deputy begins today at the earliest: nobody acted for you before.")
    if begin and end:
        _one_at_a_time(session, typed, party, person_id, begin, end)
    typed.settle()
    assert begin and end
    row = Deputy(
        person_id=person_id, deputy_id=deputy_id, party_id=party.id, from_date=begin, until_date=end, words=said,
        recorded=at, recorded_by=actor.person_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    history.record(
        session, EventKind.DEPUTY_NAMED, actor=actor, at=at, party_id=party.id, subject_id=deputy_id,
        detail={"deputy": row.id, "for": person_id, "from": str(begin), "until": str(end)},
    )  # fmt: skip
    return row


def end_deputy(session: Session, actor: Actor, deputy_id: str, *, at: datetime) -> Deputy:
    """Back earlier than planned."""
    row = session.get(Deputy, deputy_id)
    if row is None:
        raise NotFound("deputy")
    history.lock(session, party_id=row.party_id)
    require("party:deputy:end", actor, Case(parties=frozenset({row.party_id}), subject=row.person_id))
    party = queries.party(session, row.party_id)
    if row.ended or row.until_date < queries.local_day(party.timezone, at):
        raise Refused("This deputy's time has already ended.")
    row.ended = at
    session.add(row)
    history.record(
        session, EventKind.DEPUTY_ENDED, actor=actor, at=at, party_id=row.party_id, subject_id=row.person_id,
        detail={"deputy": row.id},
    )  # fmt: skip
    return row


def _span(
    typed: Typed, first_field: str, first: str, last_field: str, last: str, longest: timedelta
) -> tuple[date | None, date | None]:
    begin = typed.day(first_field, "The first day", first)
    end = typed.day(last_field, "The last day", last)
    if begin and end and end < begin:
        typed.wrong(last_field, "The last day comes before the first.")
    elif begin and end and end - begin > longest:
        typed.wrong(last_field, f"That is longer than {longest.days} days.")
    return begin, end


def _settle_people(
    session: Session, typed: Typed, party: Party, person_id: str, deputy_id: str, at: datetime
) -> None:
    people = queries.holders(session, family(party), at)
    if not any(one.person_id == person_id and one.party_id == party.id for one in people):
        typed.wrong("person_id", "Choose somebody who holds an office at this party.")
    if not any(one.person_id == deputy_id for one in people):
        typed.wrong("deputy_id", "Choose a deputy who holds an office here.")
    if person_id == deputy_id:
        typed.wrong("deputy_id", "Choose somebody else as deputy.")


def _one_at_a_time(
    session: Session, typed: Typed, party: Party, person_id: str, begin: date, end: date
) -> None:
    """Two deputies for the same days would leave nobody knowing who acts."""
    other = session.exec(
        select(Deputy).where(
            Deputy.person_id == person_id, Deputy.party_id == party.id, col(Deputy.ended).is_(None),
            Deputy.from_date <= end, Deputy.until_date >= begin,
        )
    ).first()  # fmt: skip
    if other:
        typed.wrong(
            "from_date", f"There already is a deputy from {other.from_date} to {other.until_date}.", "taken"
        )
