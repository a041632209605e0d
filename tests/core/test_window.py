"""The rules of a public comment window, to the second and to the end of summer time."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.core.errors import Invalid, Issue
from workflow.core.window import (
    LONGEST,
    REASONS,
    SHORTEST,
    Phase,
    WindowFacts,
    before_freeze,
    check,
    confirm_until,
    instant,
    phase,
)

OPENS, CLOSES = datetime(2026, 6, 1, 16, tzinfo=UTC), datetime(2026, 7, 1, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (OPENS - SECOND, Phase.PLANNED),
        (OPENS, Phase.OPEN),
        (CLOSES - SECOND, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
    ],
)
def test_the_clock_decides_to_the_second(now: datetime, expected: Phase) -> None:
    assert phase(OPENS, CLOSES, None, now) is expected
    assert phase(OPENS, CLOSES, OPENS, now) is Phase.CANCELLED


def test_a_comment_is_confirmed_within_a_week_and_within_a_day_of_the_end() -> None:
    assert confirm_until(OPENS, CLOSES) == OPENS + timedelta(days=7)
    assert confirm_until(CLOSES - SECOND, CLOSES) == CLOSES + timedelta(hours=24)


@pytest.mark.parametrize(
    ("words", "zone", "utc"),
    [
        ("2026-05-12T17:00", "America/Los_Angeles", datetime(2026, 5, 13, 0, tzinfo=UTC)),
        ("2026-12-12 17:00", "America/New_York", datetime(2026, 12, 12, 22, tzinfo=UTC)),
        ("2026-11-01T01:30", "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("2026-05-12T17:00", "America/Phoenix", datetime(2026, 5, 13, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_meant_as_the_clock_shows_it_there(words: str, zone: str, utc: datetime) -> None:
    assert instant("opens", words, zone) == utc


@pytest.mark.parametrize(
    "words",
    ["", "tomorrow", "2026-03-08T02:30", "2026-05-12T17:00:30", "2026-05-12T17:00+02:00", "2026-13-01T00:00"],
)
def test_what_is_no_time_there_is_refused(words: str) -> None:
    with pytest.raises(Invalid) as no:
        instant("opens", words, "America/New_York")
    assert no.value.issues[0].field == "opens"


@pytest.mark.parametrize(
    ("opens", "closes", "codes"),
    [
        (OPENS, CLOSES, []),
        (OPENS - SECOND, CLOSES, ["window.past"]),
        (OPENS, OPENS, ["window.order"]),
        (OPENS - SECOND, OPENS - 2 * SECOND, ["window.past", "window.order"]),
        (OPENS, OPENS + timedelta(days=366), ["window.long"]),
    ],
)
def test_everything_wrong_with_a_window_is_said_at_once(
    opens: datetime, closes: datetime, codes: list[str]
) -> None:
    try:
        check(opens, closes, OPENS)
        found = []
    except Invalid as no:
        found = [issue.code for issue in no.issues]
    assert found == codes


def test_no_opinion_is_a_reason_to_hide() -> None:
    assert set(REASONS) == {"pupil", "private", "threat", "obscene", "advertising", "unrelated", "kept"}


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"required": "Virginia"}, ["window.required"]),
        ({"required": "Virginia", "held": True}, []),
        ({"required": "Virginia", "live": Phase.PLANNED}, ["window.live"]),
        ({"live": Phase.OPEN}, ["window.live"]),
        ({"held": True, "pending": 2}, ["window.pending"]),
        ({"held": True, "unanswered": (3, 4), "undecided": (2,)}, ["window.undecided", "window.unanswered", "window.unanswered"]),
    ],
)  # fmt: skip
def test_what_public_comment_leaves_to_do_before_the_freeze(facts: dict, codes: list[str]) -> None:
    issues = before_freeze(WindowFacts("/editions/e/window", **facts))
    assert [issue.code for issue in issues] == codes
    assert all(issue.link.startswith("/editions/e/window") and issue.words.endswith(".") for issue in issues)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("tomorrow", "Write a day and a time such as 2026-05-12T17:00."),
        ("2026-05-12T17:00:30", "Write a day and a time to the minute, as the clock shows it there."),
        ("2026-03-08T02:30", "The clock is set forward then: that time does not exist. Choose another."),
    ],
)
def test_what_is_no_time_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(Invalid) as no:
        instant("opens", typed, "America/New_York")
    assert no.value.issues == (Issue("invalid", words, "opens"),)


@pytest.mark.parametrize(
    ("opens", "closes", "issue"),
    [
        (OPENS - SECOND, CLOSES, Issue("window.past", "This opening lies in the past.", "opens")),
        (OPENS, OPENS, Issue("window.order", "The window must close after it opens.", "closes")),
        (
            OPENS,
            OPENS + LONGEST + SECOND,
            Issue("window.long", "A window is open for a year at most.", "closes"),
        ),
    ],
)
def test_what_is_wrong_with_a_window_is_said_beside_its_field(
    opens: datetime, closes: datetime, issue: Issue
) -> None:
    with pytest.raises(Invalid) as no:
        check(opens, closes, OPENS)
    assert no.value.issues == (issue,)


def test_the_shortest_and_the_longest_window_are_windows() -> None:
    check(OPENS, OPENS + SHORTEST, OPENS)
    check(OPENS, OPENS + LONGEST, OPENS)


def test_what_public_comment_leaves_to_do_is_said_in_words() -> None:
    facts = WindowFacts("/w", held=True, pending=1, undecided=(3,), unanswered=(4,))
    assert before_freeze(facts) == [
        Issue(
            "window.pending",
            "A public comment that was written in time can still be confirmed, for a day after the window closed.",
            link="/w",
        ),
        Issue(
            "window.undecided",
            "Public comment 3 is held: show it, or hide it with a reason.",
            link="/w/comments/3",
        ),
        Issue("window.unanswered", "Public comment 4 has no answer yet.", link="/w/comments/4"),
    ]
