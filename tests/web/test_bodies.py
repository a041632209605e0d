"""Bytes that are no form are refused in words, and nothing is kept."""

import pytest

from tests.web.conftest import House
from workflow.adapters.doors import Upload
from workflow.web.bodies import read_form, read_json


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b'{"title": "\\ud800"}', "application/json", 400),
        (b'{"title": "a\\u0000b"}', "application/json", 422),
        (b'{"title": 7}', "application/json", 422),
        (b"[1, 2]", "application/json", 422),
        (b"{", "application/json", 400),
        (b"[" * 20_000, "application/json", 400),
        (b"title=One", "application/x-www-form-urlencoded", 415),
    ],
)
def test_json_that_cannot_be_kept_is_refused_in_words(
    house: House, body: bytes, kind: str, status: int
) -> None:
    answer = house.client().post("/api/v1/notes", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.json()["detail"]
    assert not house.parties()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"title=%ff%fe", "application/x-www-form-urlencoded", 400),
        (b"title=a%00b", "application/x-www-form-urlencoded", 422),
        (b"title=" + "é".encode(), "application/x-www-form-urlencoded", 400),
        (b"a=1&" * 5_000, "application/x-www-form-urlencoded", 400),
        (b"no boundary", "multipart/form-data", 400),
        (b"--b\r\nbroken", "multipart/form-data; boundary=b", 400),
        (b"<title/>", "text/xml", 415),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_in_words(
    house: House, body: bytes, kind: str, status: int
) -> None:
    answer = house.client().post("/notes", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert "<h1>" in answer.text
    assert not house.parties()


def test_fields_keep_their_order_and_number() -> None:
    read = read_form(b"a=1&b=&a=2+3", "application/x-www-form-urlencoded")
    assert read == {"a": ["1", "2 3"], "b": [""]}


def test_a_file_s_name_loses_its_folders() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="../../etc/passwd"\r\n\r\nhi\r\n--x--\r\n'
    )
    assert read_form(body, "multipart/form-data; boundary=x") == {"f": [Upload("passwd", b"hi")]}


def test_nothing_at_all_is_an_empty_form() -> None:
    assert read_form(b"", "") == {}
    assert read_json(b" ", "") == {}
