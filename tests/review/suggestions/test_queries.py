"""Reading suggestions: what a row becomes, and that a thread without one has none beside it."""

from tests.review.suggestions.table import WEEKLY, Table
from workflow.review import actions as review
from workflow.review.ground import find
from workflow.review.suggestions import queries
from workflow.review.threads import queries as threads


def test_a_thread_has_its_suggestion_beside_it_or_nothing(table: Table) -> None:
    session, actor, edition = table.world.session, table.world.actor("dana"), table.world.edition.id
    review.open_thread(session, actor, edition, words="Only a question.", clause="duties", at=table.at)
    table.suggests("officer", WEEKLY)
    ground = find(session, actor, edition)
    now = queries.now_of(session, ground)
    plain, with_text = (queries.beside(row, now) for row in threads.listed(session, ground, actor))
    assert plain is None
    assert with_text is not None
    assert (with_text["standing"], with_text["words"]) == ("as_is", "")
    assert [(one["kind"], one["text"]) for one in with_text["segments"] if one["kind"] != "same"] == [
        ("removed", "daily"), ("added", "twice a week"),
    ]  # fmt: skip


def test_what_was_taken_says_into_which_revision(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    table.accepts("dana", number)
    session, actor = table.world.session, table.world.actor("officer")
    ground = find(session, actor, table.world.edition.id)
    (one,) = queries.chosen(session, ground, actor, [number])
    (value,) = queries.values(session, [one], queries.now_of(session, ground))
    assert (value["standing"], value["taken_in"], value["by"], value["open"]) == (
        "taken",
        2,
        "Officer",
        False,
    )
