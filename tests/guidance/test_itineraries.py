"""The routes that come with the service."""

import pytest

from workflow.core.route_check import issues
from workflow.core.routing import from_json
from workflow.guidance import itineraries


@pytest.mark.parametrize("name", itineraries.names())
def test_each_works_says_where_it_comes_from_and_survives_storage(name: str) -> None:
    route = itineraries.load(name)
    assert route.id == name and list(issues(route)) == []
    assert route.source and route.why and route.ladder
    assert from_json(route.to_json()) == route
    assert all(stage.business for stage in route.stages)


def test_the_default_comes_first() -> None:
    assert itineraries.names()[0] == "cops" == itineraries.default().id
    assert set(itineraries.names()) == {
        "cops",
        "many-agencies",
        "board-first",
        "public-meeting-first",
        "two-year-affirm",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('seats = ["role:agency:sro"]', 'seats = ["role:agency:king"]'),
        ('quorum = "all"', 'quorum = "most"'),
        ('ladder = ["due-3 self"', 'ladder = ["soon self"'),
        ("version = 1", "versions = 1"),
        ("why = ", "because = "),
        ("[[stages]]", "[stages"),
    ],
)
def test_a_wrong_file_is_told(before: str, after: str) -> None:
    good = (itineraries.ROUTES / "cops.toml").read_text()
    assert before in good
    with pytest.raises(itineraries.BadRoute):
        itineraries.parse(good.replace(before, after))
