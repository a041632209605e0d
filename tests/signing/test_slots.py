"""Who has to sign, read off the parties."""

from workflow.parties.models import Party
from workflow.signing import slots


def party(kind, name, parent=None):
    return Party(id=name, kind=kind, legal_name=name, parent_id=parent, created=None)


AGENCY, DISTRICT, BODY = party("agency", "Police"), party("district", "District"), party("body", "Board")
SCHOOL, CHARTER = party("school", "Lincoln", "District"), party("school", "Charter")


def test_an_agency_and_a_district_fill_one_required_slot_each():
    found = slots.slots([AGENCY, DISTRICT])
    assert [(slot.id, slot.party_id, slot.required) for slot in found] == [
        ("agency-1", "Police", True), ("district-2", "District", True),
    ]  # fmt: skip
    assert [sorted(slot.offices) for slot in found] == [
        ["chief", "sheriff"],
        ["board_chair", "superintendent"],
    ]
    assert found[0].title == "Police (Chief of Police or Sheriff)"


def test_a_school_signs_only_when_its_district_does_not():
    assert [slot.party_id for slot in slots.slots([AGENCY, DISTRICT, SCHOOL])] == ["Police", "District"]
    assert [slot.party_id for slot in slots.slots([AGENCY, SCHOOL])] == ["Police", "Lincoln"]
    assert sorted(slots.slots([AGENCY, CHARTER])[1].offices) == ["principal"]


def test_a_body_adopts_and_does_not_sign():
    assert [slot.party_id for slot in slots.slots([AGENCY, DISTRICT, BODY])] == ["Police", "District"]
    assert slots.bodies([AGENCY, DISTRICT, BODY]) == [BODY]


def test_offices_are_named_in_the_order_of_the_list():
    assert slots.offices_in_words(["board_chair", "superintendent"]) == "Superintendent or Board Chair"
