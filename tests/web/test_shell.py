"""What every answer gets: headers, HEAD, 304, a number; names we answer to; limits for strangers."""

from collections.abc import Callable

import pytest

from tests.web.conftest import House

HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "publickey-credentials-get=(self)",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.mark.parametrize(
    "address", ["/notes", "/nowhere", "/gone", "/healthz", "/static/site.css", "/api/v1/notes"]
)
def test_every_answer_is_closed_in_and_numbered(house: House, address: str) -> None:
    answer = house.client().get(address)
    for name, beginning in HEADERS.items():
        assert answer.headers[name].startswith(beginning)
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert len(answer.headers["x-request-id"]) == 12
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize(
    "address", ["/notes", "/nowhere", "/healthz", "/static/site.css", "/files/a.txt", "/schema"]
)
def test_head_is_get_without_the_body(house: House, address: str) -> None:
    client = house.client()
    full, head = client.get(address), client.head(address)
    assert head.status_code == full.status_code
    assert head.content == b""
    assert head.headers["content-length"] == full.headers["content-length"]
    assert head.headers.get("etag") == full.headers.get("etag")


@pytest.mark.parametrize("address", ["/notes", "/api/v1/notes", "/static/site.css", "/files/a.txt"])
def test_what_has_not_changed_is_not_sent_again(house: House, address: str) -> None:
    client = house.client()
    mark = client.get(address).headers["etag"]
    for asked in (mark, f"W/{mark}", f'"other", {mark}', "*"):
        again = client.get(address, headers={"if-none-match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == mark
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_page_that_changed_is_sent(house: House) -> None:
    client = house.client()
    mark = client.get("/notes").headers["etag"]
    client.post("/notes", data={"title": "New"})
    assert client.get("/notes", headers={"if-none-match": mark}).status_code == 200


def test_a_signed_in_person_never_gets_a_stranger_s_copy(house: House) -> None:
    mark = house.client().get("/notes").headers["etag"]
    answer = house.signed_in().get("/notes", headers={"if-none-match": mark})
    assert answer.status_code == 200
    assert "Sign out" in answer.text
    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_page_with_a_form_is_never_answered_from_a_cache(house: House) -> None:
    client = house.signed_in()
    first, second = client.get("/desk/1"), client.get("/desk/1", headers={"if-none-match": "*"})
    assert "etag" not in first.headers
    assert second.status_code in (200, 304)


def test_the_mailbox_is_for_who_sits_at_the_machine_whatever_host_they_name(house: House) -> None:
    near, far = house.client("127.0.0.1"), house.client("192.168.1.20")
    assert near.get("/letters").status_code == 200
    assert near.get("/letters", headers={"x-forwarded-for": "192.168.1.20"}).status_code == 404
    for address in ("/letters", "/api/v1/letters"):
        assert far.get(address, headers={"host": "localhost"}).status_code == 404


def test_nobody_on_the_network_becomes_one_of_the_demo_people(build_house: Callable[..., House]) -> None:
    house = build_house(demo=True)
    token, far = house.session(), house.client("192.168.1.20")
    sent = far.post("/api/v1/be", json={"token": token}, headers={"host": "localhost"})
    assert sent.status_code == 404 and "set-cookie" not in sent.headers
    near = house.client("127.0.0.1").post(
        "/api/v1/be", json={"token": token}, headers={"origin": "http://127.0.0.1:8000"}
    )
    assert near.status_code == 201 and token in near.headers["set-cookie"]


def test_who_is_at_no_demo_finds_no_door_of_one(house: House) -> None:
    near = house.client("127.0.0.1")
    sent = near.post(
        "/api/v1/be", json={"token": house.session()}, headers={"origin": "http://127.0.0.1:8000"}
    )
    assert sent.status_code == 404 and "/be" not in near.get("/schema").json()["paths"]
