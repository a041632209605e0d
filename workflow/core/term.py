"""When an agreement is in force, until when, and when its review is due. `today` is always an argument.

The effective date is a rule, never a typed date (realities, fact 8). A rule whose facts are not all there yet has no
date. The end is a fixed day, a number of months after the effective day, or open. Lapsed means: the end has passed and no
later edition has taken its place.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never


class EffectiveRule(StrEnum):
    FIXED = "fixed"
    LAST_SIGNATURE = "last_signature"
    ALL_ADOPTIONS = "all_adoptions"
    LATER_OF_SIGNING_AND_FILING = "later_of_signing_and_filing"
    RETROACTIVE = "retroactive"
    FIRST_SCHOOL_DAY = "first_school_day"


RULE_IN_WORDS = {
    EffectiveRule.FIXED: "on a fixed day",
    EffectiveRule.LAST_SIGNATURE: "on the day of the last signature",
    EffectiveRule.ALL_ADOPTIONS: "when every adopting body has voted for it",
    EffectiveRule.LATER_OF_SIGNING_AND_FILING: "when it is signed and filed or posted, whichever is later",
    EffectiveRule.RETROACTIVE: "from an earlier day, whenever it is signed",
    EffectiveRule.FIRST_SCHOOL_DAY: "on the first day of school",
}


@dataclass(frozen=True)
class Term:
    """The rules of one edition. `starts`: for the rules that name a day. Give `ends` or `months`, or neither (open)."""

    rule: EffectiveRule
    starts: date | None = None
    ends: date | None = None
    months: int | None = None
    review_months: int = 12


@dataclass(frozen=True)
class Facts:
    """What has happened: days, or None while it has not."""

    executed: date | None = None
    adopted: date | None = None
    filed: date | None = None
    superseded: date | None = None
    ended: date | None = None


class ForceState(StrEnum):
    NOT_SIGNED = "not_signed"
    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True)
class Force:
    """Computed, never typed. `retroactive`: signed after it began."""

    state: ForceState
    effective: date | None
    until: date | None
    lapsed_days: int = 0
    retroactive: bool = False


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month stands in for a day it lacks."""
    years, month = divmod(day.month - 1 + months, 12)
    first_of_next = date(day.year + years + (month == 11), (month + 1) % 12 + 1, 1)
    last = (first_of_next - timedelta(days=1)).day
    return date(day.year + years, month + 1, min(day.day, last))


def effective(term: Term, facts: Facts) -> date | None:
    """The day it takes effect, or None while a fact the rule needs is missing."""
    if facts.executed is None:
        return None
    match term.rule:
        case EffectiveRule.FIXED | EffectiveRule.FIRST_SCHOOL_DAY:
            return max(term.starts, facts.executed) if term.starts else None
        case EffectiveRule.RETROACTIVE:
            return term.starts
        case EffectiveRule.LAST_SIGNATURE:
            return facts.executed
        case EffectiveRule.ALL_ADOPTIONS:
            return max(facts.adopted, facts.executed) if facts.adopted else None
        case EffectiveRule.LATER_OF_SIGNING_AND_FILING:
            return max(facts.filed, facts.executed) if facts.filed else None
        case _:
            assert_never(term.rule)


def until(term: Term, facts: Facts) -> date | None:
    """The last day in force, or None when it is open-ended or has no effective day yet."""
    if term.ends:
        return term.ends
    began = effective(term, facts)
    return add_months(began, term.months) - timedelta(days=1) if began and term.months else None


def force(term: Term, facts: Facts, today: date) -> Force:
    """Whether it is in force today, since when, until when, and for how long it has lapsed."""
    began, last = effective(term, facts), until(term, facts)
    if facts.executed is None:
        return Force(ForceState.NOT_SIGNED, None, last)
    retroactive = term.rule is EffectiveRule.RETROACTIVE and began is not None and facts.executed > began
    if facts.ended and facts.ended <= today:
        return Force(ForceState.ENDED, began, facts.ended, 0, retroactive)
    if facts.superseded and facts.superseded <= today:
        return Force(ForceState.SUPERSEDED, began, last, 0, retroactive)
    if began is None or today < began:
        return Force(ForceState.NOT_YET, began, last, 0, retroactive)
    if last and today > last:
        return Force(ForceState.LAPSED, began, last, (today - last).days, retroactive)
    return Force(ForceState.IN_FORCE, began, last, 0, retroactive)


def review_due(term: Term, facts: Facts) -> date | None:
    """Requirement 133: so many months after it took effect (or was signed, while no effective day is known)."""
    began = effective(term, facts) or facts.executed
    return add_months(began, term.review_months) if began else None


REVIEW_OPENS_BEFORE = timedelta(days=90)
"""The next review opens by itself so long before it is due or the term ends."""
REMIND_BEFORE = (timedelta(days=60), timedelta(days=30), timedelta(days=7), timedelta(0))


def review_opens(term: Term, facts: Facts) -> date | None:
    """The day the next edition opens by itself: 90 days before the review is due or the term ends, the earlier."""
    due, last = review_due(term, facts), until(term, facts)
    days = [day for day in (due, last) if day]
    return min(days) - REVIEW_OPENS_BEFORE if days else None


def sentence(value: Force, day_in_words: "dict[date, str] | None" = None) -> str:
    """The public status line in words; dates as ISO unless the words for them are given."""

    def say(day: date | None) -> str:
        return (day_in_words or {}).get(day, day.isoformat()) if day else "further notice"

    match value.state:
        case ForceState.NOT_SIGNED:
            return "Not signed yet."
        case ForceState.NOT_YET:
            return (
                f"Signed. Takes effect on {say(value.effective)}."
                if value.effective
                else "Signed, not yet in effect."
            )
        case ForceState.IN_FORCE:
            return f"In force until {say(value.until)}." if value.until else "In force, with no end date."
        case ForceState.SUPERSEDED:
            return "No longer in force: a later edition has taken its place."
        case ForceState.ENDED:
            return f"Ended by the parties on {say(value.until)}."
        case ForceState.LAPSED:
            days = f"{value.lapsed_days} day" + ("s" if value.lapsed_days != 1 else "")
            return f"Lapsed {days} ago: it ended on {say(value.until)} and nothing has taken its place."
        case _:
            assert_never(value.state)
