"""Whose turn it is at the parties themselves, before and beside the agreements: read from the rows whenever it is asked.

1. A registrar of a party that is not founded makes a key. Once two registrars have one, either begins the founding
   statement; then it is the other's turn to sign it, until it expires.
2. Once the party is founded, whoever signs for it makes a key (`core.people.SIGNS_FOR`), and claims it.
3. A claimed key waits for the party's registrars whose own key counts; never for its holder.
4. A founded party that nobody has accepted waits for such registrars on the other side: of the agencies for a district, a
   school or a body; of those for an agency. One acceptance is enough.

5. A recovery that one of two people has signed waits for the other, until it expires.

Nothing is stored: a turn ends with the act that ends it. All that waits for a person is one statement, and none at all
for somebody whose offices sign nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, cast, exists, literal, null, union_all
from sqlalchemy import select as sql
from sqlalchemy.orm import aliased
from sqlalchemy.types import Date, String
from sqlmodel import Session, col, select

from workflow.adapters.database import UTCDateTime
from workflow.core.events import EventKind
from workflow.core.people import SIGNS_FOR, Actor, Capacity, Hold, Office, PartyKind
from workflow.core.recovery import HELPING
from workflow.history.models import Event
from workflow.parties.models import Appointment, Founding, Party, PartyLink, Person, SigningKey
from workflow.parties.queries import local_day, title_of
from workflow.parties.recovery.models import KeyRecovery


@dataclass(frozen=True)
class PartyTurn:
    """One thing that waits for one person. `party` is what it is about; `reason` says what to do."""

    kind: str
    party_id: str
    party: str
    timezone: str
    reason: str
    since: datetime
    due: datetime | None
    link: str


_REASONS = {
    "make": "Make your signing key as {title}",
    "claim": "Claim your signing key as {title}: you sign with it that it is yours",
    "found": "Make the founding statement: both registrars have a key",
    "countersign": "Sign the founding statement as its second registrar",
    "accept": "Check who this party is, and accept its record",
    "vouch": "Vouch for the signing key of {name}, {title}",
    "confirm": "Sign the recovery of {name}, {title}, as the second person",
}


def turns_of(session: Session, actor: Actor, now: datetime) -> list[PartyTurn]:
    """What waits for this person today, the one that waits longest first."""
    asked = _asked(actor, now)
    if not asked:
        return []
    rows = session.connection().execute(union_all(*asked)).mappings()
    found: dict[tuple[str, str, str], PartyTurn] = {}
    for row in rows:
        if _in_office(row, now):
            turn = _turn(row)
            found.setdefault((turn.kind, turn.party_id, turn.link), turn)
    return sorted(found.values(), key=lambda one: (one.since, one.party, one.kind, one.link))


def waiting_keys(session: Session, actor: Actor, hours: int, now: datetime) -> list[dict[str, Any]]:
    """The actor's keys that are vouched for and still wait: the office, and from when each may sign an agreement."""
    if not actor.holds or not hours:
        return []
    rows = session.exec(
        select(SigningKey, Party)
        .join(Party, col(Party.id) == col(SigningKey.party_id))
        .where(
            col(SigningKey.appointment_id).in_([hold.appointment_id for hold in actor.holds]),
            SigningKey.person_id == actor.person_id, SigningKey.state == "vouched", col(SigningKey.lost).is_(None),
            col(SigningKey.office) != Office.REGISTRAR, col(SigningKey.vouched) > now - timedelta(hours=hours),
        )
        .order_by(col(SigningKey.vouched))
    )  # fmt: skip
    return [
        {
            "title": title_of(key.office), "party": party.legal_name, "link": f"/signing-keys/{key.id}",
            "ready": key.vouched + timedelta(hours=hours), "timezone": party.timezone,
        }
        for key, party in rows if key.vouched
    ]  # fmt: skip


def _asked(actor: Actor, now: datetime) -> list[Any]:
    """The questions that make sense for this actor's offices."""
    signing = _ids(hold for hold in actor.holds if signs_for(hold))
    registers = _ids(hold for hold in actor.holds if hold.office is Office.REGISTRAR)
    asked = []
    if helping := _ids(hold for hold in actor.holds if hold.office in HELPING):
        asked.append(_confirm(actor, helping, now))
    if signing:
        asked += [_make(actor, signing), _claim(actor, _ids(actor.holds))]
    if registers:
        asked += [_found(registers, now), _countersign(registers, now), _vouch(actor, registers), _accept(actor, registers)]  # fmt: skip
    return asked


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
    home, mine, key, post, who = aliased(Party), aliased(SigningKey), aliased(SigningKey), aliased(Appointment), aliased(Person)  # fmt: skip
    return (
        _row(
            "vouch", home, key.claimed, mine.vouched, ref=key.id, name=who.name, office=key.office, capacity=post.capacity,
            begins=post.from_date, ends=post.until_date,
        )
        .select_from(mine).join(home, home.id == mine.party_id).join(key, key.party_id == home.id)
        .join(post, post.id == key.appointment_id).join(who, who.id == key.person_id)
        .where(
            mine.appointment_id.in_(registers), _usable(mine, "vouched"), _usable(key, "claimed"),
            key.person_id != actor.person_id, ~_recovering(key),
        )
    )  # fmt: skip


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


def _in_office(row: Mapping[Any, Any], now: datetime) -> bool:
    """Whether the other person of a turn holds the office today, by the party's own calendar."""
    today = local_day(row["timezone"], now)
    return (row["begins"] is None or row["begins"] <= today) and (row["ends"] is None or today <= row["ends"])


def _turn(row: Mapping[Any, Any]) -> PartyTurn:
    title = title_of(row["office"], row["capacity"] or "holder") if row["office"] else ""
    link = {
        "make": "/account#offices", "claim": f"/signing-keys/{row['ref']}", "vouch": f"/signing-keys/{row['ref']}",
        "confirm": f"/signing-keys/{row['ref']}#recovery",
    }.get(row["kind"], f"/parties/{row['party_id']}#record")  # fmt: skip
    return PartyTurn(
        row["kind"], row["party_id"], row["party"], row["timezone"],
        _REASONS[row["kind"]].format(title=title, name=row["name"]),
        max(row["since"], row["since_too"] or row["since"]), row["due"], link,
    )  # fmt: skip
