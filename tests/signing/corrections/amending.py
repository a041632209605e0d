"""A board adopts and delegates, a slip is found, three people answer for mending it: each step one call."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from tests.signing import world as worlds
from tests.signing.world import World
from workflow.core.people import Office
from workflow.drafting.models import Clause, Edition
from workflow.parties.models import Appointment
from workflow.review.models import Verdict
from workflow.signing import adopting
from workflow.signing.actions import reopen
from workflow.signing.adopting import Minutes
from workflow.signing.corrections import actions, answering, queries
from workflow.signing.corrections.actions import Sheet
from workflow.signing.corrections.models import Answer
from workflow.signing.delegations import actions as delegating
from workflow.signing.delegations.actions import Sheet as Delegated
from workflow.signing.matter import of_event
from workflow.signing.models import SigningEvent

LIMIT = "Errors of spelling, numbering and reference; nothing of substance."
SLIP = ("to 3:30.", "to 3:30 p.m.")
THREE = ("superintendent", "counsel", "police_counsel")


def build(session: Session, **world: Any) -> World:
    """A world with a board, and with counsel on both sides who have keys."""
    made = worlds.build(session, body=True, **world)
    return staffed(session, made)


def staffed(session: Session, made: World) -> World:
    held = session.exec(select(Appointment).where(Appointment.person_id == made.people["counsel"])).one()
    worlds.enrol(session, made, "counsel", "district", Office.COUNSEL, "d1", worlds.BEGUN, held)
    worlds.enrol(session, made, "police_counsel", "agency", Office.COUNSEL, "a1", worlds.BEGUN)
    edition = session.get_one(Edition, made.edition)
    said = {
        "edition_id": edition.id,
        "revision_id": edition.revision_id or "",
        "stage": "sides",
        "value": "approve",
    }
    session.add(Verdict(**said, person_id=made.people["police_counsel"], created=worlds.BEGUN))
    session.flush()
    return made


def delegate(
    session: Session,
    world: World,
    now: datetime,
    *,
    to: str = "district:superintendent",
    kind: str = "scrivener",
) -> None:
    party, _, office = to.partition(":")
    sheet = Delegated(world.parties["body"], f"{world.parties[party]}:{office}", kind, LIMIT)
    delegating.delegate(session, world.actor(session, "counsel", now), world.edition, sheet, at=now)


def adopt(session: Session, world: World, event: SigningEvent, now: datetime, *, gave: str = "yes") -> None:
    clerk = world.actor(session, "clerk", now)
    minutes = Minutes("2026-05-12", "Item 7.2", "Resolution 2026-14", "7", "0", "0", gave)
    offered = adopting.offer(session, clerk, event.id, body="body-1", minutes=minutes, at=now)
    credential = worlds.answer(world.keys["clerk"], offered["options"])
    adopting.adopt(session, clerk, event.id, body="body-1", credential=credential, at=now)


def adopted(session: Session, world: World, now: datetime, **told: Any) -> SigningEvent:
    """The board adopted the text and gave authority to mend slips."""
    delegate(session, world, now)
    event = world.freeze(session, now)
    adopt(session, world, event, now, **told)
    return event


def clause(session: Session, world: World, words: str) -> Clause:
    """The clause of the text as it is now in which these words stand."""
    edition = session.get_one(Edition, world.edition)
    rows = session.exec(select(Clause).where(Clause.revision_id == edition.revision_id))
    return next(row for row in rows if words in row.text)


def propose(
    session: Session, world: World, event: SigningEvent, now: datetime, *,
    by: str = "counsel", kind: str = "scrivener", reason: str = "“p.m.” was missing.", mend: tuple[tuple[str, str], ...] = (SLIP,),
) -> SigningEvent:  # fmt: skip
    """The mended text, frozen."""
    found = [(clause(session, world, old), old, new) for old, new in mend]
    sheet = Sheet(
        kind,
        reason,
        [row.key for row, _, _ in found],
        [row.text.replace(old, new) for row, old, new in found],
    )
    return actions.propose(session, world.actor(session, by, now), event.id, sheet, at=now)


def place(session: Session, world: World, name: str, event: SigningEvent, now: datetime) -> str:
    """Where this person may answer."""
    actor = world.actor(session, name, now)
    found = queries.waiting(session, of_event(session, actor, event.id))
    return next(slot.id for slot in found if actor.holds_any(slot.offices, frozenset({slot.party_id})))


def answer(session: Session, world: World, name: str, event: SigningEvent, now: datetime) -> Answer:
    """This person answers for the correction."""
    actor, where = world.actor(session, name, now), place(session, world, name, event, now)
    offered = answering.offer(session, actor, event.id, place=where, at=now)
    credential = worlds.answer(world.keys[name], offered["options"])
    return answering.answer(session, actor, event.id, place=where, credential=credential, at=now)


def corrected(session: Session, world: World, now: datetime) -> SigningEvent:
    """Adopted, mended, and answered for by all three."""
    event = propose(session, world, adopted(session, world, now), now)
    for name in THREE:
        answer(session, world, name, event, now)
    return event


def reworded(session: Session, world: World, now: datetime, more: tuple[str, ...] = ()) -> None:
    """Reopened, changed in an ordinary revision, and approved again by everybody in the review."""
    reopen(session, world.actor(session, "counsel", now), world.edition, reason="Another wording.", at=now)
    edition = session.get_one(Edition, world.edition)
    texts = tuple(text.replace(*SLIP) for text in worlds.TEXT)
    worlds.revise(session, edition, (*texts, *more), now)
    worlds.approve(session, world, now)
    said = {
        "edition_id": edition.id,
        "revision_id": edition.revision_id or "",
        "stage": "sides",
        "value": "approve",
    }
    session.add(Verdict(**said, person_id=world.people["police_counsel"], created=now))
    session.flush()
