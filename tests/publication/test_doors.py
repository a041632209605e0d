from workflow.publication.doors import doors
from workflow.publication.pages import hiding


def test_the_working_page_of_the_public_copy_is_among_them() -> None:
    assert any(door.open is hiding.public_copy for door in doors.all)
