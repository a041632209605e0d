"""The shapes of members, as small rules that compose: one table says what a record is, and nothing else is let in.

A rule takes a value and returns what is wrong with it, or the empty string. `demand` turns that into a Bad with the
reason code of the place. Unknown and missing members are always wrong.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from workflow.evidence import text
from workflow.evidence.canonical import unb64u
from workflow.evidence.errors import Bad

Rule = Callable[[Any], str]

_TIME = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}T(?!24)[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
_DATE = re.compile(r"(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}")
MAX_LINE = 500
MAX_WORDS = 20_000


def demand(value: Any, rule: Rule, code: str) -> Any:
    """The value, if the rule has nothing against it. Raises Bad(code)."""
    wrong = rule(value)
    if wrong:
        raise Bad(code, wrong)
    return value


def record(members: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """An object with exactly these members, and any of the optional ones."""
    optional = optional or {}
    required, known = members.keys(), {**members, **optional}
    allowed = known.keys()

    def rule(value: Any) -> str:
        if type(value) is not dict:
            return "an object was expected"
        names = value.keys()
        if names != required and not required <= names <= allowed:
            missing, unknown = sorted(required - names), sorted(names - allowed)
            return f"members missing: {missing}, unknown: {unknown}"
        for name, member in value.items():
            wrong = known[name](member)
            if wrong:
                return f"{name}: {wrong}"
        return ""

    return rule


def listing(item: Rule, least: int = 0, most: int = 100_000) -> Rule:
    """A list of `least` to `most` items, each by the rule."""

    def rule(value: Any) -> str:
        if type(value) is not list or not least <= len(value) <= most:
            return f"a list of {least} to {most} was expected"
        for number, member in enumerate(value):
            wrong = item(member)
            if wrong:
                return f"[{number}]: {wrong}"
        return ""

    return rule


def one_of(*values: str) -> Rule:
    """One of these strings."""
    return lambda value: (
        "" if type(value) is str and value in values else f"one of {list(values)} was expected"
    )


def either(*rules: Rule) -> Rule:
    """Whatever one of the rules admits; the last rule's words otherwise."""

    def rule(value: Any) -> str:
        wrong = ""
        for each in rules:
            wrong = each(value)
            if not wrong:
                return ""
        return wrong

    return rule


def pattern(expression: str, words: str) -> Rule:
    """A string that the expression matches whole."""
    matches = re.compile(expression).fullmatch
    return lambda value: "" if type(value) is str and matches(value) else words


def whole(least: int, most: int) -> Rule:
    """An integer from `least` to `most`; booleans are not integers."""
    return lambda value: (
        "" if type(value) is int and least <= value <= most else f"{least} to {most} was expected"
    )


def octets(length: int | None = None) -> Rule:
    """Strict base64url, of `length` bytes where given."""

    def rule(value: Any) -> str:
        try:
            unb64u(value, length)
        except Bad as bad:
            return bad.words
        return ""

    return rule


def boolean(value: Any) -> str:
    """true or false."""
    return "" if type(value) is bool else "true or false was expected"


def moment(value: Any) -> str:
    """A time as in section 1."""
    if type(value) is not str or not _TIME.fullmatch(value):
        return "a time such as 2026-05-12T17:00:00Z was expected"
    try:
        read_moment(value)
    except ValueError:
        return "there is no such time"
    return ""


def day(value: Any) -> str:
    """A date as in section 1."""
    if type(value) is not str or not _DATE.fullmatch(value):
        return "a date such as 2026-05-12 was expected"
    try:
        date.fromisoformat(value)
    except ValueError:
        return "there is no such date"
    return ""


def words(value: Any) -> str:
    """1 to 20,000 characters that pass the character door."""
    return _characters(value, MAX_WORDS)


def line(value: Any) -> str:
    """1 to 500 characters on one line."""
    return _characters(value, MAX_LINE) or ("a single line was expected" if "\n" in value else "")


def _characters(value: Any, most: int) -> str:
    if type(value) is not str or not 1 <= len(value) <= most:
        return f"1 to {most} characters were expected"
    found = text.problems(value)
    return f"{found[0].code} is {found[0].words}" if found else ""


def constant(value: str) -> Rule:
    """Exactly this string."""
    return one_of(value)


EMPTY = constant("")
NOTHING = listing(EMPTY, 0, 0)
"""A reserved list: whatever stands in it is not supported by this version, so it is refused."""
ID = pattern(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", "an id was expected")
CODE = pattern(r"[a-z][a-z0-9_-]{0,39}", "a code was expected")
PATH = pattern(r"(0|[1-9][0-9]{0,3})(/(0|[1-9][0-9]{0,3})){0,7}", "a position such as 4/2 was expected")
PART = pattern(
    r"(attachment )?(0|[1-9][0-9]{0,3})(/(0|[1-9][0-9]{0,3})){0,7}",
    "a part such as 4/2 or attachment 1 was expected",
)
HOST = pattern(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", "a host name was expected")
ZONE = pattern(r"[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}", "a time zone was expected")
HASH = pattern(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]", "a hash of 32 bytes was expected")
BYTES = octets()


def write_moment(at: datetime) -> str:
    """A time as text; whole seconds are kept, the rest is cut. Raises ValueError for a naive time."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone means nothing")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_moment(value: str) -> datetime:
    """The aware time of a valid text. Raises ValueError."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC)


def hours_after(value: str, hours: int) -> str:
    """The time that many hours later, as text; texts of times compare as the times do."""
    return write_moment(read_moment(value) + timedelta(hours=hours))
