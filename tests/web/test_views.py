"""Answers put into HTTP: where a browser may be sent, under which name a file is saved, what an error page offers."""

import pytest

from tests.web.conftest import House
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
