from workflow.signing.doors import doors
from workflow.signing.pages import corrections, delegations, paper


def test_the_doors_of_every_sub_room_are_among_them() -> None:
    opened = [door.open for door in doors.all]
    assert {delegations.delegations, corrections.correction, corrections.answer, paper.one_sheet} <= set(
        opened
    )
