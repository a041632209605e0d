"""The six forms of effective dates that real agreements use, and what follows from them."""

from datetime import date, timedelta

import pytest

from workflow.core.term import (
    EffectiveRule,
    Facts,
    Force,
    ForceState,
    Term,
    add_months,
    effective,
    force,
    review_due,
    review_opens,
    sentence,
    until,
)  # fmt: skip

R = EffectiveRule
JULY, AUGUST, SEPTEMBER = date(2026, 7, 1), date(2026, 8, 24), date(2026, 9, 3)


@pytest.mark.parametrize(
    ("rule", "starts", "facts", "expected"),
    [
        (R.FIXED, JULY, Facts(executed=date(2026, 6, 1)), JULY),
        (R.FIXED, JULY, Facts(executed=AUGUST), AUGUST),
        (R.FIXED, None, Facts(executed=AUGUST), None),
        (R.FIXED, JULY, Facts(), None),
        (R.FIRST_SCHOOL_DAY, SEPTEMBER, Facts(executed=AUGUST), SEPTEMBER),
        (R.RETROACTIVE, JULY, Facts(executed=AUGUST), JULY),
        (R.LAST_SIGNATURE, None, Facts(executed=AUGUST), AUGUST),
        (R.ALL_ADOPTIONS, None, Facts(executed=AUGUST), None),
        (R.ALL_ADOPTIONS, None, Facts(executed=AUGUST, adopted=JULY), AUGUST),
        (R.ALL_ADOPTIONS, None, Facts(executed=AUGUST, adopted=SEPTEMBER), SEPTEMBER),
        (R.LATER_OF_SIGNING_AND_FILING, None, Facts(executed=AUGUST), None),
        (R.LATER_OF_SIGNING_AND_FILING, None, Facts(executed=AUGUST, filed=SEPTEMBER), SEPTEMBER),
    ],
)
def test_the_effective_day_follows_from_the_rule(
    rule: EffectiveRule, starts: date | None, facts: Facts, expected: date | None
) -> None:
    assert effective(Term(rule, starts), facts) == expected


@pytest.mark.parametrize("rule", EffectiveRule)
def test_nothing_unsigned_has_an_effective_day(rule: EffectiveRule) -> None:
    assert effective(Term(rule, JULY), Facts(adopted=JULY, filed=JULY)) is None


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_end_where_the_month_ends(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_term_in_months_ends_the_day_before_its_anniversary() -> None:
    assert until(Term(R.LAST_SIGNATURE, months=12), Facts(executed=JULY)) == date(2027, 6, 30)


def test_a_fixed_end_wins_and_an_open_term_has_none() -> None:
    assert until(Term(R.LAST_SIGNATURE, ends=SEPTEMBER, months=12), Facts(executed=JULY)) == SEPTEMBER
    assert until(Term(R.LAST_SIGNATURE), Facts(executed=JULY)) is None
    assert until(Term(R.LATER_OF_SIGNING_AND_FILING, months=12), Facts(executed=JULY)) is None


def test_the_whole_life_of_a_term_day_by_day() -> None:
    term, facts = Term(R.FIXED, JULY, ends=date(2027, 6, 30)), Facts(executed=date(2026, 5, 1))
    assert force(term, Facts(), JULY).state is ForceState.NOT_SIGNED
    assert force(term, facts, JULY - timedelta(days=1)).state is ForceState.NOT_YET
    assert force(term, facts, JULY).state is ForceState.IN_FORCE
    assert force(term, facts, date(2027, 6, 30)).state is ForceState.IN_FORCE
    lapsed = force(term, facts, date(2027, 7, 1))
    assert (lapsed.state, lapsed.lapsed_days) == (ForceState.LAPSED, 1)


def test_the_chicago_case_lapsed_for_894_days() -> None:
    value = force(
        Term(R.LAST_SIGNATURE, ends=date(2016, 12, 31)), Facts(executed=date(2016, 1, 1)), date(2019, 6, 13)
    )
    assert value.lapsed_days == 894
    assert sentence(value) == "Lapsed 894 days ago: it ended on 2016-12-31 and nothing has taken its place."


def test_a_later_edition_ends_the_lapse_clock() -> None:
    value = force(
        Term(R.LAST_SIGNATURE, months=12), Facts(executed=JULY, superseded=SEPTEMBER), date(2028, 1, 1)
    )
    assert value.state is ForceState.SUPERSEDED and value.lapsed_days == 0


def test_signed_after_it_began_is_said_to_be_retroactive() -> None:
    assert force(Term(R.RETROACTIVE, JULY), Facts(executed=AUGUST), SEPTEMBER).retroactive
    assert not force(Term(R.RETROACTIVE, AUGUST), Facts(executed=JULY), SEPTEMBER).retroactive
    assert not force(Term(R.FIXED, JULY), Facts(executed=AUGUST), SEPTEMBER).retroactive


def test_the_review_is_due_a_year_after_it_took_effect_and_opens_ninety_days_before() -> None:
    term, facts = Term(R.LAST_SIGNATURE), Facts(executed=JULY)
    assert review_due(term, facts) == date(2027, 7, 1)
    assert review_opens(term, facts) == date(2027, 7, 1) - timedelta(days=90)


def test_a_term_that_ends_sooner_opens_its_review_sooner() -> None:
    term = Term(R.LAST_SIGNATURE, ends=date(2027, 3, 31))
    assert review_opens(term, Facts(executed=JULY)) == date(2027, 3, 31) - timedelta(days=90)


def test_an_unsigned_edition_has_no_review_day() -> None:
    assert review_due(Term(R.FIXED, JULY), Facts()) is None
    assert review_opens(Term(R.LAST_SIGNATURE), Facts()) is None


@pytest.mark.parametrize(
    ("facts", "today", "words"),
    [
        (Facts(), JULY, "Not signed yet."),
        (Facts(executed=JULY), JULY, "In force until 2027-06-30."),
        (Facts(executed=JULY), date(2027, 7, 1), "Lapsed 1 day ago: it ended on 2027-06-30 and nothing has taken its place."),
        (Facts(executed=JULY, superseded=JULY), JULY, "No longer in force: a later edition has taken its place."),
        (Facts(executed=AUGUST), JULY, "Signed. Takes effect on 2026-08-24."),
    ],
)  # fmt: skip
def test_the_status_line_in_words(facts: Facts, today: date, words: str) -> None:
    assert sentence(force(Term(R.LAST_SIGNATURE, months=12), facts, today)) == words


def test_the_status_line_without_dates() -> None:
    assert (
        sentence(force(Term(R.LAST_SIGNATURE), Facts(executed=JULY), JULY)) == "In force, with no end date."
    )
    waiting = force(Term(R.LATER_OF_SIGNING_AND_FILING), Facts(executed=JULY), JULY)
    assert sentence(waiting) == "Signed, not yet in effect."
    assert sentence(waiting, {}) == "Signed, not yet in effect."


def test_what_both_sides_ended_is_said_to_have_ended() -> None:
    value = force(Term(R.LAST_SIGNATURE, months=12), Facts(executed=JULY, ended=AUGUST), SEPTEMBER)
    assert value.state is ForceState.ENDED and sentence(value) == "Ended by the parties on 2026-08-24."
    assert (
        force(Term(R.LAST_SIGNATURE, months=12), Facts(executed=JULY, ended=SEPTEMBER), AUGUST).state
        is ForceState.IN_FORCE
    )


YEAR = Term(R.RETROACTIVE, JULY, months=12)
LAST = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("facts", "today", "expected"),
    [
        (Facts(), JULY, Force(ForceState.NOT_SIGNED, None, None)),
        (Facts(executed=AUGUST, ended=SEPTEMBER), SEPTEMBER, Force(ForceState.ENDED, JULY, SEPTEMBER, 0, True)),
        (Facts(executed=AUGUST, superseded=SEPTEMBER), SEPTEMBER, Force(ForceState.SUPERSEDED, JULY, LAST, 0, True)),
        (Facts(executed=AUGUST), date(2026, 6, 30), Force(ForceState.NOT_YET, JULY, LAST, 0, True)),
        (Facts(executed=AUGUST), date(2027, 7, 3), Force(ForceState.LAPSED, JULY, LAST, 3, True)),
        (Facts(executed=AUGUST), SEPTEMBER, Force(ForceState.IN_FORCE, JULY, LAST, 0, True)),
        (Facts(executed=JULY), SEPTEMBER, Force(ForceState.IN_FORCE, JULY, LAST, 0, False)),
    ],
)  # fmt: skip
def test_what_is_known_of_a_term_is_known_in_every_state(facts: Facts, today: date, expected: Force) -> None:
    assert force(YEAR, facts, today) == expected


def test_an_unsigned_term_with_a_fixed_end_knows_its_end() -> None:
    assert force(Term(R.FIXED, JULY, ends=LAST), Facts(), JULY) == Force(ForceState.NOT_SIGNED, None, LAST)


def test_the_review_is_due_after_the_effective_day_not_after_the_signature() -> None:
    assert review_due(YEAR, Facts(executed=AUGUST)) == date(2027, 7, 1)
    assert review_due(Term(R.ALL_ADOPTIONS), Facts(executed=AUGUST)) == date(2027, 8, 24)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 10, 31), 13, date(2027, 11, 30)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
        (date(2026, 11, 30), 12 * 400, date(2426, 11, 30)),
        (date(2024, 1, 31), 13, date(2025, 2, 28)),
        (date(2023, 1, 31), 13, date(2024, 2, 29)),
    ],
)
def test_leap_days_are_those_of_the_year_arrived_at(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_the_status_line_says_days_as_the_page_writes_them() -> None:
    value = force(YEAR, Facts(executed=AUGUST), SEPTEMBER)
    assert sentence(value, {LAST: "30 June 2027"}) == "In force until 30 June 2027."
    assert sentence(value, {JULY: "1 July"}) == "In force until 2027-06-30."
