"""The pages of suggestions: what they say, what they cost, that each of them can be shown."""

import msgspec
import pytest
from sqlmodel import Session

from tests.review.suggestions.table import DAILY, WEEKLY, Table
from tests.review.test_pages import html, statements
from tests.review.world import TEXT
from workflow.adapters.doors import Desk, Page
from workflow.adapters.settings import Settings
from workflow.core.errors import Forbidden, NotFound
from workflow.drafting import actions as drafting
from workflow.review import pages as review
from workflow.review.suggestions import pages, shown


def desk(table: Table, name: str) -> Desk:
    return Desk(table.world.session, table.world.actor(name), table.at, Settings())


@pytest.fixture
def lively(table: Table) -> Table:
    """Every standing: as it is, a pair, merged, settled, gone, already, taken, rejected."""
    table.suggests("officer", TEXT["term"].replace("one year", "two years"), clause="term")
    drafting.remove_clause(
        table.world.session, table.world.actor("dana"), table.world.edition.id, "term", base=1, at=table.at
    )
    table.accepts(
        "dana", table.suggests("lawyer", TEXT["purpose"].replace("safe", "safe and calm"), clause="purpose")
    )
    table.rejects(
        "dana", table.suggests("officer", TEXT["purpose"].replace("good", "best"), clause="purpose")
    )
    table.suggests("officer", WEEKLY)
    table.suggests("principal", DAILY.replace("daily", "<b>hourly</b>"))
    table.suggests("counsel", DAILY.replace("enforce", "apply"), visibility="party")
    table.edits("duties", DAILY.replace("each campus", "every campus"))
    table.suggests("officer", DAILY.replace("each campus", "both campuses"), revision=_first(table))
    table.suggests("officer", DAILY.replace("each campus", "every campus"), revision=_first(table))
    return table


def _first(table: Table) -> str:
    return table.thread(1).revision_id


def test_every_standing_has_its_words_and_its_way_on(lively: Table) -> None:
    value = pages.suggestions(desk(lively, "dana"), lively.world.edition.id).value
    assert {one["number"]: one["standing"] for one in (*value["open"], *value["answered"])} == {
        1: "gone", 2: "taken", 3: "answered", 4: "merged", 5: "merged", 6: "merged", 7: "conflict", 8: "already",
    }  # fmt: skip
    page = html(pages.suggestions(desk(lively, "dana"), lively.world.edition.id), lively.world.actor("dana"))
    assert page.count(">Settle it<") == 1 and page.count("See the result and accept it") == 3
    assert "add it as a clause" in page and "Answer the comment" in page
    assert "disabled" not in page and "<b>hourly" not in page


def test_pairs_are_flagged_before_anybody_chooses(table: Table) -> None:
    one, two = (
        table.suggests("officer", WEEKLY),
        table.suggests("principal", DAILY.replace("daily", "hourly")),
    )
    three = table.suggests("lawyer", DAILY.replace("enforce", "apply"))
    value = shown.overview(table.world.session, table.world.actor("dana"), table.world.edition.id)
    assert value["pairs"] == [[one, two]]
    assert [each["against"] for each in value["open"]] == [[two], [one], []]
    assert three in [each["number"] for each in value["open"]]
    result = pages.result(desk(table, "dana"), table.world.edition.id, chosen=[one, two])
    assert not result.value["ready"] and result.value["pairs"] == [[one, two]]
    assert f"chosen={one}" in html(result, table.world.actor("dana"))


def test_the_result_is_one_redline_of_everything_chosen(table: Table) -> None:
    numbers = [
        table.suggests("officer", WEEKLY),
        table.suggests("principal", TEXT["term"].replace("one year", "two years"), clause="term"),
    ]
    value = pages.result(desk(table, "dana"), table.world.edition.id, chosen=numbers).value
    assert value["ready"] and value["sentences"] == [
        "Clause 2, Duties, was reworded (1 word out, 3 words in).",
        "Clause 3, Term, was reworded (2 words out, 2 words in).",
    ]
    assert [change["key"] for change in value["changes"]] == ["duties", "term"]


def test_the_officer_reads_where_it_stands_and_is_offered_nothing_to_press(lively: Table) -> None:
    officer = lively.world.actor("officer")
    page = html(pages.suggestions(desk(lively, "officer"), lively.world.edition.id), officer)
    assert "Settle it" not in page and "Taken into the text" in page and "only your own side" not in page
    for chosen in ([4], [2]):
        with pytest.raises(Forbidden):
            pages.result(desk(lively, "officer"), lively.world.edition.id, chosen=chosen)


@pytest.mark.parametrize("name", ["dana", "officer", "lawyer"])
def test_every_page_can_be_shown_and_sent_as_json(lively: Table, name: str) -> None:
    here, edition = desk(lively, name), lively.world.edition.id
    shown_pages: list[Page] = [
        pages.suggestions(here, edition), pages.new_suggestion(here, edition, "duties"), review.edition(here, edition),
        review.threads_of_clause(here, edition, "duties"), *(review.thread(here, edition, number) for number in (1, 2, 3, 4)),
    ]  # fmt: skip
    if name == "dana":
        shown_pages += [
            pages.result(here, edition, chosen=chosen) for chosen in ([1], [4], [6], [4, 6], [8], [1, 5, 6])
        ]
    for page in shown_pages:
        msgspec.json.encode(page.value)
        assert "<b>hourly" not in html(page, here.actor)


def test_a_passage_is_chosen_by_its_sentence(table: Table) -> None:
    value = pages.new_suggestion(desk(table, "officer"), table.world.edition.id, "duties").value
    place = next(place for place, words in value["passages"] if words.startswith("The officer visits"))
    chosen = pages.new_suggestion(
        desk(table, "officer"), table.world.edition.id, "duties", passage=place
    ).value
    assert (value["text"], chosen["text"]) == (DAILY, "The officer visits each campus daily.")
    with pytest.raises(NotFound):
        pages.new_suggestion(desk(table, "officer"), table.world.edition.id, "nowhere")


def test_the_other_side_finds_nothing_of_an_internal_one(lively: Table) -> None:
    value = pages.suggestions(desk(lively, "lawyer"), lively.world.edition.id).value
    assert 6 not in {one["number"] for one in (*value["open"], *value["answered"])}
    with pytest.raises(NotFound):
        pages.result(desk(lively, "lawyer"), lively.world.edition.id, chosen=[6])


def test_the_list_costs_the_same_however_many_there_are(table: Table) -> None:
    def cost() -> int:
        session: Session = table.world.session
        actor = table.world.actor("dana")
        with statements(session) as sent:
            shown.overview(session, actor, table.world.edition.id)
        return len(sent)

    table.suggests("officer", WEEKLY)
    one = cost()
    for number in range(12):
        table.suggests("officer", WEEKLY.replace("week", f"week {number}"))
    assert cost() == one <= 5
