"""Sessions that cannot be fixed, revived or stolen from the table; forms that only their own session can send."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from tests.web.conftest import House, hidden
from workflow.parties.models import WebSession
from workflow.parties.sessions import token_hash
from workflow.web import sessions


def rows(house: House) -> list[WebSession]:
    with house.database.reading() as session:
        return list(session.exec(select(WebSession)).all())


def test_a_visitor_who_only_reads_gets_no_cookie(house: House) -> None:
    client = house.client()
    for address in ("/notes", "/nowhere", "/desk/1", "/gone"):
        assert "set-cookie" not in client.get(address).headers


def test_a_door_for_people_sends_strangers_to_sign_in_and_remembers_where_they_wanted_to_go(
    house: House,
) -> None:
    answer = house.client().get("/desk/7?a=b&c=d")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/desk/7%3Fa%3Db%26c%3Dd"
    problem = house.client().get("/api/v1/desk/7")
    assert problem.status_code == 401
    assert problem.headers["www-authenticate"]


def test_a_form_sent_after_the_session_ended_keeps_its_words(house: House) -> None:
    answer = house.client().post("/private", data={"title": "My long thought"})
    assert answer.status_code == 401
    assert "My long thought" in answer.text
    assert 'href="/sign-in"' in answer.text


@pytest.mark.both_databases
def test_signing_in_hands_out_a_new_token_and_ends_the_old_session(house: House) -> None:
    client = house.signed_in()
    old = client.cookies["countersign_session"]
    token = house.session("Ben")
    page = client.get("/desk/1").text
    answer = client.post("/signing-in", data={"token": token, "csrf": hidden(page, "csrf")})
    assert answer.headers["set-cookie"] == (
        f"countersign_session={token}; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"
    )
    assert token_hash(old) not in [row.token_hash for row in rows(house)]
    assert "For Ben" in client.get("/desk/1").text


def test_a_token_that_somebody_chose_never_becomes_a_session(house: House) -> None:
    client = house.client()
    client.cookies.set("countersign_session", "chosen-by-an-attacker", domain="127.0.0.1")
    token = house.session()
    client.post("/signing-in", data={"token": token})
    other = house.client()
    other.cookies.set("countersign_session", "chosen-by-an-attacker", domain="127.0.0.1")
    assert other.get("/desk/1").status_code == 303


def test_the_database_knows_only_the_hash_of_a_token(house: House) -> None:
    token = house.session()
    assert [row.token_hash for row in rows(house)] == [token_hash(token)]
    assert token not in str(rows(house))


@pytest.mark.both_databases
def test_signing_out_deletes_the_session_and_takes_the_cookie_away(house: House) -> None:
    client = house.signed_in()
    csrf = hidden(client.get("/desk/1").text, "csrf")
    answer = client.post("/sign-out", data={"csrf": csrf})
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert not rows(house)


@pytest.mark.both_databases
def test_a_request_still_under_way_does_not_bring_a_session_back(house: House) -> None:
    house.signed_in()
    with house.database.reading() as session:
        visitor = sessions.Visitor(session=rows(house)[0].token_hash)
    with house.database.writing() as session:
        sessions.end(session, visitor)
    with house.database.writing() as session:
        sessions.note_seen(session, visitor, house.clock.now() + timedelta(minutes=5))
    assert not rows(house)


@pytest.mark.parametrize("step", [timedelta(minutes=31), timedelta(hours=12)])
def test_a_session_ends_when_idle_and_after_twelve_hours_whatever_happens(
    house: House, step: timedelta
) -> None:
    client = house.signed_in()
    house.clock.move(step)
    assert client.get("/desk/1").status_code == 303


def test_a_session_in_use_lives_on_but_not_beyond_twelve_hours(house: House) -> None:
    client = house.signed_in()
    for _ in range(28):
        house.clock.move(timedelta(minutes=25))
        assert client.get("/desk/1").status_code == 200
    house.clock.move(timedelta(minutes=25))
    assert client.get("/desk/1").status_code == 303


@pytest.mark.both_databases
def test_reading_notes_the_visitor_at_most_once_a_minute(house: House) -> None:
    client, began = house.signed_in(), house.clock.now()
    house.clock.move(timedelta(seconds=59))
    client.get("/desk/1")
    assert rows(house)[0].seen == began
    house.clock.move(timedelta(seconds=1))
    client.get("/desk/1")
    assert rows(house)[0].seen == house.clock.now()


def test_a_form_needs_the_token_of_its_own_session(house: House) -> None:
    client, other = house.signed_in(), house.signed_in()
    right, foreign = (hidden(c.get("/desk/1").text, "csrf") for c in (client, other))
    for wrong in ("", foreign, right[:-1], "é"):
        answer = client.post("/private", data={"title": "Kept words", "csrf": wrong})
        assert answer.status_code == 403
        assert "Kept words" in answer.text
    assert not house.parties()
    assert client.post("/private", data={"title": "T", "csrf": right}).status_code == 303


def test_the_page_that_refuses_an_old_form_can_be_sent_at_once(house: House) -> None:
    client = house.signed_in()
    page = client.post("/private", data={"title": "Again please", "csrf": "old"})
    sent = {"title": "Again please", "csrf": hidden(page.text, "csrf"), "once": hidden(page.text, "once")}
    # The first hidden csrf of the page belongs to the sign-out button: the same token.
    assert client.post("/private", data=sent).status_code == 303


def test_a_script_s_call_needs_the_header_or_to_come_from_our_page(house: House) -> None:
    client = house.signed_in()
    assert client.post("/api/v1/private", json={"title": "A"}).status_code == 403
    assert (
        client.post(
            "/api/v1/private", json={"title": "A"}, headers={"sec-fetch-site": "cross-site"}
        ).status_code
        == 403
    )
    token = client.get("/api/v1/session").json()["csrf"]
    assert (
        client.post("/api/v1/private", json={"title": "A"}, headers={"x-csrf-token": token}).status_code
        == 201
    )
    assert (
        client.post(
            "/api/v1/private", json={"title": "B"}, headers={"sec-fetch-site": "same-origin"}
        ).status_code
        == 201
    )
    assert (
        client.post("/api/v1/private", json={"title": "C"}, headers={"x-csrf-token": "no"}).status_code == 403
    )


def test_with_an_https_address_the_cookie_is_pinned_to_the_host(build_house: Callable[..., House]) -> None:
    house = build_house(public_url="https://mou.example.gov")
    client = house.client(base_url="https://mou.example.gov")
    answer = client.post(
        "/signing-in", data={"token": house.session()}, headers={"origin": "https://mou.example.gov"}
    )
    assert answer.headers["set-cookie"].startswith("__Host-countersign_session=")
    assert answer.headers["set-cookie"].endswith("; HttpOnly; SameSite=Lax; Secure")
    assert answer.headers["strict-transport-security"]
    assert (
        client.post("/notes", data={"title": "x"}, headers={"origin": "http://mou.example.gov"}).status_code
        == 403
    )
