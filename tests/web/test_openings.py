"""Which page of the service stands at an address."""

import pytest

from tests.web import room
from workflow.web.openings import Openings, bare
from workflow.web.rooms import all_doors
from workflow.web.visit import Visit

HERE = Openings([room.doors], demo=False)
SENT = Visit(
    now=None, method="POST", path="/notes", body=b"x", headers={"if-none-match": "*", "host": "h"}, token="t"
)


def test_the_visitor_looks_at_the_page_instead() -> None:
    seen = HERE.looking(SENT, "/pads/7?tag=a&tag=b%20c&none=")
    assert seen and seen.opening and seen.opening.door.path == "/pads/{number:int}" and not seen.opening.api
    assert (seen.method, seen.path, seen.body, seen.token) == ("GET", "/pads/7", b"", "t")
    assert seen.query == {"tag": ["a", "b c"], "none": [""]}
    assert list(seen.path_values.values()) == [7] and seen.headers == {"host": "h"}


def test_an_address_is_read_as_it_is_written() -> None:
    seen = HERE.looking(SENT, "/desk/n%C3%B6te")
    assert seen and list(seen.path_values.values()) == ["nöte"]


@pytest.mark.parametrize(
    "address", ["/elsewhere", "/pads/seven", "/notes/7", "/desk/", "/desk/1/2", "", "/api/v1/notes"]
)
def test_where_no_page_stands_there_is_none(address: str) -> None:
    assert HERE.looking(SENT, address) is None


def test_what_is_written_out_comes_before_what_is_left_open() -> None:
    seen = Openings(all_doors(), demo=False).looking(SENT, "/mous/new")
    assert seen and seen.opening and seen.opening.door.path == "/mous/new"


def test_the_demo_has_no_door_elsewhere() -> None:
    with_demo, without = Openings(all_doors(), demo=True), Openings(all_doors(), demo=False)
    gone = {one.door.act for one in with_demo.all} - {one.door.act for one in without.all}
    assert gone and all(act.startswith("demo:") for act in gone)


def test_a_route_without_its_types() -> None:
    assert bare("/editions/{p0:str}/") == "/editions/{p0}" and bare("/") == "/"
