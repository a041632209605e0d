"""A draft in review that a board adopts: its clerk, two members, its administrator, and a member who is counsel as well."""

from datetime import datetime

from tests.review.world import World
from workflow.core.people import Office
from workflow.drafting.models import MouParty
from workflow.review.notes.actions import write_note
from workflow.review.notes.models import MemberNote

WORDS = "A MEMBER WANTS THE SEARCHES OUT"
BOARD = (
    ("cleo", Office.CLERK),
    ("mel", Office.MEMBER),
    ("max", Office.MEMBER),
    ("chair", Office.BOARD_CHAIR),
    ("keeper", Office.ADMINISTRATOR),
)


def seat_the_board(world: World) -> World:
    world.session.add(MouParty(mou_id=world.mou.id, party_id=world.parties["body"].id, position=3))
    for name, office in BOARD:
        world.appoint(name, "body", office)
    world.appoint("rex", "body", Office.MEMBER)
    world.appoint("rex", "district", Office.COUNSEL)
    return world


def write(world: World, now: datetime, name: str = "mel", **more: object) -> MemberNote:
    told = {"words": WORDS, "clause": "duties", **more}
    return write_note(world.session, world.actor(name), world.edition.id, at=now, **told)
