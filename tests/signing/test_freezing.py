"""Fixing a text and ending that: what freeze, correction and reopening share."""

import pytest

from workflow.core.errors import Invalid
from workflow.core.people import SERVICE
from workflow.evidence.clause_tree import Clause
from workflow.signing import freezing, frozen
from workflow.signing.frozen import Text
from workflow.signing.matter import of_edition, of_event


def test_given_salts_are_used_and_others_are_fresh(session, world, now):
    case = of_edition(session, world.actor(session, "counsel", now), world.edition)
    text = frozen.text_of(session, case.edition.revision_id)
    salts = [bytes([n]) * 32 for n in range(len(text.clauses))]
    terms = {"waiting_hours": 72, "signing_days": 30, "at": now}
    event = freezing.fix(session, SERVICE, case, text, **terms, salts=salts)
    assert frozen.read(session, event).salts == tuple(salts) and case.edition.status == "signing"


def test_what_cannot_be_signed_is_said_with_its_code(session, world, now):
    case = of_edition(session, world.actor(session, "counsel", now), world.edition)
    text = Text([Clause("1", "A\u200bB")], [], [])
    with pytest.raises(Invalid) as no:
        freezing.fix(session, SERVICE, case, text, waiting_hours=72, signing_days=30, at=now)
    assert [issue.code for issue in no.value.issues] == ["text.characters"]


def test_what_is_closed_keeps_why(session, world, now):
    event = world.freeze(session, now)
    freezing.close(
        session, SERVICE, of_event(session, SERVICE, event.id), "expired", "Its time ran out.", now
    )
    assert (event.state, event.reason, event.closed) == ("expired", "Its time ran out.", now)


def test_where_nothing_is_open_nothing_is_closed(session, world, now):
    case = of_edition(session, world.actor(session, "counsel", now), world.edition)
    freezing.close(session, SERVICE, case, "withdrawn", "Over.", now)
    assert case.event is None
