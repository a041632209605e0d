"""Two heads signed for one edition, and the same text frozen again with old signatures: the service completes neither."""

import threading
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.world import TEXT
from workflow.core.errors import CountersignError
from workflow.core.events import EventKind
from workflow.drafting.models import Edition
from workflow.evidence.canonical import loads, unb64u
from workflow.history.models import Event
from workflow.signing import actions
from workflow.signing.models import Signature, SigningEvent

ANOTHER = (*TEXT[:3], "# 3. Term\n\n1. Twelve years from the last signature.")


@pytest.fixture
def world(session):
    return worlds.build(session)


def reopened(session, world, now, text=None):
    """Back to review, changed or not, and frozen again; the new signing event."""
    counsel = world.actor(session, "counsel", now)
    actions.reopen(session, counsel, world.edition, reason="A wrong date.", at=now)
    if text:
        worlds.revise(session, session.get_one(Edition, world.edition), text, now)
    worlds.approve(session, world, now + timedelta(minutes=1))
    return world.freeze(session, now + timedelta(minutes=2))


def said(signature):
    return loads(unb64u(signature.envelope["statement"]))


def executed(session, world):
    kinds = list(session.exec(select(Event.kind).where(Event.edition_id == world.edition)))
    return kinds.count(EventKind.EDITION_EXECUTED), session.get_one(Edition, world.edition).status


@pytest.mark.both_databases
@pytest.mark.parametrize("text", [ANOTHER, None], ids=["another text", "the same text"])
def test_one_signs_before_a_reopening_and_the_other_after_it(session, world, now, text):
    """Whether or not a word was changed: another event, head, salts and nonce, and nothing of the first counts."""
    first = world.freeze(session, now)
    world.sign(session, "chief", first.id, now)
    again = reopened(session, world, now, text)
    world.sign(session, "superintendent", again.id, now + timedelta(minutes=3))
    assert again.head != first.head and executed(session, world) == (0, "signing")
    world.sign(session, "chief", again.id, now + timedelta(minutes=4))
    assert executed(session, world) == (1, "executed")
    signatures = session.exec(select(Signature).order_by(Signature.at)).all()
    assert [said(one)["head"] for one in signatures] == [first.head, again.head, again.head]
    assert len({said(one)["nonce"] for one in signatures}) == 3


@pytest.mark.both_databases
@pytest.mark.parametrize("text", [ANOTHER, None], ids=["another text", "the same text"])
def test_what_was_signed_for_the_first_head_is_handed_in_for_the_second(session, world, now, text):
    first = world.freeze(session, now)
    offered = world.offer(session, "chief", first.id, now)["options"]
    credential = worlds.answer(world.keys["chief"], offered)
    again = reopened(session, world, now, text)
    later = now + timedelta(minutes=3)
    for event in (first, again):
        with pytest.raises(CountersignError), session.begin_nested():
            world.hand_in(session, "chief", event.id, credential, later)
    assert session.exec(select(Signature)).all() == []


@pytest.mark.both_databases
def test_the_answer_that_counted_once_is_handed_in_again_for_the_second(session, world, now):
    first = world.freeze(session, now)
    credential = worlds.answer(world.keys["chief"], world.offer(session, "chief", first.id, now)["options"])
    world.hand_in(session, "chief", first.id, credential, now)
    again = reopened(session, world, now)
    with pytest.raises(CountersignError), session.begin_nested():
        world.hand_in(session, "chief", again.id, credential, now + timedelta(minutes=3))
    assert [row.signing_event_id for row in session.exec(select(Signature))] == [first.id]


def test_an_operator_puts_the_old_signature_under_the_new_head(session, world, now):
    """Its row says that it belongs to the second event; what was signed says otherwise, and nobody is executed by it."""
    first = world.freeze(session, now)
    old = world.sign(session, "chief", first.id, now)
    again = reopened(session, world, now, ANOTHER)
    session.add(Signature(**old.model_dump(exclude={"id"}) | {"signing_event_id": again.id}))
    session.flush()
    world.sign(session, "superintendent", again.id, now + timedelta(minutes=3))
    assert executed(session, world) == (0, "signing")


@pytest.mark.parametrize("envelope", [{}, {"statement": "AAAA"}, {"statement": None}, {"statement": "e30"}])
def test_a_signature_whose_row_holds_no_statement_completes_nothing(session, world, now, envelope):
    first = world.freeze(session, now)
    old = world.sign(session, "chief", first.id, now)
    again = reopened(session, world, now)
    broken = {"signing_event_id": again.id, "envelope": envelope}
    session.add(Signature(**old.model_dump(exclude={"id"}) | broken))
    session.flush()
    world.sign(session, "superintendent", again.id, now + timedelta(minutes=3))
    assert executed(session, world) == (0, "signing")


def test_there_is_no_second_head_while_the_first_is_open(session, world, now):
    world.freeze(session, now)
    with pytest.raises(CountersignError), session.begin_nested():
        world.freeze(session, now + timedelta(minutes=1))
    assert len(session.exec(select(SigningEvent)).all()) == 1


def test_no_freeze_leads_from_an_executed_edition_to_a_second_head(session, world, now):
    event = world.freeze(session, now)
    for name in ("chief", "superintendent"):
        world.sign(session, name, event.id, now)
    with pytest.raises(CountersignError), session.begin_nested():
        reopened(session, world, now, ANOTHER)
    with pytest.raises(CountersignError), session.begin_nested():
        world.freeze(session, now + timedelta(minutes=1))
    assert [row.state for row in session.exec(select(SigningEvent))] == ["executed"]


def test_two_freezes_at_once_leave_one_head(database, now):
    with database.writing() as session:
        world = worlds.build(session)
    gate, results = threading.Barrier(2), []

    def freeze():
        gate.wait()
        try:
            with database.writing() as session:
                results.append(world.freeze(session, now).head)
        except CountersignError as no:
            results.append(no)

    threads = [threading.Thread(target=freeze) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        heads = list(session.exec(select(SigningEvent.head)))
    assert len(heads) == 1 and sorted(map(type, results), key=str) != [str, str]
    assert heads[0] in results
