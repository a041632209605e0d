"""Answers put into HTTP: where a browser may be sent, under which name a file is saved, what an error page offers."""

from typing import Any

import pytest

from tests.web.conftest import HOST, House, hidden
from workflow.web.views import _kind, _ours, fits


@pytest.mark.parametrize(
    "place", ["//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nSet-Cookie: x"]
)
def test_nobody_is_sent_to_another_site(place: str) -> None:
    assert _ours(place) == "/"
    assert _ours("/editions/1#thread-2") == "/editions/1#thread-2"


def test_a_file_is_served_under_its_name(house: House) -> None:
    answer = house.client().get("/files/résumé.txt")
    assert answer.text == "all of it"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"r_sum_.txt\"; filename*=UTF-8''r%C3%A9sum%C3%A9.txt"
    )
    assert house.client().get("/api/v1/files/x").status_code == 404, "this door has no twin on the API"


def test_entity_tags_are_compared_weakly() -> None:
    assert fits('"a"', '"a"') and fits('W/"a"', '"a"') and fits('"b", "a"', '"a"') and fits("*", '"a"')
    assert not fits("", '"a"') and not fits('"b"', '"a"') and not fits("*", "")


@pytest.mark.parametrize(
    ("given", "wrong", "kind"),
    [
        (["0123456789abcdef0123"], False, "hidden"),
        (["A title"], False, "line"),
        (["two\nlines"], False, "box"),
        (["x" * 61], False, "box"),
        ([""], False, "hidden"),
        ([""], True, "line"),
        (["a", "b"], True, "hidden"),
    ],
)
def test_a_field_comes_back_as_what_it_was(given: list[str], wrong: bool, kind: str) -> None:
    assert _kind({}, given, wrong) == kind
    assert _kind({"kind": "box"}, given, wrong) == "box"
    assert _kind({"options": [["a", "A"]]}, given, wrong) == "select"


def pad(house: House, address: str = "/pads/1", **sent: Any) -> str:
    """The pad's form, sent and refused."""
    answer = house.client().post("/notes", data=sent, headers={"referer": f"{HOST}{address}"})
    assert answer.status_code == 422
    return str(answer.text)


def test_a_refused_form_comes_back_as_its_page_has_it(house: House) -> None:
    text = pad(house, words="Two\nlines", tags=["a", "c"])
    assert "What it is about" in text and "In your words" in text and "Which rooms" in text
    assert "\nTwo\r\nlines</textarea>" in text.replace("Two\nlines", "Two\r\nlines")
    assert text.count(" checked") == 2 and 'value="b">' in text
    assert '<a href="#f-title">Give it a title.</a>' in text and 'id="e-f-title"' in text
    assert "Note it</button>" in text and "Send again" not in text
    assert hidden(text, "back") == "/pads/1"


def test_refused_twice_it_is_still_there(house: House) -> None:
    text = pad(house, address="/notes", back="/pads/1", words="still", tags="b")
    assert "Which rooms" in text and "still</textarea>" in text


@pytest.mark.parametrize(
    "address",
    ["/pads/1?shut=1", "/notes", "/gone", "/desk/1", "/files/x.txt", "/elsewhere", "//evil.example/pads/1"],
)
def test_without_that_page_there_is_a_form_all_the_same(house: House, address: str) -> None:
    text = pad(house, address, words="kept")
    assert "Send again" in text and 'value="kept"' in text and "Which rooms" not in text


def test_a_page_of_another_site_is_not_looked_for(house: House) -> None:
    answer = house.client().post(
        "/notes", data={"words": "kept"}, headers={"referer": "https://evil.example/pads/1"}
    )
    assert "Send again" in answer.text
