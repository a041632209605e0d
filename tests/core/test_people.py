"""Offices and who holds them."""

from workflow.core.people import (
    NOBODY,
    OFFICE_TITLES,
    OFFICES_OF,
    SCHOOL_OFFICIALS,
    SIGNING_OFFICES,
    TOP_LAW_ENFORCEMENT,
    Actor,
    Hold,
    Office,
    PartyKind,
)  # fmt: skip


def test_every_office_has_a_title_and_a_party_that_can_have_it() -> None:
    assert set(OFFICE_TITLES) == set(Office)
    assert {office for offices in OFFICES_OF.values() for office in offices} == set(Office)
    assert set(OFFICES_OF) == set(PartyKind)


def test_chief_or_sheriff_on_one_side_and_three_school_officials_on_the_other() -> None:
    assert {Office.CHIEF, Office.SHERIFF} == TOP_LAW_ENFORCEMENT
    assert {Office.SUPERINTENDENT, Office.BOARD_CHAIR, Office.PRINCIPAL} == SCHOOL_OFFICIALS
    assert SIGNING_OFFICES == TOP_LAW_ENFORCEMENT | SCHOOL_OFFICIALS


def test_an_actor_holds_offices_at_parties() -> None:
    ana = Actor("ana", "Ana", (Hold("spd", PartyKind.AGENCY, Office.CHIEF),))
    assert ana.signed_in and ana.party_ids == {"spd"}
    assert ana.holds_any(TOP_LAW_ENFORCEMENT) and ana.holds_any(TOP_LAW_ENFORCEMENT, frozenset({"spd"}))
    assert not ana.holds_any(TOP_LAW_ENFORCEMENT, frozenset({"other"})) and not NOBODY.signed_in
