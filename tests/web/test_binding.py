"""A door's signature is its whole contract."""

from dataclasses import dataclass, field

import pytest

from workflow.adapters.doors import Desk, Done, Doors, Form, Upload
from workflow.core.errors import Invalid, NotFound
from workflow.web.binding import arguments, fill, fill_json, plan

doors = Doors("test")


@dataclass
class Everything(Form):
    word: str = ""
    many: list[str] = field(default_factory=list)
    tick: bool = False
    number: int = 3
    paper: Upload | None = None


@doors.post("/a/{first:str}/{second:int}", act="public:read")
def act(desk: Desk, first: str, second: int, form: Everything, page: int = 1, need: str = "") -> Done:
    return Done("/")


HOW = plan(doors.all[0])


def test_path_query_and_form_are_told_apart() -> None:
    assert (HOW.shape, HOW.names) == ("/a/{p0:str}/{p1:int}", {"p0": "first", "p1": "second"})
    assert set(HOW.query) == {"page", "need"}
    assert HOW.form is Everything
    found = arguments(HOW, {"p0": "x", "p1": 7}, {"page": ["2"], "other": ["y"]})
    assert found == {"first": "x", "second": 7, "page": 2, "need": ""}


def test_a_door_that_forgets_a_path_parameter_is_a_fault_at_start() -> None:
    wrong = Doors("test")

    @wrong.get("/b/{lost:str}", act="public:read")
    def page(desk: Desk) -> Done:
        return Done("/")

    with pytest.raises(TypeError, match="takes no lost"):
        plan(wrong.all[0])


def test_a_browser_s_words_become_fields_and_what_is_missing_keeps_its_default() -> None:
    sent = {"word": ["a", "b"], "many": ["x", "y"], "tick": ["on"], "number": [""], "stray": ["z"]}
    assert fill(Everything, sent) == Everything("b", ["x", "y"], True, 3, None)
    assert fill(Everything, {"paper": [Upload("", b"")]}).paper is None


def test_text_that_no_database_keeps_is_refused() -> None:
    for bad in ("a\x00b", "a\ud800b"):
        with pytest.raises(Invalid):
            fill(Everything, {"word": [bad]})
        with pytest.raises(Invalid):
            fill_json(Everything, {"many": [bad]})
        with pytest.raises(NotFound):
            arguments(HOW, {"p0": bad, "p1": 1}, {})


def test_json_is_taken_strictly_and_every_issue_stands_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        fill_json(Everything, {"number": "7", "tick": "yes", "word": "fine"})
    assert [issue.field for issue in refused.value.issues] == ["number", "tick"]
    paper = fill_json(Everything, {"paper": {"name": "a.txt", "content": "aGk="}}).paper
    assert paper == Upload("a.txt", b"hi")
