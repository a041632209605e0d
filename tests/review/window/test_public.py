"""The public page: the draft while the window is open, what was said with its answers for ever, and never an address."""

from datetime import timedelta

import msgspec
import pytest

from tests.review.test_pages import statements
from tests.review.window.hall import DAY, NUMBER, SLUG, announced, confirmed, spoken
from tests.review.world import World
from workflow.core.errors import NotFound
from workflow.drafting import actions as drafting
from workflow.review.window import actions, public
from workflow.review.window.models import PublicComment

pytestmark = pytest.mark.both_databases


def page(world: World, **more: object) -> dict:
    return public.window_page(world.session, SLUG, NUMBER, **({"now": world.now} | more))


def test_while_it_is_open_everybody_reads_the_draft(open_hall: World) -> None:
    value = page(open_hall)
    assert [clause["key"] for clause in value["clauses"]] == ["purpose", "duties", "term"]
    assert (value["open"], value["revision"], value["notice"]) == (True, 1, "Please tell us what you think.")
    assert value["sides"] == ["Springfield District", "Springfield Agency"]


def test_a_clause_that_may_be_hidden_later_is_not_shown_in_the_draft(reviewed: World) -> None:
    dana = reviewed.actor("dana")
    drafting.mark_redactable(
        reviewed.session, dana, reviewed.edition.id, "duties", redactable=True, at=reviewed.now
    )
    announced(reviewed)
    confirmed(reviewed)
    value = page(reviewed)
    assert b"campus" not in msgspec.json.encode(value) and b"Duties" not in msgspec.json.encode(value)
    assert value["clauses"][1]["text"] == public.NOT_SHOWN
    assert value["comments"][0]["clause_name"] == value["clauses"][1]["name"] == "Part 2 of the text"
    shown = public.form(reviewed.session, SLUG, NUMBER, "duties", now=reviewed.now)
    assert public.NOT_SHOWN in shown["clause"]["html"]


def test_before_it_opens_there_is_nothing(reviewed: World) -> None:
    row = announced(reviewed, opens="2026-05-20T09:00")
    for now in (reviewed.now, row.opens):
        with pytest.raises(NotFound):
            page(reviewed, now=now)
    actions.open_when_due(reviewed.session, row.id, at=row.opens)
    assert page(reviewed, now=row.opens)["open"]


def test_afterwards_the_draft_is_gone_and_the_summary_stays(open_hall: World) -> None:
    confirmed(open_hall)
    after = page(open_hall)["closes"]
    value = page(open_hall, now=after)
    assert (value["clauses"], value["open"], value["phase"]) == ([], False, "closed")
    assert value["summary"]["total"] == 1 and value["comments"][0]["words"]
    assert value["late_until"] == after + DAY
    assert public.form(open_hall.session, SLUG, NUMBER, "duties", now=after)["clause"] is None


def test_no_value_of_the_public_holds_an_address(open_hall: World) -> None:
    confirmed(open_hall, wants_answer=True)
    spoken(open_hall, "Not confirmed.")
    told = msgspec.json.encode(
        [page(open_hall), public.form(open_hall.session, SLUG, NUMBER, "duties", now=open_hall.now)]
    )
    assert b"pat@" not in told and b"Not confirmed" not in told


def test_what_says_nearly_the_same_is_listed_once_with_its_count(open_hall: World) -> None:
    words = "Please keep officers out of the classrooms of our youngest children, they are afraid of guns."
    for _ in range(4):
        confirmed(open_hall, words, name="Pat Lee")
    confirmed(open_hall, "Thank you for this draft.", clause="")
    value = page(open_hall)
    assert [(one["number"], one["others"]) for one in value["comments"]] == [(1, 3), (5, 0)]
    assert (value["summary"]["total"], value["summary"]["different"]) == (5, 2)
    assert [one["number"] for one in page(open_hall, like=3)["comments"]] == [1, 2, 3, 4]
    assert [one["number"] for one in page(open_hall, clause="")["comments"]] == [5]
    with pytest.raises(NotFound):
        page(open_hall, like=77)


def test_the_page_turns(open_hall: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "PAGE", 2)
    for words in ("One.", "Two.", "Three.", "Four.", "Five."):
        confirmed(open_hall, words)
    seen, after = [], 0
    while after is not None:
        value = page(open_hall, after=after)
        seen += [one["number"] for one in value["comments"]]
        after = value["next"]
    assert seen == [1, 2, 3, 4, 5]


def test_it_costs_as_many_statements_with_two_thousand_comments(open_hall: World) -> None:
    confirmed(open_hall)
    with statements(open_hall.session) as few:
        page(open_hall)
    window = open_hall.session.exec(PublicComment.__table__.select()).first().window_id
    open_hall.session.add_all(
        PublicComment(
            edition_id=open_hall.edition.id, window_id=window, number=n, state="shown", words=f"Opinion {n}.",
            clause_key="duties", written=open_hall.now, confirmed=open_hall.now,
        )
        for n in range(2, 2_002)
    )  # fmt: skip
    with statements(open_hall.session) as many:
        value = page(open_hall)
    assert len(value["comments"]) == public.PAGE and value["summary"]["total"] == 2_001
    assert len(many) == len(few) <= 12


def test_a_cancelled_window_says_why(open_hall: World) -> None:
    confirmed(open_hall)
    actions.cancel(
        open_hall.session,
        open_hall.actor("dana"),
        open_hall.edition.id,
        words="A page was missing.",
        at=open_hall.now,
    )
    value = page(open_hall, now=open_hall.now + timedelta(hours=1))
    assert (value["phase"], value["cancel_reason"], value["clauses"]) == (
        "cancelled",
        "A page was missing.",
        [],
    )
    assert value["summary"]["total"] == 1
