"""One request, one transaction; every refusal in words; what was typed is kept."""

import pytest
from sqlalchemy.exc import OperationalError

from tests.web.conftest import House, hidden


def test_a_page_shows_the_value_and_the_api_sends_the_same(house: House) -> None:
    client = house.client()
    page = client.get("/notes?page=2&tag=a&tag=b")
    assert page.status_code == 200
    assert "<h1>0 notes, page 2, by </h1><p>a</p><p>b</p>" in page.text
    assert client.get("/api/v1/notes?page=2&tag=a&tag=b").json() == {
        "count": 0, "page": 2, "tags": ["a", "b"], "name": "",
    }  # fmt: skip


@pytest.mark.both_databases
def test_a_form_is_taken_and_the_browser_looks_elsewhere(house: House) -> None:
    client = house.client()
    answer = client.post(
        "/notes", data={"title": "One", "words": "W", "tags": ["x", "y"], "stray": "ignored"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/notes?count=1")
    assert [(p.legal_name, p.short_name, p.place) for p in house.parties()] == [("One", "x,y", "W")]
    assert "set-cookie" not in answer.headers, "who is not signed in gets no cookie"


@pytest.mark.both_databases
def test_a_file_arrives_with_its_name_and_every_byte(house: House) -> None:
    sent = {"paper": ("C:\\old\\draft.docx", b"\x00\xff" * 500)}
    answer = house.client().post("/notes", data={"title": "With a file"}, files=sent)
    assert answer.status_code == 303
    assert house.parties()[0].place == "draft.docx:1000"


def test_the_api_takes_json_and_answers_created(house: House) -> None:
    answer = house.client().post("/api/v1/notes", json={"title": "One", "urgent": True, "tags": ["x"]})
    assert (answer.status_code, answer.headers["location"]) == (201, "/notes?count=1")
    assert answer.json() == {"count": 1, "urgent": True}


def test_the_api_refuses_a_field_it_does_not_know(house: House) -> None:
    answer = house.client().post("/api/v1/notes", json={"title": "One", "admin": True})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["issues"] == [
        {"code": "unknown_field", "words": "There is no field “admin” here.", "field": "admin", "link": ""}
    ]
    assert not house.parties()


def test_every_issue_stands_at_once_and_what_was_typed_is_kept(house: House) -> None:
    answer = house.client().post("/notes", data={"words": "bad", "edition_id": "0123456789abcdef0123"})
    assert answer.status_code == 422
    assert '<a href="#f-title">Give it a title.</a>' in answer.text
    assert '<a href="#f-words">Say it kindly.</a>' in answer.text
    assert 'id="f-words" name="words" type="text" value="bad"' in answer.text
    assert '<input type="hidden" name="edition_id" value="0123456789abcdef0123">' in answer.text
    assert hidden(answer.text, "once")


def test_the_form_of_an_error_page_can_be_mended_and_sent_again(house: House) -> None:
    client = house.client()
    page = client.post("/notes", data={"words": "Long words\nin two lines"})
    assert "Long words\nin two lines</textarea>" in page.text
    sent = {"title": "Now", "words": "Long words\nin two lines", "once": hidden(page.text, "once")}
    assert client.post("/notes", data=sent).status_code == 303
    assert len(house.parties()) == 1


@pytest.mark.both_databases
def test_a_fault_tells_its_number_and_nothing_else(house: House, caplog: pytest.LogCaptureFixture) -> None:
    for address in ("/refusals/fault", "/api/v1/refusals/fault"):
        answer = house.client().post(address, headers={"content-type": ""})
        assert answer.status_code == 500
        assert "hunter2" not in answer.text
        assert answer.headers["x-request-id"] in answer.text
        assert answer.headers["x-request-id"] in caplog.text
    assert "hunter2" in caplog.text, "whoever runs the service finds the cause in the log"
    assert not house.parties()


def test_routing_errors_wear_the_same_looks(house: House) -> None:
    client = house.client()
    for answer, status in [
        (client.get("/nowhere"), 404),
        (client.get("/notes/what/is/this"), 404),
        (client.put("/notes"), 405),
        (client.get("/private"), 405),
    ]:
        assert answer.status_code == status
        assert "Countersign</a>" in answer.text
        assert "content-security-policy" in answer.headers
    assert client.get("/api/v1/nowhere").json()["status"] == 404
    assert client.put("/api/v1/notes").headers["allow"]


def test_a_body_over_the_door_s_measure_is_refused_in_words(house: House) -> None:
    answer = house.client().post("/notes", data={"title": "x" * 400_000})
    assert answer.status_code == 413
    assert "larger than this page takes" in answer.text
    assert not house.parties()


def test_a_query_that_makes_no_sense_is_refused_in_words(house: House) -> None:
    assert house.client().get("/notes?page=first").status_code == 422
    assert house.client().get("/api/v1/notes?page=first").json()["issues"][0]["field"] == "page"


def test_a_nul_in_an_address_is_simply_not_found(house: House) -> None:
    assert house.client().get("/files/a%00b").status_code == 404


def test_a_database_that_stays_busy_is_503_and_keeps_what_was_typed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy() -> None:
        raise OperationalError("BEGIN", {}, Exception("database is locked"))

    monkeypatch.setattr(house.database, "writing", busy)
    answer = house.client().post("/notes", data={"title": "Kept words"})
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "Kept words" in answer.text
    assert "sending the same form again is safe" in answer.text
