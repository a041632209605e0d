"""Parties: adding one, and how it is reached."""

from datetime import datetime

from sqlmodel import Session, select

from workflow.core.errors import Forbidden, Refused
from workflow.core.events import EventKind
from workflow.core.people import Actor, Capacity, Office, PartyKind
from workflow.core.permissions import Case, may, require
from workflow.history import actions as history
from workflow.parties import queries
from workflow.parties.appointments.actions import appoint, person_from
from workflow.parties.models import Party
from workflow.parties.setup import party_from
from workflow.parties.words import Typed


def create_party(
    session: Session, actor: Actor, *, kind: str, legal_name: str, place: str = "", timezone: str = "", parent_id: str = "",
    administrator: str = "", email: str = "", at: datetime,
) -> Party:  # fmt: skip
    """A new party with its first administrator, who is invited by mail; without one named, the actor administers it.

    `parent_id`: the district a school belongs to; its people read and write wherever the district does, so only who
    administers the district lets a school in below it. Raises Invalid, Forbidden.
    """
    require("party:create", actor)
    typed = Typed()
    party = party_from(typed, kind=kind, legal_name=legal_name, place=place, timezone=timezone, at=at)
    parent = session.get(Party, parent_id) if parent_id else None
    if parent_id and (parent is None or parent.kind != "district" or kind != "school"):
        typed.wrong("parent_id", "Only a school belongs to a district, and the district must be here first.")
    elif parent and not may("party:edit", actor, Case(parties=frozenset({parent.id}))):
        raise Forbidden(
            f"Only an administrator of {parent.legal_name} can add a school to it.",
            "Ask there, or add the school without a district.",
        )
    party.parent_id = parent.id if parent else None
    if session.exec(select(Party.id).where(Party.legal_name == party.legal_name)).first():
        typed.wrong("legal_name", f"There is already a party named {party.legal_name}.", "taken")
    named = administrator or email
    who = (
        person_from(session, actor, typed, administrator, email, "administrator", at)
        if named
        else queries.person(session, actor.person_id)
    )
    typed.settle()
    session.add_all([party, who])
    session.flush()
    history.record(
        session, EventKind.PARTY_CREATED, actor=actor, at=at, party_id=party.id, subject_id=party.id
    )
    day = queries.local_day(party.timezone, at)
    appoint(
        session,
        actor,
        party,
        who,
        Office.ADMINISTRATOR,
        Capacity.HOLDER,
        day,
        None,
        "",
        at,
        invite=bool(named),
    )
    return party


def edit_party(
    session: Session,
    actor: Actor,
    party_id: str,
    *,
    short_name: str,
    place: str,
    contact: str,
    timezone: str,
    at: datetime,
) -> Party:
    """Change how a party is reached. Its legal name stands in signed statements and stays."""
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:edit", actor, Case(parties=frozenset({party.id})))
    typed = Typed()
    changed = party_from(
        typed, kind=party.kind, legal_name=party.legal_name, place=place, timezone=timezone, at=party.created
    )
    party.short_name = typed.line("short_name", "The short name", short_name, needed=False)
    party.contact = typed.line("contact", "The contact", contact, needed=False)
    typed.settle()
    party.place, party.timezone = changed.place, changed.timezone
    session.add(party)
    history.record(
        session, EventKind.PARTY_CHANGED, actor=actor, at=at, party_id=party.id, subject_id=party.id
    )
    return party


def ask_members(session: Session, actor: Actor, party_id: str, *, write: bool, at: datetime) -> Party:
    """A body says whether its members may write to its clerk before they meet. Raises Refused for any other party."""
    history.lock(session, party_id=party_id)
    party = queries.party(session, party_id)
    require("party:edit", actor, Case(parties=frozenset({party.id})))
    if party.kind != PartyKind.BODY:
        raise Refused("Only an adopting body has members who could write to its clerk.")
    if party.members_write != write:
        party.members_write = write
        session.add(party)
        history.record(
            session, EventKind.PARTY_CHANGED, actor=actor, at=at, party_id=party.id, subject_id=party.id,
            detail={"members_write": write},
        )  # fmt: skip
    return party
