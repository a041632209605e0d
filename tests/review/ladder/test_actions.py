"""Reminders and escalation by the clock: the original keeps the turn, and silence stays silence."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.review.route.test_actions import approve, turn_names
from tests.review.route.test_seats import away
from tests.review.world import World
from workflow.core.people import Office
from workflow.review import actions, queries
from workflow.review.ladder.queries import to_nudge

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)
DUE = datetime(2026, 5, 26, 17, tzinfo=UTC)


def looks(world: World, at: datetime) -> int:
    """What the sweep and its jobs do at that time."""
    found = to_nudge(world.session, at)
    return sum(actions.nudge(world.session, seat, at=at) for seat, _ in found)


def told(world: World) -> Counter[str]:
    names = {person: name for name, person in world.who.items()}
    return Counter(names[one.subject_id] for one in world.events("edition:seat:reminded"))


def reason(world: World, name: str, at: datetime) -> str:
    return queries.edition_page(world.session, world.actor(name), world.edition.id, at=at)["your_turn"][
        "reason"
    ]


def test_the_ladder_of_the_default_route_day_by_day(reviewed: World) -> None:
    reviewed.appoint("boss", "district", Office.SUPERINTENDENT)
    happened = {}
    at = reviewed.now
    while at <= DUE + 14 * DAY:
        before = turn_names(reviewed), told(reviewed)
        looks(reviewed, at)
        if (now := (turn_names(reviewed), told(reviewed))) != before:
            happened[at.date().isoformat()] = (sorted(now[0] - before[0]), sorted(now[1] - before[1]))
        at += DAY
    assert happened == {
        "2026-05-21": ([], ["officer", "principal"]),
        "2026-05-26": (["dana", "sergeant"], ["officer", "principal"]),
        "2026-06-04": (["boss", "chief"], []),
    }, "the supervisors of the principal and the officer are those who run it: called on the due day already"
    assert {"principal", "officer"} <= turn_names(reviewed), "the original keeps the turn"


def test_silence_is_no_comment_received_and_never_an_approval(reviewed: World) -> None:
    at = DUE + 60 * DAY
    looks(reviewed, at)
    page = queries.edition_page(reviewed.session, reviewed.actor("dana"), reviewed.edition.id, at=at)
    assert page["stage"] == "Schools and their officers" and reviewed.edition.stage == "schools"
    assert {seat["standing"] for lane in page["stages"][0]["lanes"] for seat in lane["seats"]} == {"awaited"}
    assert reason(reviewed, "dana", at).endswith(
        "has not answered in “Schools and their officers”: no comment received"
    )


def test_who_has_answered_is_left_alone(reviewed: World) -> None:
    approve(reviewed, "principal", reviewed.now + DAY)
    looks(reviewed, DUE)
    assert told(reviewed) == Counter({"officer": 1})
    approve(reviewed, "officer", DUE)
    assert reviewed.edition.stage == "sides"
    assert looks(reviewed, DUE + DAY) == 0, "a stage that has closed is looked at no more"


def test_once_others_are_called_an_answer_ends_their_turn(reviewed: World) -> None:
    looks(reviewed, DUE)
    assert "sergeant" in turn_names(reviewed)
    approve(reviewed, "principal", DUE + DAY)
    approve(reviewed, "officer", DUE + DAY)
    assert turn_names(reviewed) == {"dana", "counsel", "sergeant", "lawyer"}
    assert reason(reviewed, "sergeant", DUE + DAY) == "Review: District and agency"


def test_after_a_silence_of_the_service_one_reminder_comes_and_nothing_twice(reviewed: World) -> None:
    for _ in range(3):
        looks(reviewed, DUE + 30 * DAY)
    assert told(reviewed) == Counter({"principal": 1, "officer": 1})
    steps = [one.detail["step"] for one in reviewed.events("edition:seat:escalated")]
    assert Counter(steps) == Counter({"due facilitators": 2, "due+7 signers": 2}), (
        "no superintendent: the chief alone is new"
    )
    assert to_nudge(reviewed.session, DUE + 300 * DAY) == []


def test_the_deputy_is_reminded_in_the_others_place(reviewed: World) -> None:
    away(reviewed, days=12)
    looks(reviewed, datetime(2026, 5, 21, 17, tzinfo=UTC))
    assert told(reviewed) == Counter({"assistant": 1, "officer": 1})


def test_who_left_the_office_is_not_called(reviewed: World) -> None:
    reviewed.appoint("captain", "agency", Office.SRO_SUPERVISOR, until=(DUE + DAY).date())
    looks(reviewed, DUE)
    assert "captain" in turn_names(reviewed)
    actions.after_appointment(reviewed.session, reviewed.parties["agency"].id, at=DUE + 3 * DAY)
    assert "captain" not in turn_names(reviewed)


def test_an_unknown_seat_is_nothing_to_do(reviewed: World) -> None:
    assert actions.nudge(reviewed.session, "gone", at=DUE) is False
    first = to_nudge(reviewed.session, DUE)[0][0]
    assert actions.nudge(reviewed.session, first, at=reviewed.now) is False, "too early: the job looks again"
