"""All of the review's doors are gathered on one list, and none is open to strangers."""

from workflow.core.people import NOBODY
from workflow.core.permissions import may
from workflow.review.pages import doors


def test_no_door_of_the_review_is_open_to_strangers() -> None:
    assert [door.path for door in doors.all if may(door.act, NOBODY)] == []


def test_every_sub_room_with_pages_is_here() -> None:
    rooms = {door.open.__module__.removeprefix("workflow.review.").split(".")[0] for door in doors.all}
    assert rooms >= {"pages", "circulation", "suggestions"}
