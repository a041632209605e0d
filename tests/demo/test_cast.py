from workflow.core.people import OFFICES_OF, Office, PartyKind
from workflow.demo.cast import CAST, DIRECTOR, legal_names
from workflow.demo.names import sides


def test_everybody_is_one_person_with_an_address_that_goes_nowhere() -> None:
    emails = [role.email for role in (DIRECTOR, *CAST)]
    assert len(set(emails)) == len(emails) and all(email.endswith("@example.org") for email in emails)


def test_every_office_makes_sense_at_its_party_and_two_registrars_found_each_side() -> None:
    for role in (DIRECTOR, *CAST):
        assert {Office(office) for office in role.offices} <= set(OFFICES_OF[PartyKind(role.party)])
    for party in ("district", "agency"):
        assert sum("registrar" in role.offices for role in CAST if role.party == party) == 2


def test_the_three_parties_have_three_names() -> None:
    assert len(set(legal_names(sides("")).values())) == 3
