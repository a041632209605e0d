"""Who takes part in the story, the routes it may follow, and how a clause is worded: plain data, for both sides of the comparison.

A clause has places for a word each, far enough apart that two changes of different places never meet.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PEOPLE = {
    "principal": ("school", "principal"),
    "officer": ("agency", "sro"),
    "dana": ("district", "student_services"),
    "counsel": ("district", "counsel"),
    "superintendent": ("district", "superintendent"),
    "sergeant": ("agency", "sro_supervisor"),
    "lawyer": ("agency", "counsel"),
    "chief": ("agency", "chief"),
    "clerk": ("body", "clerk"),
    "guest": ("", ""),
    "stranger": ("elsewhere", "student_services"),
}
SIDES = {"school": "district", "district": "district", "agency": "agency"}
DESK = {"dana", "counsel", "superintendent", "sergeant", "lawyer", "chief"}
CALLED_FIRST = {"dana", "sergeant"}
ABOVE = {
    "principal": {"superintendent"}, "dana": {"superintendent"}, "counsel": {"superintendent"},
    "officer": {"sergeant", "chief"}, "sergeant": {"chief"}, "lawyer": {"chief"},
}  # fmt: skip
"""Who may give up whose objection."""
DEPUTIES_FROM = {"school": {"school", "district"}, "district": {"district"}, "agency": {"agency"}}

ROUTES = {
    "cops": [
        ("schools", 10, [("school", ["principal"], "any"), ("officers", ["officer"], "any")]),
        ("sides", 10, [("district", ["dana", "counsel"], "all"), ("agency", ["sergeant", "lawyer"], "all")]),
    ],
    "together": [
        (
            "stage-1",
            5,
            [
                (
                    "lane-1-1",
                    ["principal", "officer", "dana", "counsel", "sergeant", "lawyer", "chief"],
                    "3",
                ),
                ("lane-1-2", ["superintendent", "chief"], "any"),
            ],
        ),
    ],
    "long": [
        ("stage-1", 3, [("lane-1-1", ["principal"], "all"), ("lane-1-2", [], "any")]),
        ("stage-2", 8, [("lane-2-1", ["counsel", "lawyer", "sergeant"], "66%")]),
        ("stage-3", 2, [("lane-3-1", ["superintendent", "chief"], "all")]),
    ],
}
"""Route -> stages: (id, business days, lanes: (id, who sits there, quorum))."""

GUARDS = {
    "a": ("Every officer begins the day at", "and reports before noon to", "unless a drill is held in", "that week."),
    "b": ("Reports of each month are sent by", "to both sides and kept for", "in a place that only", "may enter."),
    "c": ("Costs are shared as", "with invoices due within", "of receipt by the office of", "in town."),
    "new": ("A clause that was added says", "of anything else than", "by those who asked for", "and no more."),
}  # fmt: skip
WORDS = ("amber", "birch", "cedar", "deep blue")
PLACES = 3


def worded(key: str, places: tuple[str, ...]) -> str:
    """The clause with these words in its places."""
    guards = GUARDS[key if key in GUARDS else "new"]
    said = " ".join(f"{guard} {word}" for guard, word in zip(guards, places, strict=False))
    return f"Clause {key}\n\n{said} {guards[-1]}"


def where(key: str, places: tuple[str, ...], place: int) -> tuple[int, int]:
    """From where to where the word of one place stands."""
    guards = GUARDS[key if key in GUARDS else "new"]
    start = len(f"Clause {key}\n\n")
    for at in range(place + 1):
        start += len(guards[at]) + 1 + (len(places[at - 1]) + 1 if at else 0)
    return start, start + len(places[place])


def weekdays_later(moment: datetime, days: int, zone: str) -> datetime:
    """So many weekdays later, at the same hour on the wall."""
    local = moment.astimezone(ZoneInfo(zone))
    while days:
        local += timedelta(days=1)
        days -= local.weekday() < 5
    return local.astimezone(ZoneInfo("UTC"))
