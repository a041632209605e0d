"""A route in words, and one made ready for an agreement with several agencies."""

from dataclasses import replace

import pytest

from workflow.core.people import PartyKind
from workflow.core.route_words import for_parties, quorum_words, route_words, seat_words, step_words
from workflow.core.routing import Lane, Route, Stage, place, step
from workflow.core.separation import OwnText

NAMES = {"d": "Springfield School District", "pat": "Pat Lee"}.get


def naming(one: str) -> str:
    return NAMES(one) or ""


@pytest.mark.parametrize(
    ("seat", "words"),
    [
        ("role:school:principal", "Principal at every school"),
        ("post:d:counsel", "Counsel, Springfield School District"),
        ("person:pat", "Pat Lee"),
        ("person:gone", "somebody who is no longer known"),
        ("post:gone:counsel", "Counsel, a party that is no longer known"),
    ],
)
def test_a_seat_in_words(seat: str, words: str) -> None:
    assert seat_words(place(seat), naming) == words


def test_quorum_and_steps_in_words() -> None:
    assert [quorum_words(one) for one in ("all", "any", "2", "75%")] == [
        "all of them approve", "one of them approves", "2 of them approve", "75% of them approve",
    ]  # fmt: skip
    assert step_words(step("due-3 self")) == "3 working days before the due day the reviewer is reminded."
    assert step_words(step("due+1 signers")).startswith("1 working day after the due day the executives")
    assert step_words(step("due facilitators")).startswith("On the due day those who run")


EACH = Lane(
    "agency",
    "Each agency",
    (place("role:agency:counsel"), place("role:agency:sro_supervisor")),
    "any",
    each=True,
)


def test_a_route_in_words_says_days_lanes_and_ladder() -> None:
    words = route_words(
        Route("r", 1, (Stage("s", "Agencies", (EACH,), 1),), (step("due self"), step("due-1 self"))), naming
    )
    (stage,) = words["stages"]
    assert (
        stage["days"] == "1 working day"
        and "each of these parties has a lane of its own" in stage["lanes"][0]["who"]
    )
    assert words["ladder"][0].startswith("1 working day before")


def test_a_lane_meant_for_each_party_becomes_one_a_party_when_it_is_pinned() -> None:
    route = Route("r", 1, (Stage("s", "Agencies", (EACH,)),))
    parties = [
        ("d", PartyKind.DISTRICT, "District"),
        ("a1", PartyKind.AGENCY, "First PD"),
        ("a2", PartyKind.AGENCY, "Second PD"),
    ]
    lanes = for_parties(route, parties).stages[0].lanes
    assert [(lane.id, lane.title, lane.quorum, lane.each) for lane in lanes] == [
        ("agency-2", "First PD", "any", False), ("agency-3", "Second PD", "any", False),
    ]  # fmt: skip
    assert [str(seat) for seat in lanes[0].seats] == ["post:a1:counsel", "post:a1:sro_supervisor"]
    assert for_parties(route, parties[:1]).stages[0].lanes[0].id == "agency", (
        "without any such party the lane stays, and is empty"
    )


def test_a_lane_that_is_already_one_partys_stays_as_it_is_when_it_is_pinned() -> None:
    own = replace(EACH, each=False)
    assert for_parties(Route("r", 1, (Stage("s", "Own", (own,)),)), []).stages[0].lanes == (own,)


def test_a_whole_route_in_words() -> None:
    lanes = (
        Lane("a", "Counsel", (place("role:agency:counsel"), place("person:pat")), "2", asks="It is lawful."),
        Lane("b", "Schools", (place("post:d:superintendent"),), "1"),
    )
    stages = (
        Stage("s", "Sides", lanes, 5),
        Stage("t", "Anybody", (Lane("c", "One", (place("person:pat"),)),), 1, False),
    )
    ladder = (step("due+2 facilitators"), step("due-3 self"))
    route = Route("r", 7, stages, ladder, "Ours", "A board's rule", "It is quick", OwnText.REFUSE)
    assert route_words(route, naming) == {
        "id": "r",
        "version": 7,
        "title": "Ours",
        "source": "A board's rule",
        "why": "It is quick",
        "own_text": (
            "Whoever made a revision does not review it: somebody else of the lane does, "
            "or it is passed over with a reason."
        ),
        "ladder": [
            "3 working days before the due day the reviewer is reminded.",
            "2 working days after the due day those who run the agreement are called as well.",
        ],
        "stages": [
            {
                "id": "s",
                "title": "Sides",
                "days": "5 working days",
                "lanes": [
                    {
                        "id": "a",
                        "title": "Counsel",
                        "who": "Counsel at every agency; Pat Lee",
                        "quorum": "2 of them approve",
                        "asks": "It is lawful.",
                    },
                    {
                        "id": "b",
                        "title": "Schools",
                        "who": "Superintendent, Springfield School District",
                        "quorum": "one of them approves",
                        "asks": "",
                    },
                ],
            },
            {
                "id": "t",
                "title": "Anybody",
                "days": "1 day",
                "lanes": [
                    {"id": "c", "title": "One", "who": "Pat Lee", "quorum": "all of them approve", "asks": ""}
                ],
            },
        ],
    }


def test_a_lane_for_each_party_that_finds_none_stays_one_lane() -> None:
    (lane,) = for_parties(Route("r", 1, (Stage("s", "Agencies", (EACH,)),)), []).stages[0].lanes
    assert lane == replace(EACH, each=False)
