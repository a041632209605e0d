"""All of this room's doors are gathered on one list."""

from workflow.core.people import NOBODY
from workflow.core.permissions import may
from workflow.parties.pages import doors

OPEN = {"/demo/people", "/demo/authenticator", "/links/{secret:str}", "/begin/{secret:str}", "/sign-in", "/sign-in/passkey",
        "/sign-in/passkey/options", "/sign-out", "/lost"}  # fmt: skip


def test_only_the_doors_that_let_people_in_are_open_to_strangers() -> None:
    assert {door.path for door in doors.all if may(door.act, NOBODY)} == OPEN


def test_every_sub_room_is_here() -> None:
    rooms = {door.open.__module__.removeprefix("workflow.parties.").split(".")[0] for door in doors.all}
    assert rooms == {
        "pages",
        "absences",
        "appointments",
        "founding",
        "keys",
        "links",
        "objections",
        "recovery",
        "signercheck",
        "signin",
        "demo_people",
        "demo_keys",
    }
