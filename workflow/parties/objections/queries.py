"""Objections as other rooms and pages see them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core import enrolment
from workflow.core.people import Actor
from workflow.core.permissions import Case, may
from workflow.parties import queries
from workflow.parties.keys.queries import as_seen
from workflow.parties.models import Party, SigningKey
from workflow.parties.objections.models import PartyObjection


def against(session: Session, party_ids: Iterable[str], among: Collection[str] = ()) -> list[PartyObjection]:
    """What is held against these parties and their keys, oldest first; `among`: by these parties alone. One statement."""
    query = select(PartyObjection).where(col(PartyObjection.party_id).in_(list(party_ids)))
    if among:
        query = query.where(col(PartyObjection.by_party_id).in_(list(among)))
    return list(session.exec(query.order_by(col(PartyObjection.at), col(PartyObjection.id))))


def as_seen_by_rules(row: PartyObjection) -> enrolment.Objection:
    return enrolment.Objection(row.answered, row.withdrawn)


def stands(row: PartyObjection, hours: int, at: datetime) -> bool:
    """Whether it holds something up at this moment."""
    return enrolment.stands(as_seen_by_rules(row), hours, at)


def seen(keys: Sequence[SigningKey], objections: Iterable[PartyObjection]) -> list[enrolment.Key]:
    """Keys of one party with what is held against each: objections to the key itself, and to the party's whole record."""
    rows = list(objections)
    return [
        as_seen(key, (as_seen_by_rules(row) for row in rows if row.key_id in (None, key.id)))
        for key in keys
    ]  # fmt: skip


def shown(
    session: Session, actor: Actor, party_id: str, hours: int, at: datetime, key_id: str | None = None
) -> dict[str, Any]:
    """What is held against a party's record, or against one of its keys, and what the reader can do about it."""
    rows = [row for row in against(session, [party_id]) if row.key_id == key_id]
    found = (
        session.exec(select(Party).where(col(Party.id).in_({row.by_party_id for row in rows})))
        if rows
        else ()
    )
    names = {party.id: party.legal_name for party in found}
    here = Case(parties=frozenset({party_id}))
    return {
        "list": [_card(row, names[row.by_party_id], actor, hours, at) for row in rows],
        "can_object": may("party:object", actor, here),
        "party": party_id,
        "timezone": queries.party(session, party_id).timezone,
        "key": key_id or "",
    }


def _card(row: PartyObjection, by: str, actor: Actor, hours: int, at: datetime) -> dict[str, Any]:
    ours, theirs = (Case(parties=frozenset({one})) for one in (row.party_id, row.by_party_id))
    return {
        "id": row.id,
        "by": by,
        "name": row.person_name,
        "words": row.words,
        "at": row.at,
        "answer": row.answer,
        "answered_by": row.answered_by,
        "answered": row.answered,
        "withdrawn": row.withdrawn,
        "stands": stands(row, hours, at),
        "until": enrolment.free_from(as_seen_by_rules(row), hours),
        "can_answer": not row.answered and not row.withdrawn and may("party:objection:answer", actor, ours),
        "can_withdraw": not row.withdrawn and may("party:objection:withdraw", actor, theirs),
    }
