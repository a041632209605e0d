"""A whole life in memory, for whoever needs a good package: two parties, their registrars, a chief, a superintendent, a log.

Nothing here is a stand-in: software keys sign real statements, the log is a real tree, and `world.package()` verifies
under `world.policy()`. Each step can be taken differently, which is how the attacks are written.
"""

from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.evidence.edition import CLAUSES, World
from tests.evidence.installation import ORIGIN, RP_ID, START, Holder, Member
from workflow.evidence.clause_tree import Attachment
from workflow.evidence.software_key import SoftwareKey

__all__ = [
    "CLAUSES",
    "ORIGIN",
    "RP_ID",
    "START",
    "Cast",
    "Holder",
    "Member",
    "SoftwareKey",
    "World",
    "finish",
    "frozen",
    "good_package",
    "ready",
    "signed",
]


@dataclass
class Cast:
    """The people of a good world."""

    world: World
    district: Member
    agency: Member
    superintendent: Holder
    chief: Holder
    clerk: Holder | None = None


def ready(**settings: Any) -> Cast:
    """Two parties that accepted each other, chief and superintendent enrolled and past their wait; nothing frozen yet."""
    world = settings.pop("world", None) or World(**settings)
    world.noise(2)
    district = world.party("district", "Springfield School District", ("Ann Archer", "Bo Baker"))
    agency = world.party("agency", "Springfield Police Department", ("Cy Carter", "Di Dyer"))
    world.accept(agency.registrars[0], district)
    world.accept(district.registrars[0], agency)
    world.noise()
    superintendent = world.enrol(district, "Eve Ellis", "superintendent", "Superintendent")
    chief = world.enrol(agency, "Flo Foster", "chief", "Chief of Police")
    world.wait(hours=80)
    return Cast(world, district, agency, superintendent, chief)


def frozen(cast: Cast | None = None, **twists: Any) -> Cast:
    """A good world in which the text was just frozen with two required slots."""
    cast = cast or ready()
    slots = [("s1", cast.agency, ["chief", "sheriff"]), ("s2", cast.district, ["superintendent"])]
    cast.world.freeze(twists.pop("slots", slots), **twists)
    return cast


def signed(cast: Cast | None = None) -> Cast:
    """A good world in which both have signed and the edition was executed."""
    cast = cast or frozen()
    world = cast.world
    world.event("served", "s1")
    world.approve(cast.chief, "s1")
    world.noise()
    world.event("served", "s2")
    world.approve(cast.superintendent, "s2")
    world.event("executed")
    world.noise(2)
    return cast


def good_package() -> tuple[bytes, bytes]:
    """(package.json as published on the web, policy.json): the shortest way to something that verifies."""
    world = signed().world
    core = world.package()
    return world.publish(core), world.policy()


def finish(cast: Cast, **twists: Any) -> tuple[bytes, bytes]:
    """The chief signs as told, the superintendent honestly; executed; (package, policy)."""
    cast.world.approve(cast.chief, "s1", **twists)
    cast.world.approve(cast.superintendent, "s2")
    cast.world.event("executed")
    return cast.world.package(), cast.world.policy()


def everything() -> tuple[bytes, bytes]:
    """A published package with an attachment, an adoption and every other member there is, and its policy."""
    cast = ready()
    world = cast.world
    clerk = world.enrol(cast.district, "Gil Gray", "clerk", "Clerk of the Board")
    world.wait(hours=80)
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    exhibit = Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32, redactable=True)
    frozen(cast, adopting_bodies=[body], attachments=[exhibit])
    world.adopt(clerk, "board")
    signed(cast)
    world.publisher = Ed25519PrivateKey.generate()
    return world.publish(world.package()), world.policy()
