from datetime import UTC, datetime
from pathlib import Path

from workflow.adapters.doors import Desk, Done, Doors, Page
from workflow.adapters.settings import Settings
from workflow.core.people import NOBODY


def test_a_room_declares_its_doors_in_order_and_keeps_its_functions_callable() -> None:
    doors = Doors("review")

    @doors.get("/threads", act="edition:read")
    def threads(desk: Desk) -> Page:
        return Page("review/threads.html", {"now": desk.now})

    @doors.post("/threads", act="edition:comment", api=False, max_bytes=10)
    def post(desk: Desk) -> Done:
        return Done("/threads/1")

    assert [(door.method, door.path, door.act, door.room, door.api, door.max_bytes) for door in doors.all] == [
        ("GET", "/threads", "edition:read", "review", True, 0), ("POST", "/threads", "edition:comment", "review", False, 10),
    ]  # fmt: skip
    desk = Desk(None, NOBODY, datetime(2026, 5, 12, 23, tzinfo=UTC), Settings(data=Path("unused")))
    assert (
        threads(desk).value == {"now": datetime(2026, 5, 12, 23, tzinfo=UTC)}
        and doors.all[1].open(desk).session_token is None
    )
