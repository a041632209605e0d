"""The mark of an edition moves with what its reader may see, and with nothing else."""

from datetime import datetime, timedelta

import pytest

from tests.review.test_pages import statements
from tests.review.world import World
from workflow.adapters.doors import Desk
from workflow.adapters.settings import Settings
from workflow.core.errors import NotFound
from workflow.core.people import Office
from workflow.drafting.models import MouParty
from workflow.review import actions, pages
from workflow.review.live import mark

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)
READERS = ("counsel", "principal", "sergeant", "guest", "clerk")


@pytest.fixture
def watched(reviewed: World) -> World:
    reviewed.session.add(MouParty(mou_id=reviewed.mou.id, party_id=reviewed.parties["body"].id, position=3))
    reviewed.appoint("clerk", "body", Office.CLERK)
    reviewed.guest()
    return reviewed


def marks(world: World) -> dict[str, str]:
    actors = {name: world.actor(name) for name in READERS if name != "guest"} | {"guest": guest(world)}
    return {name: mark(world.session, actor, world.edition.id) for name, actor in actors.items()}


def guest(world: World):
    from workflow.core.people import Actor

    return Actor(world.who["guest"], "Guest", guest_of=world.edition.id, office_title="Invited reviewer")


def moved(world: World, act) -> set[str]:
    before = marks(world)
    act()
    after = marks(world)
    return {name for name in READERS if before[name] != after[name]}


def say(world: World, name: str, now: datetime, **more: str):
    return lambda: actions.open_thread(
        world.session, world.actor(name), world.edition.id, words="Hm.", clause="term", at=now, **more
    )


def test_an_open_comment_moves_it_for_all_but_the_body(watched: World, now: datetime) -> None:
    assert moved(watched, say(watched, "counsel", now)) == {"counsel", "principal", "sergeant", "guest"}


def test_an_internal_one_and_all_that_becomes_of_it_only_for_its_side(watched: World, now: datetime) -> None:
    session, edition, ours = watched.session, watched.edition.id, {"counsel", "principal"}
    assert moved(watched, say(watched, "counsel", now, visibility="party")) == ours
    for act in (
        lambda: actions.reply(session, watched.actor("principal"), edition, 1, words="Yes.", at=now),
        lambda: actions.dispose(session, watched.actor("dana"), edition, 1, value="noted", words="", at=now),
        lambda: actions.reopen(session, watched.actor("counsel"), edition, 1, words="No.", at=now),
        lambda: actions.withdraw(session, watched.actor("counsel"), edition, 1, at=now),
    ):
        assert moved(watched, act) == ours


def test_what_happened_unseen_leaves_no_trace_in_the_next_mark(watched: World, now: datetime) -> None:
    """The mark is no number: how much the other side wrote in between cannot be read from it."""
    value = mark(watched.session, watched.actor("sergeant"), watched.edition.id)
    assert len(value) == 24 and int(value, 16) >= 0


def test_nothing_moves_it_when_nothing_happens(watched: World) -> None:
    assert moved(watched, lambda: None) == set()


def test_the_working_page_carries_the_same_mark(watched: World) -> None:
    here = Desk(watched.session, watched.actor("sergeant"), watched.now, Settings())
    assert pages.edition(here, watched.edition.id).value["version"] == marks(watched)["sergeant"]
    answer = pages.version(here, watched.edition.id)
    assert answer.content.decode() == answer.etag == marks(watched)["sergeant"]


def test_it_costs_three_small_statements(watched: World) -> None:
    actor = watched.actor("sergeant")
    with statements(watched.session) as sent:
        mark(watched.session, actor, watched.edition.id)
    assert len(sent) == 3


def test_strangers_find_no_edition(watched: World) -> None:
    watched.appoint("outsider", "stranger", Office.COUNSEL)
    with pytest.raises(NotFound):
        mark(watched.session, watched.actor("outsider"), watched.edition.id)
