"""Every room that has pages is listed."""

from pathlib import Path

from workflow.web import rooms


def test_no_room_is_forgotten() -> None:
    found = {
        f"workflow.{path.parent.name}.pages" for path in Path(rooms.__file__).parents[1].glob("*/pages.py")
    }
    assert {room.__name__ for room in rooms.ROOMS} == found | {"workflow.web.mailbox"}
    assert all(doors.all for doors in rooms.all_doors())
