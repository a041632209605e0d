"""One request, one transaction; every refusal in words; what was typed is kept."""

import threading
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.web.conftest import House, hidden
from workflow.web.faults import persist


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


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("refused", 409, "Reopen it first."),
        ("forbidden", 403, "Only the clerk can do this."),
        ("conflict", 409, "Somebody saved this clause before you."),
        ("gone", 410, "Withdrawn by Springfield on Tuesday 12 May 2026."),
        ("missing", 404, "There is no such edition, or you may not see it."),
    ],
)
@pytest.mark.both_databases
def test_every_no_has_its_status_its_words_and_leaves_nothing_behind(
    house: House, kind: str, status: int, words: str
) -> None:
    client = house.client()
    page = client.post(f"/refusals/{kind}", data={"words": "Mine <b>"})
    assert page.status_code == status
    assert words in page.text
    problem = client.post(f"/api/v1/refusals/{kind}", json={"words": "Mine <b>"})
    assert problem.status_code == status
    assert problem.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= set(problem.json())
    assert words in problem.json()["detail"]
    assert not house.parties()


def test_a_conflict_shows_both_texts_and_keeps_mine(house: House) -> None:
    page = house.client().post("/refusals/conflict", data={"words": "My <b> text"})
    assert "Their text" in page.text
    assert "<p>My &lt;b&gt; text</p>" in page.text
    assert 'value="My &lt;b&gt; text"' in page.text


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


def test_a_file_is_served_under_its_name(house: House) -> None:
    answer = house.client().get("/files/résumé.txt")
    assert answer.text == "all of it"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"r_sum_.txt\"; filename*=UTF-8''r%C3%A9sum%C3%A9.txt"
    )
    assert house.client().get("/api/v1/files/x").status_code == 404, "this door has no twin on the API"


def test_what_was_public_leaves_a_tombstone(house: House) -> None:
    answer = house.client().get("/gone")
    assert answer.status_code == 410
    assert "Withdrawn by Springfield" in answer.text


@pytest.mark.both_databases
def test_a_form_sent_twice_takes_effect_once(house: House) -> None:
    client = house.client()
    sent = {"title": "Once", "once": "a-key-of-this-form"}
    first, second = client.post("/notes", data=sent), client.post("/notes", data=sent)
    assert first.headers["location"] == second.headers["location"] == "/notes?count=1"
    assert len(house.parties()) == 1


def test_the_same_form_mended_is_a_new_act(house: House) -> None:
    client = house.client()
    for title in ("One", "Two"):
        assert client.post("/notes", data={"title": title, "once": "k"}).status_code == 303
    assert len(house.parties()) == 2


@pytest.mark.both_databases
def test_a_refused_form_does_not_use_its_key_up(house: House) -> None:
    client = house.client()
    assert client.post("/notes", data={"once": "k", "words": "x"}).status_code == 422
    assert client.post("/notes", data={"once": "k", "words": "x", "title": "T"}).status_code == 303


@pytest.mark.both_databases
def test_an_idempotency_key_answers_as_before_and_refuses_another_body(house: House) -> None:
    client, key = house.client(), {"idempotency-key": "7"}
    first = client.post("/api/v1/notes", json={"title": "One"}, headers=key)
    again = client.post("/api/v1/notes", json={"title": "One"}, headers=key)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    other = client.post("/api/v1/notes", json={"title": "Two"}, headers=key)
    assert other.status_code == 422
    assert other.json()["issues"][0]["code"] == "reused"
    assert len(house.parties()) == 1


@pytest.mark.both_databases
def test_eight_at_once_are_one(house: House) -> None:
    clients, answers = [house.client() for _ in range(8)], []
    gate = threading.Barrier(8)

    def press(client: Any) -> None:
        gate.wait()
        answers.append(client.post("/notes", data={"title": "Race", "once": "one-form"}))

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [a.status_code for a in answers] == [303] * 8
    assert {a.headers["location"] for a in answers} == {"/notes?count=1"}
    assert len(house.parties()) == 1


def test_an_act_that_only_fails_twice_by_bad_luck_is_done(house: House) -> None:
    tries: list[int] = []

    def work() -> str:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("x", {}, Exception("database is locked"))
        return "done"

    assert persist(work) == "done"
    assert len(tries) == 3


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
