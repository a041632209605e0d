from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.renewal.year import Year
from workflow.core.errors import NotFound
from workflow.core.people import NOBODY
from workflow.renewal import queries

pytestmark = pytest.mark.both_databases
SPRING = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
DUE = date(2027, 5, 12)
EVENING = datetime(2027, 5, 13, 5, 30, tzinfo=UTC)
"""Of the day on which it is due: 22:30 in California."""


def morning(day: date) -> datetime:
    """Eight o'clock in California."""
    return datetime.combine(day, time(8), ZoneInfo("America/Los_Angeles")).astimezone(UTC)


def test_what_is_due_to_open_opens_at_eight_where_it_lives(year: Year) -> None:
    opens = morning(date(2027, 2, 10))
    assert queries.due_to_open(year.session, opens - timedelta(minutes=1)) == []
    assert queries.due_to_open(year.session, opens) == [year.world.edition]
    year.opens(SPRING)
    assert queries.due_to_open(year.session, SPRING + timedelta(days=1)) == []


def test_the_newest_reminder_that_has_been_reached(year: Year) -> None:
    """The term ends on 11 May, a day before the review is due."""
    year.opens(SPRING)
    ends = DUE - timedelta(days=1)
    for left, before in (
        (61, None), (60, "60"), (31, "60"), (30, "30"), (7, "7"), (1, "7"), (0, "0"), (-1, "lapsed.0"), (-31, "lapsed.0"),
        (-32, "lapsed.1"), (-62, "lapsed.2"), (-400, "lapsed.13"),
    ):  # fmt: skip
        now = morning(ends - timedelta(days=left))
        found = queries.due_reminders(year.session, now)
        assert found == ([queries.Reminder(year.world.edition, ends, before)] if before else [])
        earlier = queries.due_reminders(year.session, now - timedelta(minutes=1))
        assert earlier == queries.due_reminders(year.session, now - timedelta(days=1))


def test_without_an_end_only_the_review_is_due(year: Year) -> None:
    year.edition.months = None
    year.session.flush()
    year.opens(SPRING)
    assert queries.due_reminders(year.session, morning(DUE + timedelta(days=400))) == [
        queries.Reminder(year.world.edition, DUE, "0")
    ]


def test_nothing_is_reminded_of_before_the_review_is_open(year: Year) -> None:
    assert queries.due_reminders(year.session, morning(DUE)) == []


def test_a_silent_review_is_shown_as_overdue_with_who_is_missing(year: Year) -> None:
    following = year.opens(SPRING)
    actor = year.actor("counsel", SPRING)
    page = queries.review_page(year.session, actor, year.world.edition, now=EVENING)
    assert not page["overdue"] and page["may_answer"] and not page["may_begin"]
    year.says("counsel", "affirmed", SPRING)
    page = queries.review_page(year.session, actor, year.world.edition, now=EVENING + timedelta(days=1))
    assert page["overdue"] and page["missing"] == ["Springfield Police Department"]
    assert page["next"] == {"id": following.id, "number": 2, "status": "drafting"}
    assert [(one["value"], one["by"]) for one in page["outcomes"]] == [("affirmed", "Counsel Example")]
    assert page["may_answer"]  # a side may change its mind while the review is open


def test_who_only_reads_is_offered_no_form(year: Year) -> None:
    page = queries.review_page(year.session, year.actor("a1", SPRING), year.world.edition, now=SPRING)
    assert not page["may_begin"] and not page["may_answer"] and not page["may_file"]


def test_strangers_find_nothing(year: Year) -> None:
    for edition in (year.world.edition, "0" * 20):
        with pytest.raises(NotFound):
            queries.review_page(year.session, NOBODY, edition, now=EVENING)


def test_the_sides_are_those_who_sign(year: Year) -> None:
    assert [party.kind for party in queries.sides(year.session, year.world.mou)] == ["agency", "district"]
