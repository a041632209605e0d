"""Many at once on real databases: one challenge is used once, one place is filled once, one edition is executed once."""

import threading

import pytest
from sqlmodel import func, select

from tests.signing import world as worlds
from workflow.core.errors import CountersignError
from workflow.core.events import EventKind
from workflow.drafting.models import Edition
from workflow.history.models import Event
from workflow.signing import actions
from workflow.signing.models import Signature, SigningEvent

ROUNDS = 25


def at_once(acts):
    """Run these in threads that start together; what each returned or was refused with."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait()
        try:
            results[number] = act()
        except CountersignError as no:
            results[number] = no

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def handing_in(database, world, name, event, credential, now):
    def act():
        with database.writing() as session:
            return world.hand_in(session, name, event, credential, now).id

    return act


def prepared(database, now, names=("chief", "superintendent"), world=None):
    """A frozen text and the named people's answers; with a world, another agreement of the same parties."""
    with database.writing() as session:
        if world is None:
            world = worlds.build(session)
        else:
            worlds.draft(session, world, worlds.TEXT, now)
        event = world.freeze(session, now).id
        answers = {
            name: worlds.answer(world.keys[name], world.offer(session, name, event, now)["options"])
            for name in names
        }
    return world, event, answers


def counts(database, world):
    with database.reading() as session:
        kinds = session.exec(
            select(Event.kind, func.count()).where(Event.edition_id == world.edition).group_by(Event.kind)
        ).all()
        return (
            dict(kinds),
            session.exec(
                select(Signature).join(SigningEvent).where(SigningEvent.edition_id == world.edition)
            ).all(),
            session.get_one(Edition, world.edition).status,
        )


@pytest.mark.both_databases
def test_a_nonce_replayed_by_sixteen_at_once_signs_once(database, now):
    world, event, answers = prepared(database, now, ("chief",))
    results = at_once([handing_in(database, world, "chief", event, answers["chief"], now)] * 16)
    assert sum(isinstance(result, str) for result in results) == 1
    assert sum(isinstance(result, CountersignError) for result in results) == 15
    kinds, signatures, status = counts(database, world)
    assert (kinds[EventKind.EDITION_SIGNED], len(signatures), status) == (1, 1, "signing")


@pytest.mark.both_databases
def test_one_signer_with_sixteen_answers_of_his_own_signs_once(database, now):
    world, event, _ = prepared(database, now, ())
    with database.writing() as session:
        offers = [world.offer(session, "chief", event, now)["options"] for _ in range(16)]
    answers = [worlds.answer(world.keys["chief"], options) for options in offers]
    results = at_once([handing_in(database, world, "chief", event, each, now) for each in answers])
    assert sum(isinstance(result, str) for result in results) == 1
    kinds, signatures, _ = counts(database, world)
    assert (kinds[EventKind.EDITION_SIGNED], kinds[EventKind.EDITION_SERVED], len(signatures)) == (1, 1, 1)


@pytest.mark.both_databases
def test_both_sign_at_the_same_moment_and_it_is_executed_exactly_once(database, now):
    """Many rounds: whoever comes last under the lock executes, and nobody else."""
    world = None
    for _ in range(ROUNDS):
        world, event, answers = prepared(database, now, world=world)
        results = at_once([handing_in(database, world, name, event, answers[name], now) for name in answers])
        assert all(isinstance(result, str) for result in results), results
        kinds, signatures, status = counts(database, world)
        assert (kinds[EventKind.EDITION_EXECUTED], len(signatures), status) == (1, 2, "executed")


def test_a_reopening_races_the_last_signature_and_one_of_them_wins(database, now):
    world = None
    for _ in range(ROUNDS):
        world, event, answers = prepared(database, now, world=world)
        handing_in(database, world, "chief", event, answers["chief"], now)()

        def reopen(world=world):
            with database.writing() as session:
                counsel = world.actor(session, "counsel", now)
                return actions.reopen(session, counsel, world.edition, reason="A wrong date.", at=now).id

        last = handing_in(database, world, "superintendent", event, answers["superintendent"], now)
        results = at_once([reopen, last])
        assert sum(isinstance(result, str) for result in results) == 1, results
        kinds, _, status = counts(database, world)
        with database.reading() as session:
            state = session.get_one(SigningEvent, event).state
        if isinstance(results[0], str):
            assert (status, state, kinds.get(EventKind.EDITION_EXECUTED, 0)) == ("in_review", "voided", 0)
        else:
            assert (status, state, kinds.get(EventKind.EDITION_VOIDED, 0)) == ("executed", "executed", 0)
