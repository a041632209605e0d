"""What a correction starts from, what differs, and whose vote is carried over."""

import pytest

from tests.signing.corrections import amending
from tests.signing.corrections.amending import THREE, adopted, answer, corrected, propose
from workflow.evidence.errors import Bad
from workflow.signing import actions, frozen
from workflow.signing.corrections import queries
from workflow.signing.matter import of_edition, of_event


def case_of(session, world, event, now):
    return of_event(session, world.actor(session, "counsel", now), event.id)


def test_what_a_body_gave_is_what_its_clerk_signed_as_far_as_the_text_provides_for_it(session, world, now):
    event = adopted(session, world, now)
    found = queries.basis(session, case_of(session, world, event, now))
    assert found.event.id == event.id and [one.limit for one in found.given] == [amending.LIMIT]
    assert (found.carries("scrivener"), found.carries("terms")) == (["body-1"], [])


def test_a_vote_without_authority_gives_none(session, world, now):
    event = adopted(session, world, now, gave="")
    assert queries.basis(session, case_of(session, world, event, now)).given == ()


def test_without_a_vote_there_is_no_basis(session, world, now):
    event = world.freeze(session, now)
    case = case_of(session, world, event, now)
    assert queries.basis(session, case) is None and queries.waiting(session, case) == []
    assert queries.carried(session, case) == {} and queries.votes(session, case) == []


def test_the_newest_adopted_text_is_the_basis(session, world, now):
    old = adopted(session, world, now)
    event = propose(session, world, old, now)
    assert queries.basis(session, case_of(session, world, event, now)).event.id == old.id
    amending.adopt(session, world, event, now)
    assert queries.basis(session, case_of(session, world, event, now)).event.id == event.id


def test_those_who_still_answer_become_fewer_with_each_answer(session, world, now):
    event = propose(session, world, adopted(session, world, now), now)
    case = case_of(session, world, event, now)
    for count, name in zip((3, 2, 1), THREE, strict=True):
        assert len(queries.waiting(session, case)) == count
        assert queries.carried(session, case) == {world.parties["body"]: False}
        answer(session, world, name, event, now)
    assert queries.waiting(session, case) == []
    assert queries.carried(session, case) == {world.parties["body"]: True}
    assert [vote.resolution for vote in queries.votes(session, case)] == ["Resolution 2026-14"]


def test_more_than_words_is_more_than_a_correction(session, world, now):
    before = frozen.read(session, adopted(session, world, now))
    short = frozen.Frozen(
        before.event, before.manifest, frozen.Text(before.text.clauses[:3], [], []), before.salts[:3]
    )
    with pytest.raises(Bad) as no:
        queries.differences(before, short)
    assert no.value.code == "correction.terms"


def test_a_reopened_correction_carries_nothing_any_more(session, world, now):
    event = corrected(session, world, now)
    actions.reopen(session, world.actor(session, "counsel", now), world.edition, reason="Again.", at=now)
    case = of_edition(session, world.actor(session, "counsel", now), world.edition)
    assert case.event is None and event.state == "voided"
