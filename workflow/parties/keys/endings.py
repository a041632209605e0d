"""When a key or a term ends: both are links of the party's chain, signed; what was signed before stays signed.

A registrar signs either. The holder may revoke his own key with that very key, since whoever can use it should
always be able to stop it.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.people import OFFICE_TITLES, Actor, Office
from workflow.core.permissions import Case, require
from workflow.evidence import statement
from workflow.evidence.canonical import loads
from workflow.evidence.fields import read_moment
from workflow.history import actions as history
from workflow.parties import ceremony, chain, queries
from workflow.parties.keys.queries import Bench, benches, registrar_bench, signing_key
from workflow.parties.models import Appointment, Party, SigningKey
from workflow.parties.sheet import Sheet, sheet
from workflow.parties.words import Typed


def _revocable(session: Session, actor: Actor, key_id: str) -> tuple[SigningKey, Bench]:
    key = signing_key(session, key_id)
    history.lock(session, party_id=key.party_id)
    session.refresh(key)
    party = queries.party(session, key.party_id)
    own = next((bench for bench in benches(session, actor, party) if bench.key.id == key.id), None)
    if own is None:
        require("key:revoke", actor, Case(parties=frozenset({party.id})))
    if key.state not in ("claimed", "vouched"):
        raise Refused(
            "This key is already revoked." if key.state == "revoked" else "This key was never in force."
        )
    return key, own or registrar_bench(session, actor, party)


def offer_revocation(
    session: Session, actor: Actor, key_id: str, *, reason: str, compromised_since: str = "", compromised_time: str = "",
    at: datetime,
) -> Sheet:  # fmt: skip
    """The revocation: this key must no longer be accepted. `compromised_since` and `compromised_time`: a day and a time of
    day at the party; without a time the day's beginning, without either now."""
    key, bench = _revocable(session, actor, key_id)
    typed = Typed()
    words = typed.words("reason", "The reason", reason, most=1000)
    since = _since(typed, bench.party, compromised_since, compromised_time, at)
    typed.settle()
    members = ceremony.common(session, **bench._asdict(), at=at)
    said = statement.key_revoked(members, revoked=key.key_id, compromised_since=since, reason=words)
    shown = [("Key", key.label), ("Holder", queries.person(session, key.person_id).name)]
    action = f"/signing-keys/{key.id}/revocation/signature"
    return sheet(
        session, actor, "key-revoked", key.id, said, [bench.key], at, action, shown=shown, zone=bench.party.timezone
    )  # fmt: skip


def _since(typed: Typed, party: Party, day: str, clock: str, at: datetime) -> datetime:
    """The moment typed, at the party; now when nothing was. A day alone means from its beginning: the careful reading."""
    if clock.strip() and not day.strip():
        typed.wrong("compromised_since", "Name the day as well as the time.", "missing")
    first = typed.day("compromised_since", "The day", day, default=queries.local_day(party.timezone, at))
    hour = typed.clock("compromised_time", "The time", clock)
    since = _moment(party, first, hour) if first and day.strip() else at
    if since > at:
        typed.wrong("compromised_since", "This time has not come yet.")
    return since


def revoke(
    session: Session,
    actor: Actor,
    key_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> SigningKey:
    """The key stops working now; earlier signatures keep standing, those since the named time with a warning."""
    key, bench = _revocable(session, actor, key_id)
    signed = ceremony.accept(
        session, actor, f"key-revoked:{key.id}", credential, at, no_software_keys=no_software_keys
    )
    chain.append(
        session,
        bench.party,
        EventKind.KEY_REVOKED,
        signed.envelope,
        actor=actor,
        subject_id=key.person_id,
        at=at,
    )
    key.state, key.revoked = "revoked", at
    key.compromised_since = read_moment(loads(signed.statement)["compromised_since"])
    session.add(key)
    return key


def _ending(session: Session, actor: Actor, appointment_id: str) -> tuple[Appointment, Bench]:
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise NotFound("appointment")
    history.lock(session, party_id=appointment.party_id)
    party = queries.party(session, appointment.party_id)
    require("key:revoke", actor, Case(parties=frozenset({party.id})))
    keys = session.exec(
        select(SigningKey.id).where(
            SigningKey.appointment_id == appointment.id, SigningKey.state == "vouched"
        )
    ).all()
    if not keys:
        raise Refused(
            "No key is enrolled for this term, so its end needs no signature.",
            "An administrator can record the last day.",
        )
    return appointment, registrar_bench(session, actor, party)


def offer_office_end(
    session: Session, actor: Actor, appointment_id: str, *, ended: str = "", reason: str, at: datetime
) -> Sheet:
    """The statement that somebody no longer holds an office. `ended`: the last day; today when empty."""
    appointment, bench = _ending(session, actor, appointment_id)
    typed = Typed()
    words = typed.words("reason", "The reason", reason, most=1000)
    today = queries.local_day(bench.party.timezone, at)
    day = typed.day("ended", "The last day", ended, default=today) or today
    if not appointment.from_date <= day <= today:
        typed.wrong("ended", "The last day lies within the term and not in the future.")
    typed.settle()
    moment = at if day == today else _moment(bench.party, day + timedelta(days=1))
    members = ceremony.common(session, **bench._asdict(), at=at)
    said = statement.office_end(
        members,
        subject=appointment.person_id,
        subject_office=str(appointment.office),
        ended=moment,
        reason=words,
    )
    shown = [
        ("Person", queries.person(session, appointment.person_id).name),
        ("Office", OFFICE_TITLES[Office(appointment.office)]),
    ]
    action = f"/appointments/{appointment.id}/office-end/signature"
    return sheet(
        session, actor, "office-end", appointment.id, said, [bench.key], at, action, shown=shown, zone=bench.party.timezone
    )  # fmt: skip


def end_office(
    session: Session,
    actor: Actor,
    appointment_id: str,
    *,
    credential: str,
    at: datetime,
    no_software_keys: bool = False,
) -> Appointment:
    """The term ends in the chain and in our own rows; the keys enrolled for it open nothing from here."""
    appointment, bench = _ending(session, actor, appointment_id)
    signed = ceremony.accept(
        session, actor, f"office-end:{appointment.id}", credential, at, no_software_keys=no_software_keys
    )
    chain.append(
        session,
        bench.party,
        EventKind.OFFICE_ENDED,
        signed.envelope,
        actor=actor,
        subject_id=appointment.person_id,
        at=at,
    )
    ended = read_moment(loads(signed.statement)["ended"]) - timedelta(seconds=1)
    last = queries.local_day(bench.party.timezone, ended)
    appointment.until_date = max(appointment.from_date, min(last, appointment.until_date or last))
    session.add(appointment)
    for key in session.exec(
        select(SigningKey).where(SigningKey.appointment_id == appointment.id, SigningKey.state != "revoked")
    ):
        key.state, key.revoked = "revoked", at
        session.add(key)
    return appointment


def _moment(party: Party, day: date, hour: time = time()) -> datetime:
    """A day and a time of day at the party, in UTC; the day's beginning without one. Of a doubled hour the earlier counts."""
    return datetime.combine(day, hour, ZoneInfo(party.timezone)).astimezone(UTC)
