"""The one serialiser of public comments, and their counts."""

from sqlmodel import select

from tests.review.window.hall import confirmed
from tests.review.window.test_judging import answered, judged
from tests.review.world import World
from workflow.drafting.hidden.today import Today
from workflow.review.window import shown
from workflow.review.window.models import PublicComment


def test_a_comment_without_a_name_says_so_and_names_its_clause(open_hall: World) -> None:
    row = confirmed(open_hall)
    (value,) = shown.values(open_hall.session, [(row, 2)], {"duties": "2. Duties"}, Today())
    assert (value["name"], value["clause_name"], value["others"]) == (shown.NO_NAME, "2. Duties", 2)
    (lost,) = shown.values(open_hall.session, [(row, 0)], {}, Today())
    assert lost["clause_name"] == "A clause that is no longer in the text"


def test_nothing_is_asked_for_nothing(open_hall: World) -> None:
    assert (
        shown.values(open_hall.session, [], {}, Today()) == []
        and shown.moderations(open_hall.session, set()) == []
    )


def test_the_counts_add_up(open_hall: World) -> None:
    for words in ("First opinion.", "Second and different.", "Third, not like those.", "Fourth: hold it."):
        confirmed(open_hall, words)
    answered(open_hall, "accepted", number=1)
    judged(open_hall, "hide", number=2, reason="obscene")
    judged(open_hall, "hold", number=4, reason="threat")
    assert shown.summary(open_hall.session, open_hall.edition.id) == {
        "total": 4, "different": 4, "hidden": 1, "held": 1, "unanswered": 1,
        "answers": [{"value": "accepted", "label": "Accepted", "count": 1}],
    }  # fmt: skip
    assert len(open_hall.session.exec(select(PublicComment)).all()) == 4
