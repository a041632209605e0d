"""What it takes to start an agreement, checked at once: every Issue with its field, never one at a time. Pure."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow.core.errors import Invalid, Issue
from workflow.core.people import PartyKind
from workflow.core.term import RULE_IN_WORDS, EffectiveRule
from workflow.evidence import text as door

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,78}[a-z0-9])")
TAKEN_WORDS = frozenset({"new", "search", "feed"})
DATED = frozenset({EffectiveRule.FIXED, EffectiveRule.RETROACTIVE, EffectiveRule.FIRST_SCHOOL_DAY})


@dataclass(frozen=True)
class TermWords:
    """The term as a form sends it: words, dates as YYYY-MM-DD, months as digits; empty where not given."""

    effective_rule: str = EffectiveRule.LAST_SIGNATURE
    starts: str = ""
    ends: str = ""
    months: str = ""
    review_months: str = "12"


@dataclass(frozen=True)
class TermValues:
    """The term as a row keeps it."""

    effective_rule: str
    starts: date | None
    ends: date | None
    months: int | None
    review_months: int


class Award(NamedTuple):
    """Whether a COPS hiring award pays for an officer, and which: programme and number, as its letter names them."""

    pays: bool = False
    name: str = ""

    @classmethod
    def typed(cls, pays: bool, name: str) -> "Award":
        """As a form sends it: the name on one line."""
        return cls(pays, " ".join(door.normalise(name).split()))

    def in_words(self) -> str:
        """What stands beside the term."""
        named = f": {self.name}. The" if self.name else ": the"
        return f"Yes{named} award's rules apply" if self.pays else "None recorded"


NO_AWARD = Award()


def check_title(title: str) -> tuple[str, list[Issue]]:
    """A title that can stand in a signed manifest: one line of at most 300 characters that pass the door."""
    plain = " ".join(door.normalise(title).split())
    if not plain:
        return "", [Issue("mou.title", "Give the agreement a title.", field="title")]
    if len(plain) > 300:
        return plain, [
            Issue("mou.title", "The title is longer than 300 characters. Shorten it.", field="title")
        ]
    return plain, [
        Issue("text.character", f"The title's character {problem.column} ({problem.name}) is {problem.words}. Type it anew.", field="title")
        for problem in door.problems(plain)[:1]
    ]  # fmt: skip


def slug_from(title: str) -> str:
    """A readable address from a title: plain letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return (words[:60].rsplit("-", 1)[0] if len(words) > 60 else words) or "agreement"


def check_slug(slug: str) -> list[Issue]:
    if not SLUG.fullmatch(slug) or slug in TAKEN_WORDS:
        return [Issue("mou.slug", "The address may hold small letters, digits and hyphens between them, 3 to 80 in all.", field="slug")]  # fmt: skip
    return []


def taken(slug: str) -> Issue:
    return Issue("mou.slug.taken", f"Another agreement has the address /mou/{slug}.", field="slug")


def check_zone(name: str) -> list[Issue]:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [Issue("mou.timezone", f"“{name}” is no time zone. Use a name such as America/Chicago.", field="timezone")]  # fmt: skip
    return []


def check_parties(chosen: Collection[str], kinds: Mapping[str, str]) -> list[Issue]:
    """`kinds`: what each known party is, by id. A school side and an agency are needed."""
    issues = []
    if set(chosen) - set(kinds):
        issues.append(
            Issue("mou.parties", "One of the parties does not exist. Choose them anew.", field="parties")
        )
    have = {kinds[party] for party in chosen if party in kinds}
    if not have & {PartyKind.DISTRICT, PartyKind.SCHOOL}:
        issues.append(
            Issue("mou.parties.school", "Choose the school district (or the school).", field="parties")
        )
    if PartyKind.AGENCY not in have:
        issues.append(Issue("mou.parties.agency", "Choose the law-enforcement agency.", field="parties"))
    return issues


def check_award(award: Award) -> list[Issue]:
    """A name is one line of at most 120 characters that pass the door, and says nothing where no award pays."""
    if award.name and not award.pays:
        said = "Tick that an award pays for an officer, or leave its name empty."
        return [Issue("mou.award", said, field="award")]
    if len(award.name) > 120:
        said = "The name of the award is longer than 120 characters. Its programme and its number are enough."
        return [Issue("mou.award", said, field="award_name")]
    return [
        Issue("text.character", f"The award's character {problem.column} ({problem.name}) is {problem.words}. Type it anew.", field="award_name")
        for problem in door.problems(award.name)[:1]
    ]  # fmt: skip


def check_term(words: TermWords, award: Award = NO_AWARD) -> TermValues:
    """The term's values. Raises Invalid with every Issue, those of the award too."""
    issues = check_award(award)
    starts, ends = _day("starts", words.starts, issues), _day("ends", words.ends, issues)
    months = _number("months", words.months, issues)
    review = _number("review_months", words.review_months or "12", issues)
    if words.effective_rule not in set(EffectiveRule):
        issues.append(Issue("term.rule", "Choose when the agreement takes effect.", field="effective_rule"))
    elif words.effective_rule in DATED and not words.starts:
        said = RULE_IN_WORDS[EffectiveRule(words.effective_rule)]
        issues.append(Issue("term.starts", f"It takes effect {said}: say which day.", field="starts"))
    if starts and ends and ends <= starts:
        issues.append(Issue("term.ends", "The last day must come after the first.", field="ends"))
    if ends and months:
        issues.append(
            Issue("term.months", "Give a last day or a number of months, not both.", field="months")
        )
    if issues:
        raise Invalid(issues)
    return TermValues(words.effective_rule, starts, ends, months, review or 12)


def _day(field: str, words: str, issues: list[Issue]) -> date | None:
    if not words.strip():
        return None
    try:
        return date.fromisoformat(words.strip())
    except ValueError:
        issues.append(Issue("term.date", f"“{words}” is no day. Write it as 2027-08-31.", field=field))
        return None


def _number(field: str, words: str, issues: list[Issue]) -> int | None:
    if not words.strip():
        return None
    if words.strip().isdecimal() and 1 <= int(words) <= 240:
        return int(words)
    issues.append(Issue("term.number", f"“{words}” is no number of months between 1 and 240.", field=field))
    return None
