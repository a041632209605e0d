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


def test_both_sides_are_told_then_asked_for_the_second_act_then_told_the_answer(
    village: Village, ladder: Ladder
) -> None:
    with village.acting():
        ladder.escalates("dana", words="The board meets on Friday.")
    next_morning(village)
    for name in ("dana", "counsel", "sergeant", "lawyer", "chief"):
        assert any("is overdue" in subject for subject in village.subjects(name)), name
    assert not any("overdue" in subject for subject in village.subjects("principal"))
    (letter,) = [one for one in village.letters("chief") if "overdue" in one["subject"]]
    assert "The board meets on Friday." in letter["text"] and "Not like this" not in letter["text"]
    village.forget_letters()
    with village.acting():
        ladder.overrides("dana")
    next_morning(village)
    assert any("one side set it aside" in subject for subject in village.subjects("sergeant"))
    village.forget_letters()
    with village.acting():
        ladder.overrides("sergeant")
    next_morning(village)
    assert any(subject.endswith(": rejected") for subject in village.subjects("lawyer"))
    assert not any("one side" in subject for subject in village.subjects("chief"))


def test_what_is_settled_before_the_letter_is_written_is_not_written_about(
    village: Village, ladder: Ladder
) -> None:
    with village.acting():
        ladder.escalates("dana")
    with village.acting():
        ladder.withdraws("lawyer")
    next_morning(village)
    assert not any("overdue" in subject for subject in village.subjects("chief"))


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
    (answer,) = [one for one in village.letters("officer") if one["subject"].endswith(": accepted")]
    assert "Taken into revision 2, as suggested." in answer["text"]
