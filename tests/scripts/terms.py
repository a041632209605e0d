"""The terms of a text: the signing page's script writes a manifest out as the page does, and refuses what it has no words for."""

from collections.abc import Iterator
from typing import Any

from tests.scripts.case import Case, call
from tests.scripts.texts import BARE, EXHIBIT, FULL, opened
from workflow.core.people import Office
from workflow.evidence.manifest import EFFECTIVE
from workflow.signing import terms

Data = dict[str, Any]
BEYOND = "thrown: Error What would be signed has terms that this page cannot show."


def data(manifest: Data = FULL, count: int = 3) -> Data:
    """What the page's script is given."""
    clauses, attachments = opened(count, (EXHIBIT,) if manifest["text"]["attachments"] else ())
    return {"manifest": manifest, "clauses": clauses, "attachments": attachments}


def rows(given: Data) -> list[list[str]]:
    """As the page writes them, a list for each: the label and its lines."""
    found = terms.rows(given["manifest"], given["clauses"], given["attachments"])
    return [[label, *lines] for label, lines in found]


def numbers(given: Data) -> list[list[str]]:
    """As the page writes them."""
    return [list(pair) for pair in terms.numbers(given["manifest"], given["attachments"])]


def dated(rule: str, date: str, months: int = 0, until: str = "") -> Data:
    """A manifest that comes into force and ends by these rules."""
    named = "months" if months else "until-date" if until else "until-ended"
    return FULL | {"effective": {"date": date, "rule": rule}, "term": {"date": until, "months": months, "rule": named}}  # fmt: skip


def good() -> Iterator[Data]:
    """Every rule, every office, every kind, days at the edges of months and years, times at those of days and zones."""
    yield from (FULL, BARE)
    for rule in EFFECTIVE:
        for date in ("", "2026-08-15"):
            if bool(date) <= (rule in ("fixed", "retroactive", "first-school-day")) and (date or rule not in ("fixed", "retroactive")):  # fmt: skip
                yield from (dated(rule, date, 1), dated(rule, date), dated(rule, date, until="2027-06-30"))
    for date, months in (("2026-01-31", 1), ("2026-12-31", 2), ("2028-02-29", 12), ("2026-01-01", 1200), ("2026-03-01", 12), ("2026-10-31", 1), ("2026-11-30", 1)):  # fmt: skip
        yield dated("retroactive", date, months)
    for zone in (*terms.ZONES, "Europe/Berlin"):
        yield FULL | {"zone": zone}
    for office in Office:
        slot = FULL["slots"][0] | {"offices": [office.value, "member"]}
        given = FULL["delegated_change"][0] | {"office": office.value}
        yield FULL | {"slots": [slot], "delegated_change": [given]}
    yield BARE | {"waiting_hours": 1, "text": FULL["text"] | {"n": 1001}, "supersedes": [*FULL["supersedes"], {"edition": 3, "head": "G"}]}  # fmt: skip


def bad() -> Iterator[Data]:
    """A member more or less in any place, and values for which there are no words."""
    places = ("effective", "term", "text")
    lists = ("parties", "slots", "adopting_bodies", "delegated_change", "packs", "supersedes")
    for name in FULL:
        yield {one: value for one, value in FULL.items() if one != name}
    yield FULL | {"more": "1"}
    for name in places:
        yield FULL | {name: FULL[name] | {"more": "1"}}
    for name in lists:
        yield FULL | {name: [FULL[name][0] | {"more": "1"}, *FULL[name][1:]]}
    for name, change in (
        ("slots", {"offices": ["mayor"]}), ("slots", {"offices": ["chief", "toString"]}), ("slots", {"party": "Z"}), ("parties", {"kind": "club"}), ("adopting_bodies", {"party": "Z"}),
        ("delegated_change", {"kind": "all"}), ("delegated_change", {"office": "mayor"}), ("delegated_change", {"party": "Z"}), ("delegated_change", {"body": "Z"}),
    ):  # fmt: skip
        yield FULL | {name: [FULL[name][0] | change, *FULL[name][1:]]}
    yield from (FULL | {name: "other"} for name in ("format", "order", "one_slot_each"))
    for rule in (*EFFECTIVE, "other"):
        date = "" if rule in ("fixed", "retroactive") else "2026-07-01"
        if rule != "first-school-day":
            yield FULL | {"effective": {"date": date, "rule": rule}}
    for rule, months, date in (("months", 0, ""), ("months", 12, "2027-01-01"), ("until-date", 0, ""), ("until-date", 12, "2027-01-01"), ("until-ended", 120, ""), ("until-ended", 0, "2027-01-01"), ("other", 0, "")):  # fmt: skip
        yield FULL | {"term": {"date": date, "months": months, "rule": rule}}


def cases() -> Iterator[Case]:
    """The rows, the numbers behind them, and what is refused."""
    given = [data(one) for one in good()]
    given += [data(FULL, 1), data(BARE, 1), data(BARE, 2)]
    yield call("signing", "termsOf", [[one] for one in given], [rows(one) for one in given], "signing: terms")
    yield call(
        "signing", "numbersOf", [[one] for one in given], [numbers(one) for one in given], "signing: numbers"
    )
    wrong = [data(FULL) | {"manifest": one} for one in bad()]
    yield call("signing", "termsOf", [[one] for one in wrong], [BEYOND] * len(wrong), "signing: no words")
