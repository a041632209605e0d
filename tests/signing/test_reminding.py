"""Who is still waited for before the window closes, and that a reminder is recorded once and only while it is due."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.signing import world as worlds
from tests.signing.test_adopting import adopt
from workflow.core.events import EventKind
from workflow.core.people import SERVICE
from workflow.history.models import Event
from workflow.parties.models import Appointment
from workflow.signing import actions, matter, queries, reminding

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


@pytest.fixture
def world(session):
    return worlds.build(session, body=True)


def waited(session, event, at):
    found = reminding.waited_for(session, matter.of_event(session, SERVICE, event.id), at)
    return [(one.party, one.votes, [holder.name for holder in one.holders]) for one in found]


def reminders(session):
    rows = session.exec(select(Event).where(Event.kind == EventKind.SIGNING_REMINDED).order_by(Event.id))
    return [(one.subject_id, one.detail) for one in rows]


CHIEF = ("Springfield Police Department", False, ["Chief Example"])
SUPER = ("Springfield Unified School District", False, ["Superintendent Example"])


def test_waited_for_are_the_clerk_and_the_signatories_until_each_has_done_it(session, world, now):
    event = world.freeze(session, now)
    board = ("Springfield School Board", True, ["Clerk Example"])
    assert waited(session, event, now) == [board, CHIEF, SUPER]
    adopt(session, world, event, now)
    assert waited(session, event, now) == [CHIEF, SUPER]
    world.sign(session, "chief", event.id, now)
    assert waited(session, event, now) == [SUPER]


def test_a_vacant_office_is_waited_for_without_anybody_and_after_a_decline_nobody_is(session, world, now):
    event = world.freeze(session, now)
    adopt(session, world, event, now)
    held = session.exec(select(Appointment).where(Appointment.person_id == world.people["chief"])).one()
    held.until_date = held.from_date
    session.flush()
    assert waited(session, event, now) == [(*CHIEF[:2], []), SUPER]
    world.decline(session, "superintendent", event.id, now)
    assert waited(session, event, now) == []


def test_what_closes_within_a_week_is_found_with_the_reminder_that_is_due(session, world, now):
    event = world.freeze(session, now)
    due = {days: queries.closing(session, now + days * DAY) for days in range(33)}
    assert {days: found[0] for days, found in due.items() if found} == {
        **dict.fromkeys(range(23, 28), (event.id, 7)), **dict.fromkeys(range(28, 31), (event.id, 2)),
    }  # fmt: skip
    actions.withdraw(session, world.actor(session, "counsel", now), world.edition, reason="No.", at=now)
    assert queries.closing(session, now + 25 * DAY) == []


def test_a_reminder_is_recorded_only_while_it_is_the_latest_one_due_and_the_window_is_open(
    session, world, now
):
    event = world.freeze(session, now)
    assert not reminding.remind(session, event.id, 7, at=now)
    assert reminding.remind(session, event.id, 7, at=now + 23 * DAY)
    assert not reminding.remind(session, event.id, 7, at=now + 29 * DAY)
    assert reminding.remind(session, event.id, 2, at=now + 29 * DAY)
    assert reminders(session) == [(event.id, {"days_before": "7"}), (event.id, {"days_before": "2"})]
    late = now + 29 * DAY
    actions.reopen(session, world.actor(session, "counsel", late), world.edition, reason="A slip.", at=late)
    assert not reminding.remind(session, event.id, 2, at=late)
