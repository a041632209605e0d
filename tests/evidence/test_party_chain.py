import pytest

from tests.evidence import factory
from tests.evidence.test_party_replay import told
from workflow.evidence.canonical import unb64u
from workflow.evidence.errors import Bad
from workflow.evidence.party_chain import party_id

LATER, NOW = 10**6, "2026-06-01T00:00:00Z"


def test_a_partys_id_is_the_challenge_of_its_genesis():
    agency = factory.ready().agency
    assert party_id(unb64u(agency.chain[0].envelope["statement"])) == agency.id


def test_an_enrolment_stands_from_its_place_in_the_log():
    cast = factory.ready()
    chain = told(cast.world, cast.agency)
    enrolment = chain.standing(cast.chief.enrolment, index=LATER, at=NOW)
    assert (enrolment.name, enrolment.office, enrolment.capacity) == ("Flo Foster", "chief", "holder")
    for arguments, code in (
        ((cast.chief.enrolment, enrolment.index, NOW), "signer.enrolment"),
        (("unknown", LATER, NOW), "signer.enrolment"),
        ((cast.chief.enrolment, LATER, "2026-01-11T00:00:00Z"), "signer.office"),
    ):
        with pytest.raises(Bad) as refused:
            chain.standing(arguments[0], index=arguments[1], at=arguments[2])
        assert refused.value.code == code


def test_an_office_stands_until_its_end_and_until_the_end_is_recorded():
    cast = factory.ready()
    cast.world.end(cast.chief)
    chain = told(cast.world, cast.agency)
    ending = chain.endings[0]
    assert chain.standing(cast.chief.enrolment, index=LATER, at=f"{ending.ended[:10]}T00:00:00Z")
    assert chain.standing(cast.chief.enrolment, index=ending.index, at=NOW)
    with pytest.raises(Bad) as refused:
        chain.standing(cast.chief.enrolment, index=LATER, at=NOW)
    assert refused.value.code == "signer.office"


def test_a_state_is_a_link_that_was_there():
    cast = factory.ready()
    chain = told(cast.world, cast.agency)
    last = next(reversed(chain.links.values()))
    chain.state(last.id, index=LATER)
    for link_id, index in ((last.id, last.index), ("unknown", LATER)):
        with pytest.raises(Bad) as refused:
            chain.state(link_id, index=index)
        assert refused.value.code == "signer.state"


def test_a_voice_is_person_name_office_title_capacity_and_key():
    cast = factory.ready()
    chain = told(cast.world, cast.agency)
    said = cast.world.common(cast.chief).members()
    assert chain.voice(said, index=LATER, at=NOW).person == cast.chief.person
    for twist in (
        {"name": "X"},
        {"person": "x"},
        {"office": "sheriff"},
        {"title": "X"},
        {"capacity": "acting"},
        {"key": "x"},
    ):
        with pytest.raises(Bad) as refused:
            chain.voice(said | twist, index=LATER, at=NOW)
        assert refused.value.code == "party.registrar"
    with pytest.raises(Bad):
        chain.voice(said, index=LATER, at=NOW, office="registrar")
