"""Recoveries as pages, letters and other rooms see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from workflow.core import recovery
from workflow.core.errors import NotFound
from workflow.core.people import Actor, Office
from workflow.core.permissions import Case, may
from workflow.core.recovery import Helper, Stage
from workflow.evidence.canonical import loads, unb64u
from workflow.parties import queries
from workflow.parties.keys.queries import Bench, benches, bereft, others_of
from workflow.parties.models import Appointment, Party, PartyLink, Person, SigningKey
from workflow.parties.recovery.models import KeyRecovery


def recovery_row(session: Session, recovery_id: str) -> KeyRecovery:
    """One attempt by its id. Raises NotFound."""
    found = session.get(KeyRecovery, recovery_id)
    if found is None:
        raise NotFound("recovery")
    return found


def latest(session: Session, key_id: str) -> KeyRecovery | None:
    """The newest attempt to recover somebody by this key."""
    query = select(KeyRecovery).where(KeyRecovery.key_id == key_id)
    return session.exec(query.order_by(col(KeyRecovery.begun).desc())).first()


def by_link(session: Session, leaf: str) -> KeyRecovery | None:
    """The attempt that a link of the chain recorded, or that one objected to."""
    query = select(KeyRecovery).where(or_(KeyRecovery.leaf == leaf, KeyRecovery.objection_leaf == leaf))
    return session.exec(query).first()


def due(session: Session, now: datetime) -> list[str]:
    """Recoveries whose wait is over and that do not count yet."""
    query = (
        select(KeyRecovery.id)
        .join(SigningKey, col(SigningKey.id) == col(KeyRecovery.key_id))
        .where(SigningKey.state == "claimed", col(SigningKey.lost).is_(None), col(KeyRecovery.counts) <= now)
        .where(col(KeyRecovery.stopped).is_(None), col(KeyRecovery.completed).is_(None))
    )
    return list(session.exec(query))


def counting(session: Session, keys: Iterable[SigningKey]) -> dict[str, datetime]:
    """Of these keys, those that two people recovered and that wait for nobody: from when each counts, by its row's id. No
    statement where there is none."""
    waiting = [key.id for key in keys if key.state == "claimed" and key.enrolment and not key.lost]
    if not waiting:
        return {}
    query = select(KeyRecovery.key_id, KeyRecovery.counts).where(col(KeyRecovery.key_id).in_(waiting))
    rows = session.exec(query.where(col(KeyRecovery.stopped).is_(None)))
    return {key: counts for key, counts in rows if counts is not None}


def stage_of(row: KeyRecovery, at: datetime) -> Stage:
    """Where an attempt stands at this moment."""
    return recovery.stage(
        at, expires=row.expires, recorded=row.recorded, counts=row.counts, stopped=row.stopped
    )


def lost_keys(session: Session, key: SigningKey) -> list[str]:
    """The key ids of every key that this person ever had for this office, without this one (docs/format.md, section 6)."""
    return sorted(one.key_id for one in others_of(session, key) if one.enrolment)


def as_helper(key: SigningKey) -> Helper:
    assert key.vouched is not None
    return Helper(key.person_id, Office(key.office), key.vouched)


def keyed(session: Session, party: Party, wait: int, at: datetime) -> list[Bench]:
    """Everybody in office at the party with a key that has counted for so long: each key, by name, a registrar's first."""
    rows = session.exec(
        select(SigningKey, Appointment, Person)
        .join(Appointment, col(Appointment.id) == col(SigningKey.appointment_id))
        .join(Person, col(Person.id) == col(SigningKey.person_id))
        .where(SigningKey.party_id == party.id, SigningKey.state == "vouched", col(SigningKey.lost).is_(None))
        .order_by(Person.name, col(SigningKey.vouched))
    )
    today = queries.local_day(party.timezone, at)
    found = [
        Bench(party, person, held, key)
        for key, held, person in rows
        if queries.holds_on(held, today) and recovery.ripe(as_helper(key), wait, at)
    ]
    return sorted(found, key=lambda one: one.key.office != Office.REGISTRAR)


def pairs(benches: Iterable[Bench], actor: Actor, key: SigningKey) -> list[tuple[Bench, Bench]]:
    """The actor's key and who may stand beside it: one pair a person, none where the actor cannot be one of the two."""
    found: dict[str, tuple[Bench, Bench]] = {}
    everybody = list(benches)
    for mine in everybody:
        for other in everybody if mine.person.id == actor.person_id else ():
            if not recovery.pair(
                as_helper(mine.key), as_helper(other.key), key.person_id, Office(key.office)
            ):
                found.setdefault(other.person.id, (mine, other))
    return list(found.values())


def accepting_parties(session: Session, party_id: str) -> set[str]:
    """The public ids of the parties that accepted this one: their registrars may object."""
    rows = session.exec(
        select(PartyLink).where(PartyLink.party_id == party_id, PartyLink.kind == "acceptance")
    )
    return {loads(unb64u(row.content["statement"]))["party"] for row in rows}


def objecting(session: Session, actor: Actor, key: SigningKey) -> list[Bench]:
    """With which keys the actor could sign an objection: his own at this party if it is he, or a registrar's of one that
    accepted it."""
    home = queries.party(session, key.party_id)
    if actor.person_id == key.person_id:
        return benches(session, actor, home)
    elsewhere = [h.party_id for h in actor.holds if h.office is Office.REGISTRAR and h.party_id != home.id]
    if not elsewhere:
        return []
    known = accepting_parties(session, home.id)
    parties = session.exec(select(Party).where(col(Party.id).in_(elsewhere)))
    return [
        bench
        for party in parties
        if party.public_id in known
        for bench in benches(session, actor, party, Office.REGISTRAR)
    ]


def shown(session: Session, actor: Actor, key: SigningKey, wait: int, at: datetime) -> dict[str, Any] | None:
    """What a key's page says of its recovery: what is needed, how far it has come, what the reader can do. None when it
    needs none and never did."""
    row = latest(session, key.id)
    needed = key.state == "claimed" and not key.lost and bereft(session, key)
    if row is None and not needed:
        return None
    stage = stage_of(row, at) if row else None
    able = keyed(session, queries.party(session, key.party_id), wait, at) if needed else []
    fresh = needed and stage in (None, Stage.EXPIRED, Stage.STOPPED) and not ended_for_good(row)
    return {
        "needed": needed,
        "stage": stage or "none",
        "for_good": ended_for_good(row),
        "hours": wait,
        "of_registrar": key.office == Office.REGISTRAR,
        "helpers": list(dict.fromkeys(_named(one) for one in able if one.person.id != key.person_id)),
        "can_begin": [(other.key.id, _named(other)) for _, other in pairs(able, actor, key)] if fresh else [],
        **(_row(session, actor, row, key, stage) if row and stage else {}),
    }


def ended_for_good(row: KeyRecovery | None) -> bool:
    """Its holder stopped it without a key: the chain knows nothing of that, so this claim is used up."""
    return bool(row and row.stopped and row.recorded and not row.objection_leaf)


def _named(bench: Bench) -> str:
    return f"{bench.person.name}, {queries.title_of(bench.appointment.office, bench.appointment.capacity)}"


def _row(session: Session, actor: Actor, row: KeyRecovery, key: SigningKey, stage: Stage) -> dict[str, Any]:
    said = loads(row.statement)
    second = session.get_one(SigningKey, row.second_key_id)
    waiting = stage is Stage.WAITING
    speaks = objecting(session, actor, key) if waiting else []
    case = Case(parties=frozenset({row.party_id}), subject=key.person_id)
    return {
        "id": row.id,
        "first": f"{said['name']}, {said['title']}",
        "second": f"{said['second']['name']}, {said['second']['title']}",
        "checked": said["checked"],
        "begun": row.begun,
        "expires": row.expires,
        "recorded": row.recorded,
        "counts": row.counts,
        "stopped": row.stopped,
        "stopped_by": row.stopped_by,
        "stopped_words": row.stopped_words,
        "can_confirm": stage is Stage.HALF and second.person_id == actor.person_id,
        "can_withdraw": stage is Stage.HALF and may("key:recovery:withdraw", actor, case),
        "can_object": bool(speaks),
        "can_stop": waiting and not speaks and actor.person_id == key.person_id,
    }


def helped_by(session: Session, actor: Actor, wait: int, at: datetime) -> list[dict[str, Any]]:
    """For whoever lost everything: at each of his parties, who could help."""
    mine = dict.fromkeys(hold.party_id for hold in actor.holds)
    return [_help(session, actor, queries.party(session, party), wait, at) for party in mine]


def _help(session: Session, actor: Actor, party: Party, wait: int, at: datetime) -> dict[str, Any]:
    administrators = queries.holders(session, [party.id], at, offices={Office.ADMINISTRATOR})
    able = [one for one in keyed(session, party, wait, at) if one.person.id != actor.person_id]
    return {
        "id": party.id,
        "party": party.legal_name,
        "administrators": [one.name for one in administrators if one.person_id != actor.person_id],
        "helpers": list(dict.fromkeys(_named(one) for one in able)),
    }
