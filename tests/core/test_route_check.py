"""Routes that cannot work are refused, and every Issue names the field that mends it."""

import pytest

from workflow.core.errors import Invalid
from workflow.core.people import PartyKind
from workflow.core.route_check import Known, issues, most, validate
from workflow.core.routing import Lane, Route, Stage, place, step


def lane(*seats: str, quorum: str = "all", title: str = "Counsel", id: str = "l") -> Lane:
    return Lane(id, title, tuple(place(one) for one in seats), quorum)


def route(*lanes: Lane, days: int = 5, ladder: tuple[str, ...] = ()) -> Route:
    return Route("r", 1, (Stage("s", "Sides", lanes, days),), tuple(step(one) for one in ladder))


GOOD = lane("role:district:counsel")
KNOWN = Known({"d": PartyKind.DISTRICT, "b": PartyKind.BODY}, frozenset({"pat"}))


@pytest.mark.parametrize("quorum", ["all", "any", "1", "3", "75%", "100%"])
def test_a_route_that_works(quorum: str) -> None:
    validate(
        route(
            lane("role:district:counsel", "post:d:clerk", "person:pat", quorum=quorum), ladder=("due self",)
        ),
        KNOWN,
    )


@pytest.mark.parametrize(
    ("wrong", "code", "where"),
    [
        (Route("r", 1, ()), "route.empty", "add-stage"),
        (Route("r", 1, (Stage("a", "A", (GOOD,)), Stage("a", "A", (GOOD,)))), "route.stage.twice", "stage-2-title"),
        (Route("r", 1, (Stage("a", "", (GOOD,)),)), "route.stage.title", "stage-1-title"),
        (route(), "route.stage.empty", "add-lane-1"),
        (route(GOOD, days=0), "route.due", "stage-1-days"),
        (route(GOOD, days=251), "route.due", "stage-1-days"),
        (route(GOOD, lane("role:agency:sro")), "route.lane.twice", "lane-1-2-title"),
        (route(lane("role:agency:sro", title="")), "route.lane.title", "lane-1-1-title"),
        (route(lane()), "route.lane.empty", "lane-1-1-seat-1"),
        (route(lane("role:school:chief")), "route.seat", "lane-1-1-seat-1"),
        (route(lane("role:body:clerk")), "route.seat", "lane-1-1-seat-1"),
        (route(lane("role:agency:sro", "role:agency:sro")), "route.seat.twice", "lane-1-1-seat-2"),
        *((route(lane("role:agency:sro", quorum=q)), "route.quorum", "lane-1-1-quorum") for q in ("", "some", "0", "-1", "0%", "101%", "%", "1.5%")),
        (route(lane("person:pat", "post:d:superintendent", quorum="3")), "route.quorum", "lane-1-1-quorum"),
        (route(GOOD, ladder=("due+61 self",)), "route.step.far", "step-1"),
        (route(GOOD, ladder=("due self", "due self")), "route.step.twice", "step-2"),
    ],
)  # fmt: skip
def test_a_route_that_cannot_work_says_where(wrong: Route, code: str, where: str) -> None:
    with pytest.raises(Invalid) as no:
        validate(wrong)
    assert (code, where) in [(issue.code, issue.field) for issue in no.value.issues]


@pytest.mark.parametrize("seat", ["person:nobody", "post:gone:counsel", "post:b:clerk", "post:d:chief"])
def test_a_seat_that_nobody_could_fill_is_refused(seat: str) -> None:
    assert [issue.code for issue in issues(route(lane(seat)), KNOWN)] == ["route.seat"]


def test_everything_wrong_is_said_at_once() -> None:
    found = list(issues(route(lane(title="", quorum="x"), days=0)))
    assert [issue.field for issue in found] == [
        "stage-1-days",
        "lane-1-1-title",
        "lane-1-1-seat-1",
        "lane-1-1-quorum",
    ]


def test_how_many_could_ever_sit_in_a_lane() -> None:
    assert most(lane("person:a", "post:d:superintendent")) == 2
    assert most(lane("person:a", "post:d:counsel")) is None and most(lane("role:school:principal")) is None


def said(wrong: Route, known: Known | None = None) -> list[str]:
    return [issue.words for issue in issues(wrong, known)]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (Route("r", 1, ()), "A route needs at least one stage."),
        (Route("r", 1, (Stage("a", "A", (GOOD,)), Stage("a", "B", (GOOD,)))), "Two stages have the same name."),
        (Route("r", 1, (Stage("a", "", (GOOD,)),)), "Stage 1 needs a name."),
        (Route("r", 1, (Stage("a", "", ()),)), "Stage 1 has no lane, so nobody could ever finish it."),
        (route(), "Sides has no lane, so nobody could ever finish it."),
        (route(GOOD, days=0), "Sides needs at least one day and at most 250."),
        (route(lane("role:agency:sro", title="")), "A lane needs a name."),
        (route(lane(title="")), "This lane has no seat, so nobody could ever sit in it."),
        (route(lane("role:school:chief")), "Counsel: there is no Chief of Police at a school."),
        (route(lane("role:body:clerk")), "Counsel: an adopting body votes on the frozen text; it does not review."),
        (route(lane("role:agency:sro", "role:agency:sro")), "Counsel has the same seat twice."),
        (route(lane("role:agency:sro", quorum="0%")), "Counsel: a share lies between 1% and 100%."),
        (route(lane("role:agency:sro", quorum="some")), "Counsel: the quorum must be all, any, a number or a share such as 75%."),
        (route(lane("person:pat", quorum="2")), "Counsel: 2 approvals could never come from 1 seat."),
        (route(lane("person:pat", "person:lou", quorum="3")), "Counsel: 3 approvals could never come from 2 seats."),
        (route(GOOD, ladder=("due+61 self",)), "A reminder lies at most 60 days from the due day."),
        (route(GOOD, ladder=("due self", "due self")), "This reminder stands here twice."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_words(wrong: Route, words: str) -> None:
    assert words in said(wrong)


@pytest.mark.parametrize(
    ("seat", "words"),
    [
        ("person:nobody", "Counsel: this person is not known here."),
        ("post:gone:counsel", "Counsel: this party is not known here."),
    ],
)
def test_whom_nobody_knows_is_said_in_words(seat: str, words: str) -> None:
    assert said(route(lane(seat)), KNOWN) == [words]
    with pytest.raises(Invalid, match=words):
        validate(route(lane(seat)), KNOWN)


def test_what_lies_just_within_the_bounds_is_allowed() -> None:
    assert said(route(GOOD, days=1)) == said(route(GOOD, days=250)) == []
    assert said(route(lane("role:agency:sro", quorum="1%"))) == []
    assert said(route(lane("person:pat", "person:lou", quorum="2"))) == []
    assert said(route(GOOD, ladder=("due+60 self", "due-60 self"))) == []
