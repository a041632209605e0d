"""Public comments are held, hidden, shown and answered by those who run the agreement, each time with who and why."""

import pytest
from sqlmodel import select

from tests.review.window.hall import NUMBER, SLUG, confirmed, spoken
from tests.review.world import World, about
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.lifecycle import Status
from workflow.review.window import judging, public
from workflow.review.window.models import Moderation

pytestmark = pytest.mark.both_databases


def judged(world: World, act: str, name: str = "dana", number: int = 1, **more: str) -> Moderation:
    return judging.moderate(
        world.session, world.actor(name), world.edition.id, number, act=act, at=world.now, **more
    )


def answered(
    world: World, value: str = "noted", words: str = "", number: int = 1, name: str = "dana"
) -> None:
    judging.answer(
        world.session, world.actor(name), world.edition.id, number, value=value, words=words, at=world.now
    )


def seen(world: World) -> list[dict]:
    return public.window_page(world.session, SLUG, NUMBER, now=world.now)["comments"]


def test_a_hidden_comment_leaves_its_reason_in_its_place(open_hall: World) -> None:
    confirmed(open_hall, "Tim Smith in 7b was handcuffed.", name="Pat Lee")
    judged(open_hall, "hide", reason="pupil", words="Names a child.")
    (shown,) = seen(open_hall)
    assert (shown["state"], shown["hidden"]) == ("hidden", "it names or describes a pupil")
    assert "Tim Smith" not in str(shown) and "Pat Lee" not in str(shown) and "Names a child" not in str(shown)


def test_what_was_held_can_be_shown_again_and_all_of_it_is_logged(open_hall: World) -> None:
    confirmed(open_hall)
    judged(open_hall, "hold", reason="threat")
    assert seen(open_hall)[0]["hidden"] == "it threatens somebody"
    with pytest.raises(Invalid):
        judged(open_hall, "show")
    judged(open_hall, "show", "lawyer", words="It is a figure of speech.")
    assert (seen(open_hall)[0]["words"], seen(open_hall)[0]["hidden"]) == (
        "Officers should wear name tags.",
        "",
    )
    log = open_hall.session.exec(select(Moderation).order_by(Moderation.created)).all()
    assert [(one.act, one.reason, one.person_name) for one in log] == [
        ("hold", "threat", "Dana"),
        ("show", "", "Lawyer"),
    ]
    assert [about(event) for event in open_hall.events("public:comment:moderated")] == [
        {"public": 1, "act": "hold", "reason": "threat"},
        {"public": 1, "act": "show", "reason": ""},
    ]


@pytest.mark.parametrize(
    "wrong", [{"act": "delete"}, {"act": "hide"}, {"act": "hide", "reason": "I disagree"}]
)
def test_nothing_is_hidden_without_a_reason_of_the_list(open_hall: World, wrong: dict[str, str]) -> None:
    confirmed(open_hall)
    with pytest.raises(Invalid):
        judged(open_hall, **wrong)
    assert seen(open_hall)[0]["state"] == "shown"


def test_doing_it_twice_is_refused(open_hall: World) -> None:
    confirmed(open_hall)
    judged(open_hall, "hide", reason="obscene")
    with pytest.raises(Refused, match="already"):
        judged(open_hall, "hide", reason="obscene")


def test_who_does_not_run_the_agreement_decides_nothing(open_hall: World) -> None:
    confirmed(open_hall)
    for name in ("principal", "officer"):
        with pytest.raises(Forbidden):
            judged(open_hall, "hide", name, reason="threat")
        with pytest.raises(Forbidden):
            answered(open_hall, name=name)


def test_what_is_not_confirmed_has_no_number_to_decide_about(open_hall: World) -> None:
    spoken(open_hall)
    with pytest.raises(NotFound):
        judged(open_hall, "hide", reason="threat")


def test_the_newest_answer_counts_and_rejecting_needs_words(open_hall: World) -> None:
    confirmed(open_hall)
    with pytest.raises(Invalid):
        answered(open_hall, "rejected", " ")
    with pytest.raises(Invalid):
        answered(open_hall, "withdrawn")
    answered(open_hall, "noted")
    answered(open_hall, "accepted_in_part", "Badges, yes.")
    answer = seen(open_hall)[0]["answer"]
    assert (answer["label"], answer["words"], answer["by"]) == ("Accepted in part", "Badges, yes.", "Dana")


def test_answering_the_first_answers_its_group_and_one_can_have_its_own(open_hall: World) -> None:
    for _ in range(3):
        confirmed(open_hall, "No police in our schools, please, we have counsellors.")
    answered(open_hall, "rejected", "The board decided so.")
    answered(open_hall, "noted", number=3)
    summary = public.window_page(open_hall.session, SLUG, NUMBER, now=open_hall.now)["summary"]
    assert summary["unanswered"] == 0
    assert [(one["value"], one["count"]) for one in summary["answers"]] == [("rejected", 2), ("noted", 1)]


def test_a_hidden_comment_is_not_answered_and_a_frozen_text_not_at_all(open_hall: World) -> None:
    confirmed(open_hall)
    judged(open_hall, "hide", reason="unrelated")
    with pytest.raises(Refused, match="hidden"):
        answered(open_hall)
    judged(open_hall, "show", words="It is about this after all.")
    open_hall.edition.status = Status.FROZEN
    open_hall.session.flush()
    with pytest.raises(Refused, match="frozen"):
        answered(open_hall)
    judged(open_hall, "hide", reason="private")  # a child's name is no public property, whatever was frozen
