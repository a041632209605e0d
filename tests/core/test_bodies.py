"""Open meetings: every combination of offices, at one body and at two, against the sentences of the rules."""

import itertools

import pytest

from workflow.core.bodies import MEMBERS, WRITABLE, clerk_of, may_name, sits_at
from workflow.core.lifecycle import EDITABLE, SIGNED, Status
from workflow.core.people import NOBODY, OFFICES_OF, Actor, Hold, Office, PartyKind

COUNCIL, BOARD = "council", "board"
BODIES = frozenset({COUNCIL, BOARD})
HELD = [(party, office) for party in (COUNCIL, BOARD) for office in OFFICES_OF[PartyKind.BODY]]


def holding(*offices: tuple[str, Office]) -> Actor:
    return Actor("ana", "Ana", tuple(Hold(party, PartyKind.BODY, office) for party, office in offices))


@pytest.mark.parametrize("offices", [*itertools.combinations(HELD, 1), *itertools.combinations(HELD, 2)])
def test_who_votes_is_a_member_and_reads_for_no_body(offices: tuple[tuple[str, Office], ...]) -> None:
    actor = holding(*offices)
    votes = {party for party, office in offices if office in MEMBERS}
    clerk = {party for party, office in offices if office is Office.CLERK}
    assert sits_at(actor, BODIES) == votes
    assert clerk_of(actor, BODIES) == (clerk if not votes else set())


def test_bodies_of_another_agreement_are_nothing_to_this_one() -> None:
    actor = holding(("elsewhere", Office.MEMBER), (COUNCIL, Office.CLERK))
    assert not sits_at(actor, BODIES) and clerk_of(actor, BODIES) == {COUNCIL}
    assert not sits_at(NOBODY, BODIES) and not clerk_of(NOBODY, BODIES)


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("consents", [True, False])
def test_a_member_is_named_who_agreed_to_it_and_whom_the_clerk_names(asked: bool, consents: bool) -> None:
    assert may_name(asked, consents) is (asked and consents)


def test_one_writes_from_circulation_until_everybody_has_signed() -> None:
    assert set(Status) == WRITABLE | SIGNED | {Status.DRAFTING, Status.WITHDRAWN}
    assert not WRITABLE & SIGNED and {Status.DRAFTING} == EDITABLE - WRITABLE
