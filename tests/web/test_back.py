"""A passkey's answer that was refused: what was typed is printed, and a link leads back to the page that asked."""

import json

import pytest

from tests.web.conftest import HOST, House, hidden
from workflow.web.back import came_from, way_back
from workflow.web.visit import Visit


def refused(house: House, referer: str = f"{HOST}/desk/1?page=2", **fields: str) -> str:
    client = house.signed_in()
    csrf = hidden(client.get("/desk/1").text, "csrf")
    answer = client.post(
        "/answers", data={"csrf": csrf, "credential": '{"id": "x"}', **fields}, headers={"referer": referer}
    )
    assert answer.status_code == 409
    return str(answer.text)


def test_the_words_come_back_and_the_spent_answer_does_not(house: House) -> None:
    page = refused(house, reason="The board <never> saw it.", key="k1")
    assert "The text is frozen." in page and "The board &lt;never&gt; saw it." in page
    assert "What you sent is still here" not in page and "Send again" not in page
    assert 'href="/desk/1?page=2"' in page and "k1" not in page and 'name="credential"' not in page


def test_without_words_it_promises_none(house: House) -> None:
    page = refused(house)
    assert "What you typed" not in page and "Copy from here" not in page and "begin anew" not in page


def test_the_page_of_a_ceremony_says_itself_where_its_reader_came_from(house: House) -> None:
    assert 'href="/desk/7"' in refused(house, back="/desk/7")
    asked = house.signed_in().get("/asking", headers={"referer": f"{HOST}/desk/7"}).text
    assert hidden(asked, "back") == "/desk/7" and hidden(asked, "Reason") == "Lost on a bus."


@pytest.mark.parametrize("elsewhere", ["https://evil.example/x", "//evil.example", "/\\evil.example"])
def test_nobody_is_led_to_another_site(house: House, elsewhere: str) -> None:
    assert "evil.example" not in refused(house, back=elsewhere)
    assert "evil.example" not in refused(house, referer=elsewhere)


def test_a_program_reads_the_problem_and_nothing_more(house: House) -> None:
    client = house.signed_in()
    answer = client.post(
        "/api/v1/answers", json={"credential": json.dumps({})}, headers={"sec-fetch-site": "same-origin"}
    )
    assert answer.status_code == 409 and "back" not in answer.json()


def test_a_visit_that_says_nothing_came_from_nowhere() -> None:
    assert came_from(Visit(now=None)) == "" and way_back(Visit(now=None, method="POST"), {}) is None
