"""Answering for a correction: who, once, with which key, and what opens when everybody has."""

from datetime import timedelta

import pytest

from tests.signing import world as worlds
from tests.signing.corrections import amending
from tests.signing.corrections.amending import THREE, adopted, answer, corrected, place, propose
from tests.signing.test_actions import edition_of, kinds, turns
from workflow.core.errors import Conflict, Forbidden, NotFound, Refused
from workflow.core.people import Office
from workflow.evidence import canonical, statement
from workflow.signing import queries
from workflow.signing.corrections import answering
from workflow.signing.matter import of_event

LATER = timedelta(minutes=5)


@pytest.mark.both_databases
def test_with_the_last_answer_the_vote_is_carried_over_and_signing_opens(session, world, now):
    old = adopted(session, world, now)
    event = propose(session, world, old, now)
    for name in THREE[:2]:
        answer(session, world, name, event, now)
        with pytest.raises(Refused, match="before the adopting bodies"):
            world.offer(session, "chief", event.id, now)
    assert sorted(turns(session, world)) == ["police_counsel"]
    answer(session, world, "police_counsel", event, now)
    edition = edition_of(session, world)
    assert (edition.status, edition.adopted.isoformat()) == ("signing", "2026-05-12")
    assert sorted(turns(session, world)) == ["chief", "superintendent"]
    world.sign(session, "chief", event.id, now + LATER)
    world.sign(session, "superintendent", event.id, now + LATER)
    assert edition_of(session, world).status == "executed"
    assert kinds(session, world).count("corrected") == 3


def test_what_is_signed_names_both_texts_and_every_leaf_that_differs(session, world, now):
    old = adopted(session, world, now)
    event = propose(session, world, old, now)
    row = answer(session, world, "counsel", event, now)
    said = statement.read("correction", canonical.unb64u(row.envelope["statement"]))
    assert (said["adopted"], said["head"], said["kind"]) == (old.head, event.head, "scrivener")
    assert [one["part"] for one in said["changed"]] == ["2"] and said["reason"] == "“p.m.” was missing."


def test_one_person_answers_once(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    where = place(session, world, "counsel", event, now)
    answer(session, world, "counsel", event, now)
    with pytest.raises(NotFound):
        answering.offer(session, world.actor(session, "counsel", now), event.id, place=where, at=now)


def test_counsel_of_one_side_does_not_answer_for_the_other(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    where = place(session, world, "police_counsel", event, now)
    with pytest.raises(Forbidden, match="counsel of the parties"):
        answering.offer(session, world.actor(session, "counsel", now), event.id, place=where, at=now)


def test_one_who_is_counsel_of_both_sides_answers_for_one(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    answer(session, world, "counsel", event, now)
    worlds.enrol(session, world, "counsel", "agency", Office.COUNSEL, "a1", worlds.BEGUN)
    actor = world.actor(session, "counsel", now)
    waiting = amending.queries.waiting(session, of_event(session, actor, event.id))
    (theirs,) = (slot.id for slot in waiting if slot.party_id == world.parties["agency"])
    with pytest.raises(Refused, match="one person answers once"):
        answering.offer(session, actor, event.id, place=theirs, at=now)


def test_an_answer_offered_for_another_text_is_not_taken(session, world, now):
    old = adopted(session, world, now)
    event = propose(session, world, old, now)
    actor, where = world.actor(session, "counsel", now), place(session, world, "counsel", event, now)
    offered = answering.offer(session, actor, event.id, place=where, at=now)
    credential = worlds.answer(world.keys["counsel"], offered["options"])
    newer = propose(session, world, event, now, mend=(("50-50", "50 to 50"),))
    with pytest.raises((Conflict, Refused, NotFound)):
        answering.answer(session, actor, event.id, place=where, credential=credential, at=now)
    with pytest.raises((Conflict, Refused, NotFound)):
        answering.answer(session, actor, newer.id, place=where, credential=credential, at=now)


def test_a_body_that_votes_on_the_corrected_text_after_all_needs_nobody_to_answer(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    amending.adopt(session, world, event, now)
    case = of_event(session, world.actor(session, "counsel", now), event.id)
    assert queries.unadopted(session, case) == []
    assert edition_of(session, world).status == "signing"


def test_nobody_answers_once_signing_has_begun(session, world, now):
    event = corrected(session, world, now)
    with pytest.raises((NotFound, Refused)):
        answer_again = amending.queries.waiting(
            session, of_event(session, world.actor(session, "counsel", now), event.id)
        )
        assert answer_again == []
        answering.offer(session, world.actor(session, "counsel", now), event.id, place="answer-1", at=now)
