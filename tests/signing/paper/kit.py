"""The steps of a signature on paper, each one call: allowed, frozen, handed in, attested."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from tests.core.test_paper import JPEG, PDF, PNG
from tests.signing import world as worlds
from tests.signing.world import World
from workflow.signing.models import SigningEvent
from workflow.signing.paper import actions, attesting
from workflow.signing.paper.actions import Filing
from workflow.signing.paper.models import Attestation, Scan

__all__ = ["JPEG", "PDF", "PNG"]
SLOT, OTHER = "agency-1", "district-2"


def allow(session: Session, world: World, at: datetime, *parties: str, by: str = "counsel") -> frozenset[str]:
    """Counsel says which of the parties (by kind) may sign on paper."""
    ids = [world.parties[party] for party in parties]
    return actions.allow(session, world.actor(session, by, at), world.edition, parties=ids, at=at)


def frozen(session: Session, world: World, at: datetime, *parties: str) -> SigningEvent:
    """The text is frozen; these parties (by kind) may sign on paper."""
    allow(session, world, at, *(parties or ("agency",)))
    return world.freeze(session, at)


def file(
    session: Session,
    world: World,
    event: str,
    at: datetime,
    *,
    by: str = "a1",
    slot: str = SLOT,
    **twists: Any,
) -> Scan:
    """A registrar hands in the scan of the sheet that the chief signed today."""
    filing = Filing(**{"content": PDF, "signed": f"{at:%Y-%m-%d}"} | twists)
    return actions.file(session, world.actor(session, by, at), event, slot, filing, at=at)


def offer(
    session: Session, world: World, name: str, event: str, at: datetime, slot: str = SLOT
) -> dict[str, Any]:
    return attesting.offer(session, world.actor(session, name, at), event, slot, at=at).to_json()


def hand_in(
    session: Session, world: World, name: str, event: str, credential: str, at: datetime, slot: str = SLOT
) -> Attestation:
    return attesting.attest(
        session, world.actor(session, name, at), event, slot, credential=credential, at=at
    )


def attest(
    session: Session, world: World, name: str, event: str, at: datetime, slot: str = SLOT
) -> Attestation:
    """Offered, answered with the person's own key, handed in."""
    asked = offer(session, world, name, event, at, slot)
    return hand_in(session, world, name, event, worlds.answer(world.keys[name], asked["options"]), at, slot)


def papered(session: Session, world: World, at: datetime, *parties: str) -> SigningEvent:
    """The chief signed by hand; both have attested it."""
    event = frozen(session, world, at, *parties)
    file(session, world, event.id, at)
    attest(session, world, "a1", event.id, at)
    attest(session, world, "d1", event.id, at)
    return event
