"""A window that is open, and people of the public who speak in it: what the tests of this sub-room stand on."""

from datetime import datetime, timedelta

from tests.review.world import World
from workflow.review.window import actions, speaking
from workflow.review.window.models import CommentWindow, PublicComment

SLUG, NUMBER = "springfield", "1"
DAY = timedelta(days=1)
CLOSES = "2026-06-12T17:00"
"""17:00 in Los Angeles: midnight in Greenwich."""


def announced(world: World, **more: str) -> CommentWindow:
    """Announced by Dana; open at once unless an opening is given."""
    filled = {"notice": "Please tell us what you think.", "closes": CLOSES} | more
    return actions.announce(world.session, world.actor("dana"), world.edition.id, at=world.now, **filled)


def spoken(
    world: World,
    words: str = "Officers should wear name tags.",
    *,
    at: datetime | None = None,
    **more: object,
) -> PublicComment:
    filled = {"clause": "duties", "email": "pat@example.org"} | more
    return speaking.say(world.session, SLUG, NUMBER, words=words, at=at or world.now, **filled)


def confirmed(
    world: World,
    words: str = "Officers should wear name tags.",
    *,
    at: datetime | None = None,
    **more: object,
) -> PublicComment:
    row = spoken(world, words, at=at, **more)
    return speaking.confirm(world.session, link_of(world, row, at), at=at or world.now)


def link_of(world: World, row: PublicComment, at: datetime | None = None) -> str:
    """The secret, as the letter's task makes it."""
    return speaking.issue_link(world.session, row.id, at=at or world.now)
