"""What the page of an objection says at every step, and what of it becomes public."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.review.objections.ladder import DAY, Ladder
from tests.review.test_pages import desk, html
from tests.review.world import World
from workflow.core.routing import from_json
from workflow.drafting.hidden.today import NOT_SAID, Copy, Today, Why
from workflow.review import pages
from workflow.review.ground import load
from workflow.review.objections import queries
from workflow.review.objections.queries import public_record, stage_due


def shown(ladder: Ladder, name: str, day: int) -> tuple[dict, str]:
    page = pages.thread(desk(ladder.world, name, timedelta(days=day)), ladder.world.edition.id, 1)
    return page.value["objection"], html(page, ladder.world.actor(name))


@pytest.mark.parametrize(
    ("name", "day", "step", "offered"),
    [
        ("dana", 1, "waiting", []),
        ("dana", 14, "due", ["may_escalate"]),
        ("officer", 14, "due", []),
        ("chief", 14, "due", ["may_clear", "may_escalate"]),
        ("lawyer", 1, "waiting", ["may_clear"]),
    ],
)
def test_before_it_is_escalated(ladder: Ladder, name: str, day: int, step: str, offered: list[str]) -> None:
    value, page = shown(ladder, name, day)
    assert (
        value["step"] == step and [key for key in value if key.startswith("may_") and value[key]] == offered
    )
    assert ("Escalate it to both sides" in page) is ("may_escalate" in offered)
    assert "Silence never settles it" in page and ("Withdraw the comment" in page) is ("may_clear" in offered)


def test_after_it_is_escalated_each_side_is_offered_its_own_act(ladder: Ladder) -> None:
    ladder.escalates()
    value, page = shown(ladder, "dana", 20)
    assert (value["step"], value["may_override"]) == ("escalated", False)
    assert "Tuesday 2 June 2026" in page and "Three weeks to the board" in page
    assert shown(ladder, "dana", 21)[0]["may_override"] and shown(ladder, "sergeant", 21)[0]["may_override"]
    assert not any(shown(ladder, name, 21)[0]["may_override"] for name in ("lawyer", "principal", "officer"))
    ladder.overrides("dana")
    assert not shown(ladder, "counsel", 22)[0]["may_override"]
    assert public_record(ladder.world.session, ladder.world.mou, ladder.world.edition) == []
    ladder.overrides("sergeant")
    value, page = shown(ladder, "officer", 23)
    assert value["overridden"] and "Both sides set it aside" in page


def test_the_public_record_names_basis_acts_and_reasons_and_nothing_that_was_said(ladder: Ladder) -> None:
    ladder.escalates()
    for name in ("dana", "sergeant"):
        ladder.overrides(name, words=f"{name}'s reason.")
    (record,) = public_record(ladder.world.session, ladder.world.mou, ladder.world.edition)
    assert (record["clause"], record["basis"], record["by"]) == (
        "2. Duties",
        "Penal Code 26.1",
        "Counsel, Springfield Agency",
    )
    assert [(one["party"], one["words"]) for one in record["overrides"]] == [
        ("Springfield District", "dana's reason."), ("Springfield Agency", "sergeant's reason."),
    ]  # fmt: skip
    assert "Not like this" not in str(record) and "board meeting" not in str(record)


def test_the_public_record_repeats_nothing_that_is_hidden_today(
    ladder: Ladder, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "2. Duties\n\nThe officer visits each campus daily. The officer does not enforce school rules."
    why = Why(1, "Part 2 of the text", "A basis.", "The chief", "Monday", "Tuesday", "Records desk")
    hidden = Today((Copy(1, {"duties": text}, {"duties": why}),))
    monkeypatch.setattr(queries, "today", lambda session, mou, edition: hidden)
    ladder.escalates()
    for name in ("dana", "sergeant"):
        ladder.overrides(name, words="We want it: the officer does not enforce school rules.")
    (record,) = public_record(ladder.world.session, ladder.world.mou, ladder.world.edition)
    assert record["clause"] == "Part 2 of the text" and record["basis"] == "Penal Code 26.1"
    assert [one["words"] for one in record["overrides"]] == [NOT_SAID] * 2


def test_a_comment_that_does_not_block_has_no_such_part(ladder: Ladder) -> None:
    from workflow.review import actions

    actions.open_thread(
        ladder.world.session,
        ladder.world.actor("officer"),
        ladder.world.edition.id,
        words="x",
        clause="term",
        at=ladder.world.now + DAY,
    )
    page = pages.thread(desk(ladder.world, "dana"), ladder.world.edition.id, 2)
    assert page.value["objection"] is None and "How this objection ends" not in html(
        page, ladder.world.actor("dana")
    )


def test_a_stage_that_opened_on_a_friday_evening_is_counted_from_that_friday(reviewed: World) -> None:
    """In Los Angeles; in London it was Saturday by then."""
    edition = reviewed.edition
    edition.stage_opened = datetime(2026, 5, 16, 1, tzinfo=UTC)
    days = from_json(edition.route).stage(edition.stage).due_days
    assert days == 10
    found = stage_due(load(reviewed.session, edition.id))
    assert found == datetime(2026, 5, 30, 1, tzinfo=UTC)
