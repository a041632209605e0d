"""The editor of a route: what was typed is kept, its buttons work, and what is saved is a route."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.errors import Issue
from workflow.guidance import itineraries
from workflow.review.kept.draft import (
    MOST,
    Draft,
    LaneDraft,
    RouteForm,
    StageDraft,
    from_form,
    from_route,
    press,
    slug,
    to_route,
)


def two() -> Draft:
    return Draft(
        stages=[
            StageDraft("A", "1", [LaneDraft("a"), LaneDraft("b")]),
            StageDraft("B", "2", [LaneDraft("c")]),
        ]
    )


def shape(draft: Draft) -> list[tuple[str, list[str]]]:
    return [(stage.title, [lane.title for lane in stage.lanes]) for stage in draft.stages]


@pytest.mark.parametrize("name", itineraries.names())
def test_every_ready_made_route_passes_through_the_editor_unchanged_but_for_its_ids(name: str) -> None:
    issues: list[Issue] = []
    route = itineraries.load(name)
    again = to_route(from_route(route), route.id, route.version, issues)
    assert issues == [] and again.ladder == route.ladder
    assert from_route(again) == from_route(route)
    assert [lane.seats for stage in again.stages for lane in stage.lanes] == [
        lane.seats for stage in route.stages for lane in stage.lanes
    ]


def sent(draft: Draft) -> RouteForm:
    """The form as a browser sends it: an empty seat in every lane, an empty reminder at the end."""
    form = RouteForm(title=draft.title, why=draft.why, source=draft.source, own_text=draft.own_text)
    for s, stage in enumerate(draft.stages, 1):
        form.stage_title.append(stage.title)
        form.stage_days.append(stage.days)
        for n, lane in enumerate(stage.lanes, 1):
            for name, value in (
                ("stage", str(s)),
                ("title", lane.title),
                ("quorum", lane.quorum),
                ("each", lane.each),
                ("asks", lane.asks),
            ):
                getattr(form, f"lane_{name}").append(value)
            for seat in [*lane.seats, ""]:
                form.seat_lane.append(f"{s}-{n}")
                form.seat.append(seat)
    for days, to in [*draft.steps, ("", "")]:
        form.step_days.append(days)
        form.step_to.append(to)
    return form


@pytest.mark.parametrize("name", itineraries.names())
def test_what_the_browser_sends_is_what_was_shown(name: str) -> None:
    draft = from_route(itineraries.load(name))
    assert from_form(sent(draft)) == draft


@pytest.mark.parametrize(
    ("do", "expected"),
    [
        ("up-stage:2", [("B", ["c"]), ("A", ["a", "b"])]),
        ("down-stage:1", [("B", ["c"]), ("A", ["a", "b"])]),
        ("up-stage:1", [("A", ["a", "b"]), ("B", ["c"])]),
        ("down-stage:2", [("A", ["a", "b"]), ("B", ["c"])]),
        ("remove-stage:1", [("B", ["c"])]),
        ("add-stage", [("A", ["a", "b"]), ("B", ["c"]), ("", [""])]),
        ("add-lane:2", [("A", ["a", "b"]), ("B", ["c", ""])]),
        ("up-lane:1-2", [("A", ["b", "a"]), ("B", ["c"])]),
        ("down-lane:1-1", [("A", ["b", "a"]), ("B", ["c"])]),
        ("remove-lane:1-1", [("A", ["b"]), ("B", ["c"])]),
    ],
)  # fmt: skip
def test_its_buttons(do: str, expected: list) -> None:
    draft = two()
    press(draft, do)
    assert shape(draft) == expected


@given(
    st.one_of(
        st.text(), st.from_regex(r"(up|down|remove|add|again)-(stage|lane|x):[0-9-]{0,6}", fullmatch=True)
    )
)
def test_no_button_breaks_the_editor(do: str) -> None:
    draft = two()
    press(draft, do)
    assert len(draft.stages) <= 3 and all(len(stage.lanes) <= 3 for stage in draft.stages)


def test_there_is_an_end_to_adding() -> None:
    draft = Draft()
    for _ in range(MOST + 3):
        press(draft, "add-stage")
        press(draft, "add-lane:1")
    assert len(draft.stages) == len(draft.stages[0].lanes) == MOST


@given(
    st.lists(st.text(max_size=5), max_size=4),
    st.lists(st.text(max_size=5), max_size=4),
    st.lists(st.text(max_size=5), max_size=4),
)
def test_whatever_lists_arrive_nothing_breaks(one: list[str], two_: list[str], three: list[str]) -> None:
    form = RouteForm(
        stage_title=one,
        stage_days=two_,
        lane_stage=["1", *three],
        lane_title=two_,
        seat_lane=three,
        seat=one,
        step_days=two_,
        step_to=three,
    )
    to_route(from_form(form), "r", 1, [])


def test_what_cannot_be_read_is_named_with_its_field() -> None:
    issues: list[Issue] = []
    draft = Draft(
        stages=[StageDraft("A", "x", [LaneDraft("a", seats=["role:nobody:king"])])],
        steps=[("soon", "self"), ("1", "self")],
        own_text="perhaps",
    )
    route = to_route(draft, "r", 1, issues)
    assert [issue.field for issue in issues] == ["lane-1-1-seat-1", "own_text", "step-1"]
    assert route.stages[0].due_days == 0 and len(route.ladder) == 1


def test_names_of_routes() -> None:
    assert (
        slug("Schools & officers first!", "x") == "schools-officers-first"
        and slug("学校", "route") == "route"
    )
    assert slug("Überprüfung", "x") == "uberprufung"
