"""Saying before the freeze in which order the parties sign."""

import pytest
from sqlmodel import select

from tests.signing.order.kit import CHIEF, SUPERINTENDENT, choose, frozen
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.core.events import EventKind
from workflow.drafting.models import Edition
from workflow.evidence import canonical
from workflow.history.models import Event
from workflow.signing import actions as signing
from workflow.signing.order import actions, queries
from workflow.signing.order.models import SigningPlace

pytestmark = pytest.mark.both_databases


def manifest(event):
    return canonical.loads(event.manifest)


def test_what_was_set_stands_in_what_everybody_signs(session, world, now):
    said = manifest(frozen(session, world, now, "district", "agency"))
    assert (said["order"], [slot["id"] for slot in said["slots"]]) == ("set", [SUPERINTENDENT, CHIEF])
    parties = {slot["id"]: slot["party"] for slot in said["slots"]}
    kinds = {party["id"]: party["kind"] for party in said["parties"]}
    assert {place: kinds[party] for place, party in parties.items()} == {
        CHIEF: "agency",
        SUPERINTENDENT: "district",
    }


def test_without_a_word_about_it_any_order_will_do(session, world, now):
    said = manifest(world.freeze(session, now))
    assert (said["order"], [slot["id"] for slot in said["slots"]]) == ("any", [CHIEF, SUPERINTENDENT])


def test_it_is_said_again_and_only_what_changed_is_recorded(session, world, now):
    for parties in (("agency", "district"), ("agency", "district"), ("district", "agency"), (), ()):
        choose(session, world, now, *parties)
    rows = session.exec(select(Event).where(Event.kind == EventKind.ORDER_SET).order_by(Event.id)).all()
    ids = [world.parties["agency"], world.parties["district"]]
    assert [row.detail["parties"] for row in rows] == [ids, ids[::-1], []]
    assert session.exec(select(SigningPlace)).all() == []


def test_only_those_who_run_it_set_it_and_only_before_the_freeze(session, world, now):
    with pytest.raises(Forbidden):
        choose(session, world, now, "agency", "district", by="a1")
    event = frozen(session, world, now)
    for parties in ((), ("district", "agency")):
        with pytest.raises(Refused, match="in which order it is signed stands in it"):
            choose(session, world, now, *parties)
    assert manifest(event)["order"] == "set"


def test_after_a_reopening_it_stands_and_can_be_changed(session, world, now):
    frozen(session, world, now)
    signing.reopen(
        session, world.actor(session, "counsel", now), world.edition, reason="A wrong date.", at=now
    )
    assert len(queries.chosen(session, world.edition)) == 2
    choose(session, world, now)
    assert manifest(world.freeze(session, now))["order"] == "any"


@pytest.mark.parametrize(("parties", "order", "fields"), [
    ((), "", ["order"]),
    (("agency", "district"), "backwards", ["order"]),
    ((), "set", ["place-1", "place-2"]),
    (("agency", "agency"), "set", ["place-2"]),
    (("", "nobody"), "set", ["place-1", "place-2"]),
    (("agency", "district", "agency"), "set", ["place-3"]),
])  # fmt: skip
def test_what_is_no_order_is_refused_place_by_place_and_changes_nothing(
    session, world, now, parties, order, fields
):
    choose(session, world, now, "district", "agency")
    ids = [world.parties.get(party, party) for party in parties]
    with pytest.raises(Invalid) as no:
        actions.choose(
            session, world.actor(session, "counsel", now), world.edition, order=order, parties=ids, at=now
        )
    assert [issue.field for issue in no.value.issues] == fields
    assert queries.chosen(session, world.edition) == [world.parties["district"], world.parties["agency"]]


def test_the_next_edition_begins_with_it(session, world, now):
    choose(session, world, now, "district", "agency")
    edition = session.get_one(Edition, world.edition)
    following = Edition(mou_id=world.mou, number=2, title=edition.title, created=now, changed=now)
    session.add(following)
    session.flush()
    actions.carry(session, edition.id, following.id)
    session.flush()
    assert queries.chosen(session, following.id) == queries.chosen(session, edition.id) != []
