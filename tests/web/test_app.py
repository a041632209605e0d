"""The application put together: two doors at one address, or an act nobody decided on, are faults at start."""

import pytest

from workflow.adapters.doors import Desk, Done, Doors, Page
from workflow.adapters.settings import Settings
from workflow.web.app import create_app
from workflow.web.rooms import all_doors


def room(act: str = "public:read", path: str = "/x/{a:str}") -> Doors:
    doors = Doors(f"room of {path}")

    @doors.get(path, act=act)
    def page(desk: Desk, a: str = "", b: str = "") -> Page:
        return Page("x", {})

    @doors.post(path, act=act)
    def act_(desk: Desk, a: str = "", b: str = "") -> Done:
        return Done("/")

    return doors


def test_two_doors_at_one_address_are_a_fault(settings: Settings) -> None:
    with pytest.raises(ValueError, match="is declared by"):
        create_app(settings, rooms=[room(), room(path="/x/{b:str}")])


def test_an_act_that_nobody_decided_on_is_a_fault(settings: Settings) -> None:
    with pytest.raises(KeyError):
        create_app(settings, rooms=[room(act="something:new")])


def test_the_whole_house_stands(settings: Settings) -> None:
    app = create_app(settings)
    for doors in all_doors():
        assert doors.all, f"{doors.room} has no doors"
    assert app.state.edge.settings is settings
