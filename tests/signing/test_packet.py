"""The packet of a frozen text, asked for as its parties' people do, and read back page by page."""

from datetime import timedelta

import pytest

from tests.signing import world as worlds
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.core.errors import Conflict, NotFound
from workflow.core.people import NOBODY
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.signing import actions, matter, packet
from workflow.signing.models import SealedClause


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


@pytest.fixture
def event(session, world, now):
    return world.freeze(session, now)


def asked(session, world, event, settings, now, name="clerk"):
    return packet.packet(session, world.actor(session, name, now), event.id, settings)


def test_it_has_the_text_and_a_motion_with_its_fingerprint(session, world, event, settings, now):
    made = asked(session, world, event, settings, now)
    words = squeezed(page_words(made.content))
    said = squeezed(packet.motion(matter.of_event(session, world.actor(session, "clerk", now), event.id)))
    assert said in words and squeezed(fingerprint(unb64u(event.head, 32))) in said
    assert squeezed("An officer does not enforce school discipline.") in words
    assert squeezed("not everyone has signed it yet") in words
    assert made.name.endswith("-1-packet.pdf")


def test_where_parts_may_be_hidden_it_says_that_it_is_not_for_everybody(session, settings, now):
    world = worlds.build(session, body=True, redactable=(3,))
    event = world.freeze(session, now)
    words = squeezed(page_words(asked(session, world, event, settings, now).content))
    assert (
        squeezed("1 of its 4 parts may be hidden from the public: do not publish this packet as it is.")
        in words
    )


def test_the_same_frozen_text_gives_the_same_bytes(session, world, event, settings, now):
    first, second = (asked(session, world, event, settings, now) for _ in range(2))
    assert first == second


def test_the_packet_of_a_reopened_text_says_so_and_stays_where_it_was(session, world, event, settings, now):
    before = asked(session, world, event, settings, now)
    later = now + timedelta(hours=1)
    actions.reopen(
        session, world.actor(session, "counsel", now), world.edition, reason="A wrong date.", at=later
    )
    after = asked(session, world, event, settings, later)
    assert after.etag != before.etag
    assert squeezed("Do not vote on it") in squeezed(page_words(after.content))


def test_the_motion_names_those_who_sign_and_not_the_body_that_votes(session, world, event, now):
    said = packet.motion(matter.of_event(session, world.actor(session, "clerk", now), event.id))
    assert said.startswith("Moved: to adopt the agreement “")
    assert worlds.POLICE in said and worlds.DISTRICT in said and "Board" not in said


def test_the_motion_names_the_day_of_the_freeze_where_the_agreement_lives(session, world, now):
    event = world.freeze(session, now + timedelta(hours=9))  # 19:00 on the Pacific coast, the next day by UTC
    said = packet.motion(matter.of_event(session, world.actor(session, "clerk", now), event.id))
    assert "in the text frozen on Tuesday 12 May 2026 whose" in said


def test_a_stranger_finds_no_packet(session, event, settings):
    with pytest.raises(NotFound):
        packet.packet(session, NOBODY, event.id, settings)


def test_no_packet_is_printed_of_rows_that_are_no_longer_what_was_frozen(
    session, world, event, settings, now
):
    session.get_one(SealedClause, (event.id, 0)).salt = bytes(32)
    session.flush()
    with pytest.raises(Conflict):
        asked(session, world, event, settings, now)
