"""Many at once under a set order: nobody gets in before who stands ahead, and each place is filled once."""

import pytest
from sqlmodel import select

from tests.attacks.test_signing_races import ROUNDS, at_once, counts, handing_in
from tests.signing import world as worlds
from tests.signing.order.kit import CHIEF, SUPERINTENDENT, choose
from workflow.core.errors import Refused
from workflow.core.events import EventKind
from workflow.drafting.models import Edition
from workflow.signing import offers
from workflow.signing.models import Signature
from workflow.signing.order import queries

pytestmark = pytest.mark.both_databases


def ordered(session, world, now):
    """A draft that the agency signs first, of a world that is there already or a new one."""
    if world is None:
        world = worlds.build(session)
    else:
        worlds.draft(session, world, worlds.TEXT, now)
    choose(session, world, now, "agency", "district")
    return world


def prepared(database, now, world, blind):
    """A text that the chief signs first, and both their answers: the superintendent's was got past the rule."""
    with database.writing() as session:
        world = ordered(session, world, now)
        event = world.freeze(session, now).id
        with blind.context() as eyes:
            eyes.setattr(offers.queue, "insist", lambda *_: None)
            answers = {
                name: worlds.answer(world.keys[name], world.offer(session, name, event, now)["options"])
                for name in ("superintendent", "chief")
            }
    return world, event, answers


def signed(database, event):
    with database.reading() as session:
        rows = select(Signature.slot).where(Signature.signing_event_id == event).order_by(Signature.event_id)
        return list(session.exec(rows))


def test_two_at_once_are_recorded_in_the_order_or_the_second_is_told_to_wait(database, now, monkeypatch):
    world, waited = None, 0
    for _ in range(ROUNDS):
        world, event, answers = prepared(database, now, world, monkeypatch)
        second, first = at_once(
            [handing_in(database, world, name, event, answers[name], now) for name in answers]
        )
        assert isinstance(first, str), first
        if isinstance(second, Refused):
            waited += 1
            assert "signs after Chief Example" in second.reason
            assert signed(database, event) == [CHIEF]
            # What came too early is not used up by the refusal: sent again, it counts.
            handing_in(database, world, "superintendent", event, answers["superintendent"], now)()
        assert signed(database, event) == [CHIEF, SUPERINTENDENT]
        kinds, _, status = counts(database, world)
        assert (kinds[EventKind.EDITION_EXECUTED], status) == (1, "executed")
    print(f"{waited} of {ROUNDS} were told to wait")


def test_sixteen_clicks_on_each_side_fill_each_place_once(database, now, monkeypatch):
    world, event, answers = prepared(database, now, None, monkeypatch)
    clicks = [handing_in(database, world, name, event, answers[name], now) for name in answers]
    at_once(clicks * 8)
    at_once(clicks[:1] * 8)
    assert signed(database, event) == [CHIEF, SUPERINTENDENT]
    kinds, _, status = counts(database, world)
    assert (kinds[EventKind.EDITION_SIGNED], kinds[EventKind.EDITION_EXECUTED], status) == (2, 1, "executed")


def test_two_who_set_different_orders_leave_one_of_them_whole(database, now):
    with database.writing() as session:
        world = worlds.build(session)
    ways = (("agency", "district"), ("district", "agency"))

    def setting(parties):
        def act():
            with database.writing() as session:
                return choose(session, world, now, *parties)

        return act

    assert all(isinstance(one, list) for one in at_once([setting(parties) for parties in ways * 4]))
    with database.reading() as session:
        found = queries.chosen(session, world.edition)
        assert found in [[world.parties[party] for party in parties] for parties in ways]


def test_a_freeze_races_a_change_of_the_order_and_the_manifest_says_what_stands(database, now):
    world = None
    for _ in range(10):
        with database.writing() as session:
            world = ordered(session, world, now)

        def freeze(world=world):
            with database.writing() as session:
                return world.freeze(session, now).manifest.decode()

        def turn_round(world=world):
            with database.writing() as session:
                return choose(session, world, now, "district", "agency")

        manifest, turned = at_once([freeze, turn_round])
        first = manifest.index(f'"id":"{SUPERINTENDENT}"') < manifest.index(f'"id":"{CHIEF}"')
        assert first == isinstance(turned, list)
        with database.reading() as session:
            assert (
                queries.chosen(session, world.edition)[0] == world.parties["district" if first else "agency"]
            )
            assert session.get_one(Edition, world.edition).status == "signing"
