"""All of this room's doors are gathered on one list, and strangers find those of the public comment window alone."""

from workflow.core.people import NOBODY
from workflow.core.permissions import may
from workflow.review.pages import doors

OPEN = {
    "/mou/{slug:str}/{edition:str}/comment", "/mou/{slug:str}/{edition:str}/comment/new", "/mou/{slug:str}/{edition:str}/comment/sent",
    "/mou/{slug:str}/{edition:str}/comments", "/mou/{slug:str}/{edition:str}/comments.csv", "/mou/{slug:str}/{edition:str}/comments.json",
    "/confirmations/{secret:str}",
}  # fmt: skip


def test_only_the_window_is_open_to_strangers() -> None:
    assert {door.path for door in doors.all if may(door.act, NOBODY)} == OPEN


def test_every_sub_room_with_pages_is_here() -> None:
    rooms = {door.open.__module__.removeprefix("workflow.review.").split(".")[0] for door in doors.all}
    assert rooms >= {"pages", "circulation", "objections", "suggestions", "window"}
