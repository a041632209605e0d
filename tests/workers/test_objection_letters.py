"""An overdue objection is brought before both sides by letter; a suggestion is told as one. Words of a thread stay in it."""

from datetime import timedelta

import pytest

from tests.review.objections.ladder import Ladder
from tests.review.suggestions.table import WEEKLY, Table
from tests.workers.village import Village
from workflow.review import actions as review

pytestmark = pytest.mark.both_databases
DAY = timedelta(days=1)


@pytest.fixture
def ladder(village: Village) -> Ladder:
    with village.acting() as session:
        review.circulate(session, village.actor("dana"), village.world.edition.id, at=village.world.now)
    with village.acting():
        made = Ladder.of(village.world)
    village.settle()
    village.forget_letters()
    return made


def next_morning(village: Village) -> None:
    """What came after the first letter of a day is told on the morning after."""
    village.kit.clock.move(timedelta(days=1))
    village.settle()


def told(village: Village, name: str) -> str:
    """All the letters this person got, on one line: a day's letter tells several things."""
    return " ".join(" ".join(one["text"] for one in village.letters(name)).split())


def test_both_sides_are_told_then_asked_for_the_second_act_then_told_the_answer(
    village: Village, ladder: Ladder
) -> None:
    with village.acting():
        ladder.escalates("dana", words="The board meets on Friday.")
    next_morning(village)
    for name in ("dana", "counsel", "sergeant", "lawyer", "chief"):
        assert "Dana escalated a blocking objection" in told(village, name), name
    assert "objection" not in told(village, "principal")
    assert "The board meets on Friday." in told(village, "chief") and "Not like this" not in told(
        village, "chief"
    )
    village.forget_letters()
    with village.acting():
        ladder.overrides("dana")
    next_morning(village)
    assert "set a blocking objection aside" in told(village, "sergeant")
    village.forget_letters()
    with village.acting():
        ladder.overrides("sergeant")
    next_morning(village)
    assert "was answered: rejected" in told(village, "lawyer")
    assert "One side" not in told(village, "chief")


def test_what_is_settled_before_the_letter_is_written_is_not_written_about(
    village: Village, ladder: Ladder
) -> None:
    with village.acting():
        ladder.escalates("dana")
    with village.acting():
        ladder.withdraws("lawyer")
    next_morning(village)
    assert "escalated" not in told(village, "chief")


def test_a_suggestion_is_told_as_one_and_its_answer_goes_to_who_made_it(
    village: Village, ladder: Ladder
) -> None:
    table = Table(village.world, village.world.now)
    with village.acting():
        number = table.suggests("officer", WEEKLY)
    next_morning(village)
    assert any("suggested a text" in letter["text"] for letter in village.letters("dana"))
    with village.acting():
        table.accepts("dana", number)
    next_morning(village)
    assert "was answered: accepted" in told(village, "officer")
    assert "Taken into revision 2, as suggested." in told(village, "officer")
