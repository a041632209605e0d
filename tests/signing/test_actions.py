"""The acts that bind: freeze, sign, decline, reopen, withdraw, expire."""

from datetime import timedelta

import pytest
from sqlmodel import select

from workflow.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from workflow.drafting.models import Edition
from workflow.signing import queries
from workflow.signing.matter import of_event
from workflow.signing.models import SigningEvent
from workflow.core.people import SERVICE

pytestmark = pytest.mark.both_databases


def test_a_complete_edition_is_frozen_signed_by_both_and_executed(session, world, now):
    event = world.freeze(session, now)
    edition = session.get_one(Edition, world.edition)
    assert edition.status == "signing"
    world.sign(session, "chief", event.id, now)
    assert edition.status == "signing"
    world.sign(session, "superintendent", event.id, now)
    assert (edition.status, event.state) == ("executed", "executed")
    assert edition.executed is not None
