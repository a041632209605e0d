"""The list of parties, and one party with its people, offices, keys and public record.

Names and offices are open to everybody with an account: those who sign with each other must know who is who. E-mail
addresses are shown to a party's own administrators alone.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.adapters.templates import moment
from workflow.core.errors import NotFound
from workflow.core.people import OFFICES_OF, Actor, Office, PartyKind
from workflow.core.permissions import Case, may, require
from workflow.parties import options, queries
from workflow.parties.appointments.queries import open_invitations
from workflow.parties.founding.queries import accepting, half_done, record_card, registrar_keys
from workflow.parties.keys.queries import key_card
from workflow.parties.models import Appointment, Party, PartyLink, Person, SigningKey
from workflow.parties.recovery.queries import counting
from workflow.parties.turns.next_step import next_step

KIND_WORDS = {kind: label for kind, label, _ in options.KINDS}


def _members_only(actor: Actor) -> None:
    if not actor.signed_in or actor.guest_of:
        raise NotFound("party")


def party_list(session: Session, actor: Actor, now: datetime) -> dict[str, Any]:
    """Every party, by name, with how many people hold an office there today."""
    _members_only(actor)
    parties = session.exec(select(Party).order_by(col(Party.legal_name))).all()
    people = Counter(one.party_id for one in {
        (holder.party_id, holder.person_id): holder
        for holder in queries.holders(session, [party.id for party in parties], now)
    }.values())  # fmt: skip
    accepted = set(session.exec(select(PartyLink.party_id).where(PartyLink.kind == "acceptance")))
    return {
        "parties": [
            {
                **party_card(party),
                "people": people[party.id],
                "mine": party.id in actor.party_ids,
                "record": "accepted" if party.id in accepted else "founded" if party.public_id else "none",
            }
            for party in parties
        ],
        "can_create": may("party:create", actor),
    }


def party_card(party: Party) -> dict[str, Any]:
    """A party as other rooms show it."""
    return {
        "id": party.id,
        "kind": party.kind,
        "kind_words": KIND_WORDS[party.kind],
        "legal_name": party.legal_name,
        "short_name": party.short_name or party.legal_name,
        "place": party.place,
        "timezone": party.timezone,
        "contact": party.contact,
        "parent_id": party.parent_id or "",
        "public_id": party.public_id or "",
        "members_write": party.members_write,
    }


def new_party(session: Session, actor: Actor) -> dict[str, Any]:
    """What the form for a new party offers: a school goes below a district of the actor's own."""
    _members_only(actor)
    require("party:create", actor)
    districts = session.exec(select(Party).where(Party.kind == "district").order_by(col(Party.legal_name)))
    return {
        "kinds": options.KINDS,
        "zones": options.zone_options(),
        "districts": [
            ("", "None"),
            *(
                (one.id, one.legal_name)
                for one in districts
                if may("party:edit", actor, Case(parties=frozenset({one.id})))
            ),
        ],
    }


def party_page(session: Session, actor: Actor, party_id: str, now: datetime) -> dict[str, Any]:
    """One party. Raises NotFound for strangers and guests."""
    _members_only(actor)
    party = queries.party(session, party_id)
    case = Case(parties=frozenset({party.id}))
    administers = may("party:edit", actor, case)
    rows = session.exec(
        select(Appointment, Person)
        .join(Person, col(Person.id) == col(Appointment.person_id))
        .where(Appointment.party_id == party.id)
    ).all()
    keys = session.exec(
        select(SigningKey).where(SigningKey.party_id == party.id).order_by(col(SigningKey.created))
    ).all()
    names = {person.id: person.name for _, person in rows}
    invited = open_invitations(session, [who for _, who in rows], now) if administers else {}
    counts = counting(session, keys)
    offices = [
        {**_office(one, who, party, keys, now, administers, counts), "open": who.id in invited, "link_until": invited.get(who.id)}
        for one, who in rows
    ]  # fmt: skip
    value = {
        "party": party_card(party),
        "parent": queries.party(session, party.parent_id).legal_name if party.parent_id else "",
        "offices": sorted(offices, key=lambda each: (not each["current"], each["rank"], each["name"])),
        "keys": [
            {**key_card(key, party), "holder": names.get(key.person_id, ""), "person_id": key.person_id} for key in keys
        ],
        "record": record_card(session, party),
        "half_done": half_done(session, party, actor, now),
        "administers": administers,
        "people": sorted({(person.id, person.name) for _, person in rows}, key=lambda each: each[1]) if administers else [],
        "choices": _choices(party) if administers else {},
        "founding": _founding(session, party, actor, now),
        "can_accept": bool(accepting(session, actor, party)),
        "registers": may("party:found", actor, case),
    }  # fmt: skip
    return {**value, "next": next_step(value, actor)}


def _office(
    appointment: Appointment, who: Person, party: Party, keys: Any, now: datetime, administers: bool, counts: dict[str, datetime]
) -> dict[str, Any]:  # fmt: skip
    today = queries.local_day(party.timezone, now)
    mine = [key for key in keys if key.appointment_id == appointment.id and key.state != "revoked"]
    return {
        "appointment": appointment.id,
        "person_id": who.id,
        "name": who.name,
        "email": who.email if administers else "",
        "office": appointment.office,
        "title": queries.title_of(appointment.office, appointment.capacity),
        "capacity": appointment.capacity,
        "from": appointment.from_date,
        "until": appointment.until_date,
        "current": queries.holds_on(appointment, today),
        "to_come": appointment.from_date > today,
        "evidence": appointment.evidence,
        "key_id": mine[-1].id if mine else "",
        "key_state": mine[-1].state if mine else "",
        "key_lost": bool(mine and mine[-1].lost),
        "key_counts": moment(counts.get(mine[-1].id), party.timezone) if mine else "",
        "enrolled": any(key.state == "vouched" for key in mine),
        "rank": list(Office).index(Office(appointment.office)),
    }


def _choices(party: Party) -> dict[str, Any]:
    return {
        "offices": options.office_options(OFFICES_OF[PartyKind(party.kind)]),
        "capacities": [(str(value), words) for value, words in options.CAPACITIES],
        "zones": options.zone_options(),
    }


def _founding(session: Session, party: Party, actor: Actor, now: datetime) -> dict[str, Any] | None:
    """What the first registrar needs to begin; None once the party is founded or when it is not his."""
    if party.public_id or not may("party:found", actor, Case(parties=frozenset({party.id}))):
        return None
    keys = registrar_keys(session, party, now)
    return {
        "have_key": any(person.id == actor.person_id for _, person in keys),
        "others": [(key.id, person.name) for key, person in keys if person.id != actor.person_id],
    }
