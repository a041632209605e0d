"""What forms offer is what actions take."""

from workflow.core.people import OFFICES_OF, Office, PartyKind
from workflow.parties import options


def test_every_kind_of_party_is_offered_once() -> None:
    assert sorted(kind for kind, _, _ in options.KINDS) == sorted(PartyKind)


def test_offices_come_with_their_titles_in_order() -> None:
    assert options.office_options({Office.REGISTRAR, Office.CHIEF}) == [
        ("chief", "Chief of Police"), ("registrar", "Registrar"),
    ]  # fmt: skip
    assert len(options.office_options(OFFICES_OF[PartyKind.AGENCY])) == len(OFFICES_OF[PartyKind.AGENCY])


def test_zones_exist_and_the_common_ones_come_first() -> None:
    zones = [zone for zone, _ in options.zone_options()]
    assert zones[0] == "America/New_York" and len(zones) == len(set(zones))
    assert all(options.is_zone(zone) for zone in zones)
    assert not options.is_zone("../etc/passwd")


def test_the_kinds_of_authority_are_those_of_the_format() -> None:
    assert sorted(kind for kind, _ in options.AUTHORITIES) == [
        "appointment-letter",
        "election",
        "minute",
        "statute",
    ]


def test_a_post_stands_only_under_its_own_kind_of_party() -> None:
    groups = dict(options.offices_by_kind())
    assert "Chief of Police" not in dict(groups["School district"]).values()
    assert dict(groups["Police department or sheriff's office"])["chief"] == "Chief of Police"
    assert all("administrator" not in dict(posts) for posts in groups.values())
