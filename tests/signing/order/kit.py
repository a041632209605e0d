"""Setting the order in one call, and who has the turn, or has it later."""

from datetime import datetime

from sqlmodel import Session, select

from tests.signing.world import World
from workflow.review.models import Later, Turns
from workflow.signing.models import SigningEvent
from workflow.signing.order import actions

CHIEF, SUPERINTENDENT = "agency-1", "district-2"


def choose(
    session: Session, world: World, at: datetime, *parties: str, by: str = "counsel", order: str = ""
) -> list[str]:
    """Counsel says that these parties (by kind) sign one after another, or without any, that any order will do."""
    ids = [world.parties.get(party, party) for party in parties]
    wanted = order or ("set" if parties else "any")
    return actions.choose(
        session, world.actor(session, by, at), world.edition, order=wanted, parties=ids, at=at
    )


def frozen(session: Session, world: World, at: datetime, *parties: str) -> SigningEvent:
    """The text is frozen, to be signed in this order; by default the chief's party, then the superintendent's."""
    choose(session, world, at, *(parties or ("agency", "district")))
    return world.freeze(session, at)


def names(world: World, ids: list[str]) -> set[str]:
    return {name for name, person in world.people.items() if person in ids}


def on_turn(session: Session, world: World) -> set[str]:
    rows = session.exec(select(Turns.person_id).where(Turns.edition_id == world.edition))
    return names(world, list(rows))


def later(session: Session, world: World) -> dict[str, str]:
    """Whose turn is later, and what they are told."""
    rows = {
        row.person_id: row.reason
        for row in session.exec(select(Later).where(Later.edition_id == world.edition))
    }
    return {name: rows[person] for name, person in world.people.items() if person in rows}
