from workflow.signing.doors import doors
from workflow.signing.pages import paper


def test_the_pages_about_paper_are_among_them() -> None:
    assert any(door.open is paper.one_sheet for door in doors.all)
