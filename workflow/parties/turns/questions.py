"""The questions behind the turns at a party: each one statement's worth of rows, put together into one by `queries`.

Every question answers with the same columns, so that all that waits for a person is one union. The numbers are the rules of
`queries`.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, cast, exists, literal, null, or_
from sqlalchemy import select as sql
from sqlalchemy.orm import aliased
from sqlalchemy.types import Date, String
from sqlmodel import col

from workflow.adapters.database import UTCDateTime
from workflow.core.events import EventKind
from workflow.core.people import SIGNS_FOR, Actor, Capacity, Hold, Office, PartyKind
from workflow.core.recovery import HELPING
from workflow.history.models import Event
from workflow.parties.models import Appointment, Founding, Party, PartyLink, Person, SigningKey
from workflow.parties.objections.models import PartyObjection
from workflow.parties.queries import held_about
from workflow.parties.recovery.models import KeyRecovery


def asked(actor: Actor, now: datetime) -> list[Any]:
    """The questions that make sense for this actor's offices."""
    signing = _ids(hold for hold in actor.holds if signs_for(hold))
    registers = _ids(hold for hold in actor.holds if hold.office is Office.REGISTRAR)
    found = []
    if helping := _ids(hold for hold in actor.holds if hold.office in HELPING):
        found.append(_confirm(actor, helping, now))
    if signing:
        found += [_make(actor, signing), _claim(actor, _ids(actor.holds))]
    if registers:
        found += [
            _found(registers, now), _countersign(registers, now), _vouch(actor, registers), _accept(actor, registers),
            _revoke(actor, registers), _end(registers, now), _answer(registers),
        ]  # fmt: skip
    return found


def signs_for(hold: Hold) -> bool:
    """Whether the holder of this office is told to make a key as soon as that is possible (rules 1 and 2)."""
    return hold.office is Office.REGISTRAR or hold.office in SIGNS_FOR[hold.kind]


def _ids(holds: Iterable[Hold]) -> list[str]:
    return [hold.appointment_id for hold in holds]


def _row(kind: str, about: Any, since: Any, since_too: Any, **more: Any) -> Select[Any]:
    """One question: the columns that every question answers with, and the party it is about."""
    text, moment, day = (cast(null(), of) for of in (String, UTCDateTime, Date))
    return sql(
        literal(kind).label("kind"), about.id.label("party_id"), about.legal_name.label("party"),
        about.timezone.label("timezone"), more.get("ref", text).label("ref"), more.get("name", text).label("name"),
        more.get("office", text).label("office"), more.get("capacity", text).label("capacity"),
        since.label("since"), since_too.label("since_too"), more.get("due", moment).label("due"),
        more.get("begins", day).label("begins"), more.get("ends", day).label("ends"),
    )  # fmt: skip


def _usable(key: Any, state: str) -> ColumnElement[bool]:
    return and_(key.state == state, key.lost.is_(None))


def _genesis(party: Any, link: Any) -> ColumnElement[bool]:
    return and_(link.party_id == party.id, link.kind == "genesis")


class _Keepers:
    """A registrar with a key that counts, and somebody's key at the same party, with its office and its holder."""

    def __init__(self) -> None:
        self.home, self.mine, self.key = aliased(Party), aliased(SigningKey), aliased(SigningKey)
        self.post, self.who = aliased(Appointment), aliased(Person)

    def asked(self, kind: str, registers: list[str], since: Any, **more: Any) -> Select[Any]:
        """The question about that key; `more` where it says other things than of whom and for which office."""
        home, mine, key, post, who = self.home, self.mine, self.key, self.post, self.who
        said = {"ref": key.id, "name": who.name, "office": key.office, "capacity": post.capacity}
        return (
            _row(kind, home, since, mine.vouched, **said | more)
            .select_from(mine).join(home, home.id == mine.party_id).join(key, key.party_id == home.id)
            .join(post, post.id == key.appointment_id).join(who, who.id == key.person_id)
            .where(mine.appointment_id.in_(registers), _usable(mine, "vouched"))
        )  # fmt: skip


def _make(actor: Actor, signing: list[str]) -> Select[Any]:
    """Rules 1 and 2: no usable key yet. Who accepted the party for another one cannot hold a key of it."""
    home, held, born = aliased(Party), aliased(Appointment), aliased(PartyLink)
    mine = exists().where(
        SigningKey.appointment_id == held.id, SigningKey.state != "revoked", col(SigningKey.lost).is_(None)
    )
    accepted = exists().where(
        Event.party_id == home.id, Event.kind == EventKind.PARTY_ACCEPTED, Event.actor_id == actor.person_id
    )
    founder = and_(held.office == Office.REGISTRAR, held.capacity == Capacity.HOLDER)
    return (
        _row("make", home, held.recorded, born.at, office=held.office, capacity=held.capacity)
        .select_from(held).join(home, home.id == held.party_id).outerjoin(born, _genesis(home, born))
        .where(held.id.in_(signing), ~mine, ~accepted, home.public_id.is_not(None) | founder)
    )  # fmt: skip


def _claim(actor: Actor, held: list[str]) -> Select[Any]:
    """Rule 2."""
    home, key, post, born = aliased(Party), aliased(SigningKey), aliased(Appointment), aliased(PartyLink)
    return (
        _row("claim", home, key.created, born.at, ref=key.id, office=key.office, capacity=post.capacity)
        .select_from(key).join(home, home.id == key.party_id).join(born, _genesis(home, born))
        .join(post, post.id == key.appointment_id)
        .where(key.person_id == actor.person_id, post.id.in_(held), _usable(key, "created"))
    )  # fmt: skip


def _found(registers: list[str], now: datetime) -> Select[Any]:
    """Rule 1: two registrars have a key, and nothing waits for a second signature."""
    home, mine, other, post = aliased(Party), aliased(SigningKey), aliased(SigningKey), aliased(Appointment)
    begun = exists().where(Founding.party_id == home.id, Founding.expires > now)
    return (
        _row("found", home, mine.created, other.created, begins=post.from_date, ends=post.until_date)
        .select_from(mine).join(home, home.id == mine.party_id)
        .join(other, and_(other.party_id == home.id, other.person_id != mine.person_id))
        .join(post, and_(post.id == other.appointment_id, post.capacity == Capacity.HOLDER))
        .where(
            home.public_id.is_(None), mine.appointment_id.in_(registers), _usable(mine, "created"),
            _usable(other, "created"), other.office == Office.REGISTRAR, ~begun,
        )
    )  # fmt: skip


def _countersign(registers: list[str], now: datetime) -> Select[Any]:
    """Rule 1: the first has signed."""
    home, half, mine = aliased(Party), aliased(Founding), aliased(SigningKey)
    return (
        _row("countersign", home, half.begun, half.begun, due=half.expires)
        .select_from(half).join(mine, mine.id == half.second_key_id).join(home, home.id == half.party_id)
        .where(mine.appointment_id.in_(registers), half.expires > now)
    )  # fmt: skip


def _vouch(actor: Actor, registers: list[str]) -> Select[Any]:
    """Rule 3."""
    one = _Keepers()
    key, post = one.key, one.post
    return one.asked("vouch", registers, key.claimed, begins=post.from_date, ends=post.until_date).where(
        _usable(key, "claimed"), key.person_id != actor.person_id, ~_recovering(key)
    )


def _recovering(key: Any) -> ColumnElement[bool]:
    """Two people have signed, or one has and the other is asked: no registrar is waited for."""
    row = aliased(KeyRecovery)
    return exists().where(row.key_id == key.id, row.stopped.is_(None))


def _confirm(actor: Actor, held: list[str], now: datetime) -> Select[Any]:
    """Rule 5."""
    home, row, mine, key, post, who = aliased(Party), aliased(KeyRecovery), aliased(SigningKey), aliased(SigningKey), aliased(Appointment), aliased(Person)  # fmt: skip
    return (
        _row(
            "confirm", home, row.begun, row.begun, ref=key.id, name=who.name, office=key.office, capacity=post.capacity,
            due=row.expires,
        )
        .select_from(row).join(home, home.id == row.party_id).join(mine, mine.id == row.second_key_id)
        .join(key, key.id == row.key_id).join(post, post.id == key.appointment_id).join(who, who.id == key.person_id)
        .where(
            mine.appointment_id.in_(held), _usable(mine, "vouched"), _usable(key, "claimed"), row.recorded.is_(None),
            row.stopped.is_(None), row.expires > now,
        )
    )  # fmt: skip


def _accept(actor: Actor, registers: list[str]) -> Select[Any]:
    """Rule 4. Who has a key of the party himself cannot accept it for another."""
    home, mine, there, born = aliased(Party), aliased(SigningKey), aliased(Party), aliased(PartyLink)
    accepted = exists().where(PartyLink.party_id == there.id, PartyLink.kind == "acceptance")
    insider = exists().where(SigningKey.party_id == there.id, SigningKey.person_id == actor.person_id)
    return (
        _row("accept", there, born.at, mine.vouched)
        .select_from(mine).join(home, home.id == mine.party_id)
        .join(there, (home.kind == PartyKind.AGENCY) != (there.kind == PartyKind.AGENCY))
        .join(born, _genesis(there, born))
        .where(mine.appointment_id.in_(registers), _usable(mine, "vouched"), ~accepted, ~insider)
    )  # fmt: skip


def _revoke(actor: Actor, registers: list[str]) -> Select[Any]:
    """Rule 6. Whoever lost it cannot revoke it himself, also as a registrar."""
    one = _Keepers()
    key = one.key
    return one.asked("revoke", registers, key.lost).where(
        key.state.in_(("claimed", "vouched")), key.lost.is_not(None), key.person_id != actor.person_id
    )


def _end(registers: list[str], now: datetime) -> Select[Any]:
    """Rule 7. Who holds the same office anew is left alone: the chain ends an office, not a term, so it would end both."""
    one, anew = _Keepers(), aliased(Appointment)
    key, post, today = one.key, one.post, now.date()
    again = exists().where(
        anew.person_id == post.person_id, anew.party_id == post.party_id, anew.office == post.office, anew.id != post.id,
        held_about(anew, today - timedelta(days=1), today + timedelta(days=1)),
    )  # fmt: skip
    return one.asked(
        "end", registers, key.vouched, ref=post.id, begins=post.from_date, ends=post.until_date
    ).where(_usable(key, "vouched"), post.until_date <= today, ~again)


def _answer(registers: list[str]) -> Select[Any]:
    """Rule 8. It takes no key, only the office; a key that was revoked needs no answer any more."""
    home, held, row = aliased(Party), aliased(Appointment), aliased(PartyObjection)
    key, post, who = aliased(SigningKey), aliased(Appointment), aliased(Person)
    return (
        _row("answer", home, row.at, held.recorded, ref=key.id, name=who.name, office=key.office, capacity=post.capacity)
        .select_from(held).join(home, home.id == held.party_id).join(row, row.party_id == home.id)
        .outerjoin(key, key.id == row.key_id).outerjoin(post, post.id == key.appointment_id).outerjoin(who, who.id == key.person_id)
        .where(
            held.id.in_(registers), row.answered.is_(None), row.withdrawn.is_(None),
            or_(key.id.is_(None), key.state != "revoked"),
        )
    )  # fmt: skip
