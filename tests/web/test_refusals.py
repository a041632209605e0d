"""Every "no" has one status, one title and the room's own words."""

import pytest

from tests.web.conftest import House
from workflow.core import errors
from workflow.web.refusals import TABLE, plain


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("refused", 409, "Reopen it first."),
        ("unready", 503, "Whoever runs it finds the reason in its log."),
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


@pytest.mark.parametrize(("sent", "first"), [("b", "b"), ("green", "")])
def test_a_choice_comes_back_in_words_and_can_be_made_anew(house: House, sent: str, first: str) -> None:
    page = house.client().post("/refusals/refused", data={"colour": sent}).text
    select = page[page.index("<select") : page.index("</select>")]
    assert "Which colour?" in page and ">Red as a barn</option>" in select
    assert ('<option value="b" selected>Blue</option>' in select) is (sent == "b")
    assert ('<option value="">Choose</option>' in select) is (first == "")


def test_what_was_public_leaves_a_tombstone(house: House) -> None:
    answer = house.client().get("/gone")
    assert answer.status_code == 410
    assert "Withdrawn by Springfield" in answer.text


def test_every_error_of_the_core_has_its_row() -> None:
    kinds = [
        k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.CountersignError)
    ]
    assert set(TABLE) == set(kinds) - {errors.CountersignError}


def test_a_status_nobody_named_still_gets_words() -> None:
    assert plain(418).detail and plain(507).detail
