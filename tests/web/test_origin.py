"""Which requests come from our own pages, and which names we answer to."""

from collections.abc import Callable

import pytest

from tests.web.conftest import HOST, House, hidden


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:8000"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_right_token(
    house: House, headers: dict[str, str]
) -> None:
    client = house.signed_in()
    csrf = hidden(client.get("/desk/1").text, "csrf")
    answer = client.post("/private", data={"title": "T", "csrf": csrf}, headers=headers)
    assert answer.status_code == 403
    assert "not ours" in answer.text
    assert house.client().post("/notes", data={"title": "T"}, headers=headers).status_code == 403
    assert not house.parties()


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": HOST}, {}]
)
def test_a_form_from_our_own_page_is_taken(house: House, headers: dict[str, str]) -> None:
    client = house.signed_in()
    csrf = hidden(client.get("/desk/1").text, "csrf")
    assert client.post("/private", data={"title": "T", "csrf": csrf}, headers=headers).status_code == 303


def test_the_service_answers_to_its_own_names_alone(build_house: Callable[..., House]) -> None:
    house = build_house(public_url="https://mou.example.gov")
    for host, status in [
        ("mou.example.gov", 200), ("localhost:8000", 200), ("127.0.0.1", 200), ("[::1]:80", 200),
        ("evil.example", 421), ("mou.example.gov.evil.example", 421), ("mou.example.gov:444", 421), ("", 421),
    ]:  # fmt: skip
        assert house.client().get("/notes", headers={"host": host}).status_code == status, host
