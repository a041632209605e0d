"""Proposing a correction: what it starts from, what it may change, and what it leaves as it was."""

import pytest
from sqlmodel import select

from tests.signing.corrections import amending
from tests.signing.corrections.amending import SLIP, adopted, propose
from tests.signing.order.kit import choose, later, on_turn
from tests.signing.test_actions import edition_of, kinds, turns
from workflow.core.errors import Forbidden, Invalid, Refused
from workflow.drafting.models import Revision
from workflow.evidence import canonical
from workflow.signing import frozen
from workflow.signing.corrections.actions import kept
from workflow.signing.corrections.models import Correction
from workflow.signing.models import SigningEvent


@pytest.mark.both_databases
def test_one_act_closes_the_old_text_mends_it_and_freezes_it_anew(session, world, now):
    old = adopted(session, world, now)
    new = propose(session, world, old, now)
    assert (old.state, old.reason, new.state) == ("voided", "“p.m.” was missing.", "open")
    assert edition_of(session, world).status == "adoption"
    assert sorted(turns(session, world)) == ["counsel", "police_counsel", "superintendent"]
    row = session.get_one(Correction, new.id)
    assert (row.adopted_id, row.kind, row.person_name) == (old.id, "scrivener", "Counsel Example")
    assert kinds(session, world)[-4:] == ["voided", "revision:made", "frozen", "correction:proposed"]


def test_a_correction_is_signed_in_the_order_of_the_text_it_mends(session, world, now):
    choose(session, world, now, "district", "agency")
    old = adopted(session, world, now)
    assert later(session, world).keys() == {"chief"} and on_turn(session, world) == {"superintendent"}
    new = propose(session, world, old, now)
    assert later(session, world) == {}  # nobody signs before everybody has answered for it
    for name in amending.THREE:
        amending.answer(session, world, name, new, now)
    assert later(session, world).keys() == {"chief"} and on_turn(session, world) == {"superintendent"}
    was, is_ = canonical.loads(old.manifest), canonical.loads(new.manifest)
    assert was["order"] == is_["order"] == "set" and was["slots"] == is_["slots"]


def test_what_stays_keeps_its_salt_and_what_changes_gets_a_fresh_one(session, world, now):
    old = adopted(session, world, now)
    before = frozen.read(session, old)
    after = frozen.read(session, propose(session, world, old, now))
    same = [was == is_ for was, is_ in zip(before.salts, after.salts, strict=True)]
    assert same == [True, False, True, True]


def test_a_part_that_moved_gets_a_fresh_salt_too(session, world, now):
    before = frozen.read(session, adopted(session, world, now))
    first, second, *rest = before.text.clauses
    moved = frozen.Text([second, first, *rest], [], [])
    assert [salt in before.salts for salt in kept(before, moved)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("told", "field"),
    [({"kind": "terms"}, "kind"), ({"kind": "anything"}, "kind"), ({"reason": " "}, "reason")],
    ids=["beyond what was delegated", "no kind", "no reason"],
)
def test_what_cannot_be_proposed_is_named_field_by_field(session, world, now, told, field):
    old = adopted(session, world, now)
    with pytest.raises(Invalid) as no:
        propose(session, world, old, now, **told)
    assert [issue.field for issue in no.value.issues] == [field]


def test_without_authority_from_the_body_nothing_is_corrected(session, world, now):
    old = adopted(session, world, now, gave="")
    with pytest.raises(Refused, match="gave nobody authority"):
        propose(session, world, old, now)


def test_before_a_vote_there_is_nothing_to_correct(session, world, now):
    amending.delegate(session, world, now)
    with pytest.raises(Refused, match="No body has adopted"):
        propose(session, world, world.freeze(session, now), now)


def test_a_correction_that_changes_nothing_is_none(session, world, now):
    old = adopted(session, world, now)
    with pytest.raises(Refused, match="word for word"):
        propose(session, world, old, now, mend=())


def test_only_those_who_run_the_agreement_propose_it(session, world, now):
    old = adopted(session, world, now)
    with pytest.raises(Forbidden):
        propose(session, world, old, now, by="a1")


def test_a_correction_that_leaves_a_blank_is_not_frozen(session, world, now):
    old = adopted(session, world, now)
    with pytest.raises(Invalid, match="blank"):
        propose(
            session,
            world,
            old,
            now,
            mend=(
                (
                    SLIP[0],
                    "to [time].",
                ),
            ),
        )


def test_a_second_correction_starts_from_the_text_that_was_adopted(session, world, now):
    old = adopted(session, world, now)
    first = propose(session, world, old, now)
    second = propose(session, world, first, now, mend=(("50-50", "50 to 50"),))
    assert session.get_one(Correction, second.id).adopted_id == old.id
    assert [
        row.state
        for row in session.exec(select(SigningEvent).order_by(SigningEvent.opened, SigningEvent.state))
    ].count("open") == 1
    before, after = frozen.read(session, old), frozen.read(session, second)
    assert [was == is_ for was, is_ in zip(before.salts, after.salts, strict=True)] == [
        True,
        False,
        False,
        True,
    ]


def test_the_revision_says_that_it_is_a_correction(session, world, now):
    propose(session, world, adopted(session, world, now), now)
    edition = edition_of(session, world)
    assert session.get_one(Revision, edition.revision_id).note == "Correction: “p.m.” was missing."


def test_a_text_that_was_reopened_and_changed_in_review_can_be_put_under_the_authority_too(
    session, world, now
):
    old = adopted(session, world, now)
    amending.reworded(session, world, now)
    between = world.freeze(session, now)
    event = propose(session, world, between, now, mend=())
    assert (between.state, session.get_one(Correction, event.id).adopted_id) == ("voided", old.id)
    for name in amending.THREE:
        amending.answer(session, world, name, event, now)
    assert edition_of(session, world).status == "signing"


def test_a_text_to_which_a_clause_was_added_goes_back_to_the_body(session, world, now):
    adopted(session, world, now)
    amending.reworded(session, world, now, ("# 4. More\n\nAnother clause.",))
    with pytest.raises(Refused, match="more than a correction"):
        propose(session, world, world.freeze(session, now), now, mend=())
