"""Whose turn it is at a party, by letter: founding, accepting, making keys. And the letter to whom a registrar vouched for.

The rows say whose turn it is (`parties.turns`); an event says only that something moved. So the letter is asked for by
everybody it may concern, and written for those whose turn has begun with that event: each turn is told once.
"""

from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session, col, select

from workers import neighbours
from workers.words import Subject, Words
from workflow.adapters.templates import moment
from workflow.core.events import EventKind
from workflow.core.people import SIGNS_FOR, Office, PartyKind
from workflow.history.models import Event
from workflow.history.queries import leaf_id
from workflow.parties.keys.queries import fingerprint_of
from workflow.parties.models import Party, SigningKey
from workflow.parties.queries import actor_of, holders, title_of
from workflow.parties.turns.queries import PartyTurn, turns_of

BEGINS = {
    EventKind.KEY_MADE: {"found"}, EventKind.FOUNDING_BEGUN: {"countersign"}, EventKind.PARTY_FOUNDED: {"make", "accept"},
    EventKind.APPOINTMENT_RECORDED: {"make"}, EventKind.PERSON_INVITED: {"make"},
}  # fmt: skip
"""Which turns an event can begin."""

CLOCKS = timedelta(minutes=1)
"""Two servers' clocks differ: by so much a turn may seem to have begun before or after its event."""


def registrars(session: Session, event: Event) -> list[str]:
    """The party's own registrars, but not the one who acted."""
    found = holders(session, [event.party_id or ""], event.at, offices={Office.REGISTRAR})
    return _others(event, [one.person_id for one in found])


def newly_called(session: Session, event: Event) -> list[str]:
    """After a founding: who signs for the party, its registrars, and the registrars of founded parties. Those who share an
    agreement with it are told in a letter of their own (`party_founded`)."""
    party = session.get_one(Party, event.party_id)
    founded = session.exec(select(Party.id).where(col(Party.public_id).is_not(None))).all()
    own = holders(session, [party.id], event.at, offices=SIGNS_FOR[PartyKind(party.kind)])
    keepers = holders(session, founded, event.at, offices={Office.REGISTRAR})
    told = set(neighbours.beside(session, event))
    return [one.person_id for one in own] + _others(
        event, [one.person_id for one in keepers if one.person_id not in told]
    )


def _others(event: Event, people: list[str]) -> list[str]:
    return [one for one in dict.fromkeys(people) if one != event.actor_id]


def begun_turns(about: Subject) -> list[PartyTurn]:
    """What waits for the reader since the event the letter is about."""
    reader = actor_of(about.session, about.person, about.at)
    found = turns_of(about.session, reader, about.at)
    kinds = BEGINS[EventKind(about.event.kind)]
    return [turn for turn in found if turn.kind in kinds and abs(turn.since - about.event.at) <= CLOCKS]


def party_turn(about: Subject) -> Words | None:
    found = begun_turns(about)
    if not found:
        return None
    first, *more = found
    return Words(
        f"Your turn: {first.party}", f"Your turn at {first.party}: {first.reason}.",
        [f"Your turn, too, at {turn.party}: {turn.reason}." for turn in more], about.origin + first.link, "Open it",
        "you hold an office of a party that is to sign agreements here.", first.due, zone=first.timezone,
    )  # fmt: skip


def key_vouched(about: Subject) -> Words | None:
    """The day and hour from which the key signs: not earlier, whatever else is ready."""
    key = about.session.exec(select(SigningKey).where(SigningKey.enrolment == leaf_id(about.event))).first()
    if key is None or key.vouched is None or key.state != "vouched":
        return None
    party = about.session.get_one(Party, key.party_id)
    ready = moment(key.vouched + timedelta(hours=about.waiting_hours), party.timezone)
    title, signs = title_of(key.office), key.office != Office.REGISTRAR and about.waiting_hours
    wait = (
        f"It signs agreements from {ready}. Until then others can look at it and object; you need do nothing."
    )
    return Words(
        f"Your signing key signs from {ready}" if signs else f"Your signing key as {title} is in force",
        f"{about.event.actor_name} vouched for your signing key as {title} of {party.legal_name}.",
        [*([wait] if signs else []), f"Its twelve words: {fingerprint_of(key)}",
         "If you did not ask for this, or the words are not those of your key, tell your party's registrars at once."],
        f"{about.origin}/signing-keys/{key.id}", "Your key", "it is your key.",
    )  # fmt: skip


LETTERS: dict[str, Callable[[Subject], Words | None]] = {"party_turn": party_turn, "key_vouched": key_vouched}
