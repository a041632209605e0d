"""What the forms of this room offer to choose from, in the order people look for it."""

from collections.abc import Collection
from zoneinfo import available_timezones

from workflow.core.people import OFFICE_TITLES, OFFICES_OF, Capacity, Office, PartyKind

KINDS = [
    ("district", "School district", "Runs schools; its superintendent or board chair signs."),
    ("agency", "Police department or sheriff's office", "Its chief or sheriff signs."),
    ("school", "School", "One school, acting for itself or within a district."),
    ("body", "Board or council", "Adopts agreements by a vote: a school board, a city council."),
]
CAPACITIES = [
    (Capacity.HOLDER, "Holds the office"),
    (Capacity.ACTING, "Acting, until somebody is appointed"),
    (Capacity.INTERIM, "Interim, for a set time"),
]
AUTHORITIES = [
    ("appointment-letter", "Appointment letter"),
    ("minute", "Minute of a board or council"),
    ("election", "Election"),
    ("statute", "Statute or ordinance"),
]
"""The kinds of authority a vouch can name (docs/format.md, section 4)."""

_FIRST_ZONES = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
)  # fmt: skip


def office_options(offices: Collection[Office]) -> list[tuple[str, str]]:
    """Offices with their titles, in the vocabulary's order."""
    return [(str(office), OFFICE_TITLES[office]) for office in Office if office in offices]


def offices_by_kind() -> list[tuple[str, list[tuple[str, str]]]]:
    """The offices of each kind of party under its name, for a form in which the kind is chosen too. Whoever sets a party up
    administers it in any case, so that office is not among them."""
    return [
        (
            label,
            office_options([one for one in OFFICES_OF[PartyKind(kind)] if one is not Office.ADMINISTRATOR]),
        )
        for kind, label, _ in KINDS
    ]


def zone_options() -> list[tuple[str, str]]:
    """Time zones, those of most readers first."""
    others = sorted(
        zone
        for zone in _zones()
        if zone.startswith(("America/", "Pacific/", "US/")) and zone not in _FIRST_ZONES
    )
    return [(zone, zone.replace("_", " ")) for zone in (*_FIRST_ZONES, *others)]


def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    return name in _zones()


def _zones() -> set[str]:
    return available_timezones()
