"""Suggesting, accepting one or many, rejecting: the rules at the top of the module, each by its number."""

from typing import Any

import pytest
from sqlmodel import select

from tests.review.suggestions.table import DAILY, WEEKLY, Table
from tests.review.world import TEXT, about
from workflow.core.errors import Forbidden, Invalid, NotFound, Refused
from workflow.core.people import Office
from workflow.drafting import actions as drafting
from workflow.review.models import Turns
from workflow.review.suggestions.models import Credit, Suggestion


def test_an_officer_suggests_a_clause_and_it_stands_with_its_thread(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    thread = table.thread(number)
    made = table.world.session.exec(select(Suggestion)).one()
    assert (thread.state, thread.selector["exact"], made.text) == ("open", "daily", WEEKLY)
    assert table.reads() == DAILY
    (event,) = table.world.events("edition:thread:opened")
    assert "twice" not in str(event.detail)


def test_a_passage_alone_is_reworded_and_the_rest_of_the_clause_stays(table: Table) -> None:
    start = DAILY.index("The officer visits")
    end = start + len("The officer visits each campus daily.")
    table.suggests("officer", "The officer visits when called.", passage=f"{start}-{end}")
    made = table.world.session.exec(select(Suggestion)).one()
    assert made.text == DAILY.replace("visits each campus daily", "visits when called")


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"text": DAILY}, "text"),
        ({"text": " "}, "text"),
        ({"text": "x\u202ey"}, "text"),
        ({"words": " "}, "words"),
        ({"clause": "nowhere"}, "clause"),
        ({"passage": "9-3"}, "passage"),
        ({"passage": "0-100000"}, "passage"),
        ({"passage": "²-9"}, "passage"),
    ],
)
def test_what_cannot_be_suggested_is_named(table: Table, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as no:
        table.suggests("officer", **{"text": WEEKLY} | more)
    assert [issue.field for issue in no.value.issues] == [field]
    assert table.world.session.exec(select(Suggestion)).all() == []


def test_who_takes_no_part_finds_nothing_and_a_closed_text_takes_nothing(table: Table) -> None:
    table.world.appoint("stranger", "stranger", Office.COUNSEL)
    with pytest.raises(NotFound):
        table.suggests("stranger", WEEKLY)
    table.world.edition.status = "frozen"
    with pytest.raises(Refused, match="comments are closed"):
        table.suggests("officer", WEEKLY)


def test_accepted_as_it_is_it_makes_a_revision_with_credit_and_answers_its_thread(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    revision = table.accepts("dana", number)
    assert (revision.number, revision.note, table.reads()) == (
        2,
        "As suggested by Officer (comment 1).",
        WEEKLY,
    )
    credit = table.world.session.exec(select(Credit)).one()
    assert (credit.revision_id, credit.person_name, credit.merged) == (revision.id, "Dana", False)
    assert table.thread(number).state == "answered"
    assert table.answer(number) == ("accepted", "Taken into revision 2, as suggested.")
    (event,) = table.world.events("edition:thread:disposed")
    assert about(event) == {"thread": 1, "value": "accepted", "revision": 2}
    assert table.world.session.exec(select(Turns).where(Turns.edition_id == table.world.edition.id)).all()


def test_a_clause_that_changed_elsewhere_since_is_merged(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    table.edits("duties", DAILY.replace("enforce", "apply"))
    table.accepts("lawyer", number)
    assert table.reads() == WEEKLY.replace("enforce", "apply")
    assert table.world.session.exec(select(Credit)).one().merged
    assert table.answer(number)[1] == "Taken into revision 3, put together with other changes of the clause."


def test_where_both_changed_the_same_words_a_person_settles_each_place(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    table.edits("duties", DAILY.replace("daily", "hourly"))
    with pytest.raises(Invalid) as no:
        table.accepts("dana", number)
    assert [issue.code for issue in no.value.issues] == ["suggestion.places"]
    with pytest.raises(Invalid) as no:
        table.accepts("dana", number, choices=("today",))
    assert [issue.code for issue in no.value.issues] == ["suggestion.already"]
    table.accepts("dana", number, choices=("suggested",))
    assert table.reads() == WEEKLY and table.answer(number)[0] == "accepted"


def test_settled_half_and_half_it_is_accepted_in_part(table: Table) -> None:
    number = table.suggests("officer", WEEKLY.replace("enforce", "teach"))
    table.edits("duties", DAILY.replace("daily", "hourly").replace("enforce", "apply"))
    table.accepts("dana", number, choices=("suggested", "today"))
    assert table.reads() == WEEKLY.replace("enforce", "apply")
    assert table.answer(number)[0] == "accepted_in_part"


def test_several_become_one_revision_that_names_everybody(table: Table) -> None:
    one = table.suggests("officer", WEEKLY)
    two = table.suggests("principal", DAILY.replace("school rules", "house rules"))
    three = table.suggests("counsel", TEXT["term"].replace("one year", "two years"), clause="term")
    revision = table.accepts("dana", three, one, two)
    assert table.reads() == WEEKLY.replace("school rules", "house rules")
    assert "two years" in table.reads("term") and table.revision == 2
    assert revision.note == "As suggested by Officer (comment 1), Principal (comment 2), Counsel (comment 3)."
    assert len(table.world.session.exec(select(Credit)).all()) == 3
    assert len(table.world.events("edition:revision:made")) == 1


def test_two_that_change_the_same_words_are_refused_together_with_the_way_on(table: Table) -> None:
    one, two = (
        table.suggests("officer", WEEKLY),
        table.suggests("principal", DAILY.replace("daily", "hourly")),
    )
    with pytest.raises(Invalid) as no:
        table.accepts("dana", one, two)
    (issue,) = no.value.issues
    assert issue.words.startswith("Suggestions 1 and 2 change the same words")
    assert issue.link == f"/editions/{table.world.edition.id}/suggestions/result?chosen=1"
    table.accepts("dana", one)
    table.accepts("dana", two, choices=("suggested",))
    assert "hourly" in table.reads()


def test_who_looked_at_an_older_result_looks_again_first(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    table.edits("term", TEXT["term"].replace("one year", "two years"))
    table.accepts("dana", number, base=1)  # another clause changed: what was looked at is what is made
    other = table.suggests("officer", table.reads().replace("enforce", "apply"))
    table.edits("duties", table.reads().replace("visits", "walks"))
    with pytest.raises(Invalid, match="Dana changed the clause") as no:
        table.accepts("lawyer", other, base=table.revision - 1)
    assert no.value.issues[0].link.endswith(f"?chosen={other}")


def test_it_is_answered_once(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    table.accepts("dana", number)
    with pytest.raises(Refused, match="taken into revision 2 already"):
        table.accepts("lawyer", number)
    with pytest.raises(Refused, match="taken into revision 2 already"):
        table.rejects("lawyer", number)
    other = table.suggests("officer", WEEKLY.replace("enforce", "apply"))
    table.rejects("dana", other)
    with pytest.raises(Refused, match="has its answer already"):
        table.accepts("dana", other)
    assert table.revision == 2


def test_rejecting_needs_a_reason(table: Table) -> None:
    number = table.suggests("officer", WEEKLY)
    with pytest.raises(Invalid, match="Say why"):
        table.rejects("dana", number, words=" ")
    table.rejects("dana", number)
    assert table.answer(number) == ("rejected", "Out of reach.") and table.reads() == DAILY


@pytest.mark.parametrize("name", ["principal", "officer"])
def test_those_who_do_not_run_it_neither_accept_nor_reject(table: Table, name: str) -> None:
    number = table.suggests("officer", WEEKLY)
    for act in (table.accepts, table.rejects):
        with pytest.raises(Forbidden):
            act(name, number)


def test_what_one_side_suggests_to_itself_is_accepted_by_that_side_without_telling_of_it(
    table: Table,
) -> None:
    number = table.suggests("counsel", WEEKLY, visibility="party")
    for act in (table.accepts, table.rejects):
        with pytest.raises(NotFound):
            act("lawyer", number)
    assert table.accepts("dana", number).note == ""
    assert table.reads() == WEEKLY


@pytest.mark.parametrize("chosen", [(), (7,), (0,), (2_000_000_000_000,)])
def test_numbers_that_are_not_there_are_not_found(table: Table, chosen: tuple[int, ...]) -> None:
    with pytest.raises(NotFound):
        table.accepts("dana", *chosen)


def test_a_clause_that_is_gone_and_one_that_reads_so_already_say_what_to_do(table: Table) -> None:
    gone = table.suggests("officer", TEXT["term"].replace("one year", "two years"), clause="term")
    drafting.remove_clause(
        table.world.session, table.world.actor("dana"), table.world.edition.id, "term", base=1, at=table.at
    )
    already = table.suggests("officer", WEEKLY)
    table.edits("duties", WEEKLY)
    with pytest.raises(Invalid) as no:
        table.accepts("dana", gone, already)
    assert {(issue.code, issue.link.rpartition("/")[2]) for issue in no.value.issues} == {
        ("suggestion.gone", str(gone)), ("suggestion.already", str(already)),
    }  # fmt: skip
