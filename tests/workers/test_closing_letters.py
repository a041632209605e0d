"""Before the window closes, day by day: who is reminded, of what, and that nobody is told twice or too late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from tests.signing import world as worlds
from tests.signing.test_adopting import adopt
from tests.signing.votes.test_actions import fail
from workers import dispatch, schedule
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.history.models import Undispatched
from workflow.signing.models import SigningEvent
from workflow.web.mailbox import letters as in_the_mailbox

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)
CLOSES = "Thursday 11 June 2026, 10:00 Pacific"
REMINDER = f"Signing closes on {CLOSES}: School Resource Officers"


class Town:
    """The world of the signing tests, with its post. The window is open from 12 May to 11 June."""

    def __init__(self, kit: Kit, clock: FixedClock, body: bool = False) -> None:
        self.kit, self.clock = (
            replace(kit, settings=replace(kit.settings, public_url=worlds.ORIGIN, waiting_hours=72)),
            clock,
        )
        with kit.database.writing() as session:
            self.world = worlds.build(session, body=body)
            session.connection().execute(delete(Undispatched))  # the world's own making is no news
            self.event = self.world.freeze(session, clock.now()).id
        dispatch.run_until_quiet(self.kit)

    def act(self, deed) -> None:
        with self.kit.database.writing() as session:
            deed(session, self.clock.now())
        dispatch.run_until_quiet(self.kit)

    def days(self, count: int) -> None:
        """So many days, each with the sweeps of two dispatchers."""
        for _ in range(count):
            for kit in (self.kit, replace(self.kit)):
                schedule.sweep(kit)
                dispatch.run_until_quiet(self.kit)
            self.clock.move(DAY)

    def letters(self, name: str, subject: str = REMINDER) -> list[dict]:
        found = in_the_mailbox(self.kit.settings.data / "mailbox", f"{name}@example.org")
        return [one for one in found if one["subject"] == subject]

    def told(self, name: str) -> str:
        """The newest."""
        return " ".join(self.letters(name)[0]["text"].split())


def test_who_has_not_signed_is_reminded_7_and_2_days_before_and_who_runs_it_gets_a_copy(
    kit: Kit, clock: FixedClock
) -> None:
    town, happened = Town(kit, clock), []
    town.act(lambda session, at: town.world.sign(session, "chief", town.event, at))
    for _ in range(32):
        before = len(town.letters("superintendent"))
        town.days(1)
        if len(town.letters("superintendent")) > before:
            happened.append((clock.now() - DAY).date())
    assert happened == [date(2026, 6, 4), date(2026, 6, 9)]
    mine = town.told("superintendent")
    assert mine.startswith("Your turn: Sign for Springfield Unified School District.")
    assert f"The time for signing ends on {CLOSES}." in mine and f"Due: {CLOSES}" in mine
    assert f"/signing-events/{town.event}" in mine and "you are waited for here" in mine
    assert [len(town.letters(name)) for name in ("counsel", "supervisor", "d2", "a1")] == [2, 2, 0, 0]
    copy = town.told("counsel")
    assert copy.startswith("This text is not signed by everybody yet.")
    assert (
        "Still missing: the signature of Springfield Unified School District (Superintendent Example, Superintendent)."
        in copy
    )
    assert "you help run this agreement" in copy
    assert len(town.letters("superintendent", "Reopened: School Resource Officers")) == 1


def test_the_clerk_is_reminded_of_the_vote_and_the_signatories_that_they_come_next(
    kit: Kit, clock: FixedClock
) -> None:
    town = Town(kit, clock, body=True)
    town.days(24)
    clerk, chief = town.told("clerk"), town.told("chief")
    assert clerk.startswith("Your turn: Record the vote of Springfield School Board.")
    assert chief.startswith(
        "You are to sign for Springfield Police Department, as soon as the text is adopted."
    )
    assert (
        "Also still missing: the vote of Springfield School Board; the signature of Springfield Unified"
        in chief
    )
    town.act(lambda session, at: adopt(session, town.world, session.get_one(SigningEvent, town.event), at))
    town.days(7)
    assert [len(town.letters(name)) for name in ("clerk", "chief", "superintendent")] == [1, 2, 2]
    assert town.told("chief").startswith("Your turn: Sign for Springfield Police Department.")


def test_after_a_silence_one_reminder_comes_and_none_when_the_window_has_closed(
    kit: Kit, clock: FixedClock
) -> None:
    town = Town(kit, clock)
    clock.move(29 * DAY)
    town.days(1)
    assert len(town.letters("chief")) == 1
    clock.move(5 * DAY)
    town.days(1)
    assert len(town.letters("chief")) == 1


def test_a_reminder_that_was_asked_for_and_not_written_in_time_gives_way_to_the_next(
    kit: Kit, clock: FixedClock
) -> None:
    town = Town(kit, clock)
    clock.move(23 * DAY)
    schedule.sweep(town.kit)  # and then the service stops
    clock.move(5 * DAY)
    town.days(2)
    assert len(town.letters("chief")) == 1


def test_after_a_decline_those_who_run_it_are_reminded_of_their_own_turn(kit: Kit, clock: FixedClock) -> None:
    town = Town(kit, clock)
    town.act(lambda session, at: town.world.decline(session, "chief", town.event, at))
    town.days(24)
    assert "declined to sign: reopen the text or withdraw the edition." in town.told("supervisor")
    assert "Still missing" not in town.told("counsel")
    assert town.told("superintendent").startswith(
        "Springfield Police Department (Chief of Police or Sheriff) declined to sign: reopen the text or withdraw the edition."
    )


def test_where_a_body_did_not_adopt_its_clerk_is_not_reminded_and_those_who_run_it_are(
    kit: Kit, clock: FixedClock
) -> None:
    town = Town(kit, clock, body=True)
    town.act(lambda session, at: fail(session, town.world, session.get_one(SigningEvent, town.event), at))
    (told,) = town.letters("chief", "Not adopted: School Resource Officers")
    assert "did not adopt this text" in told["text"]
    town.days(24)
    assert town.letters("clerk") == [] and "Still missing" not in town.told("counsel")
    assert town.told("counsel").startswith(
        "Springfield School Board did not adopt this text on Tuesday 12 May 2026. Reopen the text with a reason or withdraw the edition."
    )


def test_a_quiet_sweep_asks_for_nothing_twice(kit: Kit, clock: FixedClock) -> None:
    town = Town(kit, clock)
    clock.move(23 * DAY)
    assert [schedule.sweep(town.kit) for _ in range(3)] == [2, 0, 0]
