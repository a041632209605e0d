"""The acts that bind: freeze, sign, decline, reopen, withdraw, expire."""

from datetime import timedelta

import pytest

from workflow.drafting.models import Edition

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


def test_what_was_signed_verifies_as_a_package_under_the_policy(session, world, now):

    event = world.freeze(session, now)
    world.sign(session, "chief", event.id, now)
    world.sign(session, "superintendent", event.id, now + timedelta(minutes=5))
