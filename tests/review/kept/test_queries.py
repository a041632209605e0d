"""Which routes there are to choose from."""

from datetime import datetime

import pytest

from tests.review.world import World
from workflow.core.errors import Invalid
from workflow.guidance import itineraries
from workflow.review import ground
from workflow.review.kept.queries import chosen, newest, offered
from workflow.review.models import KeptRoute

pytestmark = pytest.mark.both_databases


def keep(world: World, party: str, name: str, version: int, title: str = "Ours") -> KeptRoute:
    content = itineraries.default().to_json() | {"id": name, "version": version, "title": title}
    row = KeptRoute(
        party_id=world.parties[party].id, name=name, version=version, title=title, content=content, person_id=world.who["dana"],
        created=world.now,
    )  # fmt: skip
    world.session.add(row)
    world.session.flush()
    return row


def test_the_newest_version_of_each_is_offered_and_older_ones_can_still_be_named(
    world: World, now: datetime
) -> None:
    old, new, other = (
        keep(world, "district", "ours", 1),
        keep(world, "district", "ours", 2),
        keep(world, "agency", "ours", 1, "Theirs"),
    )
    here = ground.load(world.session, world.edition.id)
    assert [row.id for row in newest(world.session, here.running)] == [new.id, other.id]
    assert [one["choice"] for one in offered(world.session, here)] == [
        "cops",
        new.id,
        other.id,
        *itineraries.names()[1:],
    ]
    assert chosen(world.session, here, old.id).version == 1
    assert chosen(world.session, here, "") == itineraries.default()


def test_a_strangers_route_is_not_offered(world: World) -> None:
    row = keep(world, "stranger", "theirs", 1)
    here = ground.load(world.session, world.edition.id)
    with pytest.raises(Invalid):
        chosen(world.session, here, row.id)
