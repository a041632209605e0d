"""When a frozen text is executed."""

from workflow.core.people import Office
from workflow.core.threshold import Signed, Slot, signing_status

CHIEF = Slot("chief", "agency", frozenset({Office.CHIEF, Office.SHERIFF}))
SUPER = Slot("super", "district", frozenset({Office.SUPERINTENDENT, Office.BOARD_CHAIR}))
MAYOR_TOO = Slot("clerk", "agency", frozenset({Office.CLERK}), required=False)


def test_both_have_signed() -> None:
    status = signing_status(
        [CHIEF, SUPER], [Signed("chief", "c", Office.CHIEF), Signed("super", "s", Office.SUPERINTENDENT)]
    )
    assert status.complete and not status.missing


def test_one_is_missing() -> None:
    status = signing_status([CHIEF, SUPER], [Signed("chief", "c", Office.SHERIFF)])
    assert not status.complete and status.missing == (SUPER,) and status.signed == (CHIEF,)


def test_a_decline_is_no_signature() -> None:
    status = signing_status(
        [CHIEF, SUPER],
        [Signed("chief", "c", Office.CHIEF, approves=False), Signed("super", "s", Office.SUPERINTENDENT)],
    )
    assert not status.complete and status.declined == (CHIEF,)


def test_one_person_fills_one_slot() -> None:
    both = [Signed("chief", "c", Office.CHIEF), Signed("super", "c", Office.SUPERINTENDENT)]
    assert signing_status([CHIEF, SUPER], both).missing == (SUPER,)


def test_a_second_signature_for_a_slot_changes_nothing() -> None:
    twice = [Signed("chief", "c", Office.CHIEF), Signed("chief", "d", Office.CHIEF)]
    assert signing_status([CHIEF, SUPER], twice).signed == (CHIEF,)


def test_the_wrong_office_fills_nothing() -> None:
    assert signing_status([CHIEF], [Signed("chief", "c", Office.COUNSEL)]).missing == (CHIEF,)


def test_an_optional_slot_is_not_waited_for() -> None:
    signed = [Signed("chief", "c", Office.CHIEF), Signed("super", "s", Office.BOARD_CHAIR)]
    assert signing_status([CHIEF, SUPER, MAYOR_TOO], signed).complete


def test_the_floor_stands_whatever_the_slots_say() -> None:
    only_school = signing_status([SUPER], [Signed("super", "s", Office.SUPERINTENDENT)])
    assert not only_school.missing and not only_school.floor_met and not only_school.complete
