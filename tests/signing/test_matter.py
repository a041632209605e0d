"""Who may see a frozen text: the people of the agreement's parties, and nobody else."""

import pytest

from workflow.core.errors import NotFound, Refused
from workflow.core.lifecycle import Move
from workflow.core.people import NOBODY, SERVICE, Actor
from workflow.signing import matter


def test_a_stranger_and_a_guest_find_nothing(session, world, now):
    event = world.freeze(session, now)
    for actor in (NOBODY, Actor("x", "X"), Actor("x", "Guest", guest_of=world.edition)):
        with pytest.raises(NotFound):
            matter.of_event(session, actor, event.id)
    with pytest.raises(NotFound):
        matter.of_event(session, SERVICE, "no-such-event")


def test_an_edition_knows_its_live_event_alone(session, world, now):
    assert matter.of_edition(session, SERVICE, world.edition).event is None
    with pytest.raises(NotFound):
        assert matter.of_edition(session, SERVICE, world.edition).frozen
    event = world.freeze(session, now)
    assert matter.of_edition(session, SERVICE, world.edition, lock=True).frozen == event
    event.state = "voided"
    session.flush()
    assert matter.live_event(session, world.edition) is None
    assert matter.of_event(session, SERVICE, event.id).frozen.state == "voided"


def test_a_move_counts_the_version_on_or_is_refused(session, world, now):
    case = matter.of_edition(session, SERVICE, world.edition)
    version = case.edition.lock_version
    case.move(Move.FREEZE, now)
    assert (case.edition.status, case.edition.lock_version, case.edition.changed) == (
        "frozen",
        version + 1,
        now,
    )
    with pytest.raises(Refused):
        case.move(Move.EXECUTE, now)


def test_parties_are_those_of_the_agreement_in_order(session, world):
    case = matter.of_edition(session, SERVICE, world.edition)
    assert [party.kind for party in case.parties] == ["agency", "district"]
    assert case.party(world.parties["district"]).kind == "district"
