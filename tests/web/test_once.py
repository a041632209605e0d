"""A form posted twice takes effect once, also when eight arrive at the same moment."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.web.conftest import House
from workflow.parties.models import Once
from workflow.web import once


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
    client, key = house.signed_in(), {"idempotency-key": "7", "sec-fetch-site": "same-origin"}
    first = client.post("/api/v1/notes", json={"title": "One"}, headers=key)
    again = client.post("/api/v1/notes", json={"title": "One"}, headers=key)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    other = client.post("/api/v1/notes", json={"title": "Two"}, headers=key)
    assert other.status_code == 422
    assert other.json()["issues"][0]["code"] == "reused"
    assert len(house.parties()) == 1


@pytest.mark.both_databases
def test_strangers_share_no_keys(house: House) -> None:
    """The same request from the same place is sent again; any other is an act of its own, whoever chose that key before."""
    client, key = house.client(), {"idempotency-key": "1"}
    answers = [
        client.post("/api/v1/notes", json={"title": title}, headers=key) for title in ("One", "One", "Two")
    ]
    assert [(one.status_code, one.json()["count"]) for one in answers] == [(201, 1), (201, 1), (201, 2)]
    here, there = (
        once.api_key("1", "/notes", b"{}", "", address) for address in ("203.0.113.7", "203.0.113.8")
    )
    assert here and there and here.row != there.row


@pytest.mark.both_databases
def test_nothing_of_a_session_is_kept_under_a_key_that_a_program_chose(house: House) -> None:
    sent = {"json": {"token": house.session()}, "headers": {"idempotency-key": "1"}}
    assert "countersign_session" in house.client().post("/api/v1/signing-in", **sent).headers["set-cookie"]
    with house.database.reading() as session:
        assert not session.exec(select(Once)).all()


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


@pytest.mark.both_databases
def test_who_presses_sign_in_twice_is_in_and_the_table_opens_nothing(house: House) -> None:
    client, token = house.client(), house.session()
    sent = {"token": token, "once": "the-key-of-the-form"}
    first, second = client.post("/signing-in", data=sent), client.post("/signing-in", data=sent)
    assert first.headers["set-cookie"] == second.headers["set-cookie"]
    assert client.get("/desk/1").status_code == 200
    with house.database.reading() as session:
        kept = session.exec(select(Once)).one()
    assert token not in str(kept.value)
    assert "the-key-of-the-form" not in str(kept)


def test_keys_are_forgotten_after_a_day(house: House) -> None:
    house.client().post("/notes", data={"title": "One", "once": "k"})
    for age, left in ((timedelta(hours=24), 1), (timedelta(hours=25), 0)):
        with house.database.writing() as session:
            once.forget(session, house.clock.now() + age)
        with house.database.reading() as session:
            assert len(session.exec(select(Once)).all()) == left
