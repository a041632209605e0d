"""Anchors: quotations become selectors, and are carried into a newer text or say that they lost their place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.errors import Invalid
from workflow.review.threads.anchors import Place, State, carried, origin, select, selector, sentences
from workflow.review.threads.following import Difference

OLD = "2. Duties\n\nThe officer visits each campus daily. The officer does not enforce school rules. Reports go to both sides."
OTHER = "3. Term\n\nThis agreement lasts one year."
RULE = "The officer does not enforce school rules."


def now(duties: str | None, **more: str) -> dict[str, str]:
    return ({"duties": duties} if duties is not None else {}) | {"term": OTHER} | more


def placed(quote: str, texts: dict[str, str], before: dict[str, str] | None = None) -> Place:
    chosen = select(OLD, quote)
    difference = Difference(before or now(OLD), texts)
    return carried("duties", chosen.get("exact", ""), origin("duties", chosen), difference)


@pytest.mark.parametrize(
    ("quote", "duties", "more", "state", "reads"),
    [
        ("visits each campus daily", OLD, {}, State.EXACT, "visits each campus daily"),
        ("visits each campus daily", OLD.replace("2. Duties", "2. Duties of the officer"), {}, State.EXACT, "visits each campus daily"),
        ("visits each campus daily", OLD.replace("daily", "every day"), {}, State.CHANGED, "visits each campus every day"),
        ("Reports go to both sides.", OLD.replace(RULE + " ", ""), {}, State.EXACT, "Reports go to both sides."),
        (RULE, OLD.replace(RULE + " ", ""), {"new": f"9. Limits\n\n{RULE}"}, State.MOVED, RULE),
        (RULE, OLD.replace(RULE + " ", ""), {}, State.DETACHED, ""),
        ("visits each campus daily", None, {}, State.DETACHED, ""),
        ("visits each campus daily", "2. Duties\n\nSomething else entirely is written here now.", {}, State.DETACHED, ""),
    ],
)  # fmt: skip
def test_a_quotation_is_carried_into_the_text_of_today(quote, duties, more, state, reads) -> None:
    texts = now(duties, **more)
    found = placed(quote, texts)
    assert found.state is state
    assert not found.clause or texts[found.clause][found.start : found.end] == reads


def test_a_quotation_that_stands_in_two_other_clauses_detaches_rather_than_choosing() -> None:
    assert placed(RULE, now(OLD.replace(RULE + " ", ""), a=RULE, b=RULE)).state is State.DETACHED


def test_a_quotation_that_already_stood_elsewhere_has_not_moved_there() -> None:
    texts = now(OLD.replace(RULE + " ", ""), twin=RULE)
    assert placed(RULE, texts, now(OLD, twin=RULE)).state is State.DETACHED


def test_what_was_detached_stays_so_until_a_person_speaks() -> None:
    lost = Place(State.DETACHED)
    assert carried("duties", RULE, lost, Difference(now("Nothing."), now(OLD))) is lost


def test_words_that_come_back_to_their_clause_have_not_moved() -> None:
    away = Place(State.MOVED, "new", 0, len(RULE))
    found = carried("duties", RULE, away, Difference(now("Nothing.", new=RULE), now(f"Nothing. {RULE}")))
    assert found == Place(State.EXACT, "duties", 9, 9 + len(RULE))


@pytest.mark.parametrize(
    ("text", "state"), [(OLD, State.EXACT), (OLD + " More.", State.CHANGED), (None, State.DETACHED)]
)
def test_a_comment_on_a_whole_clause_follows_the_clause(text: str | None, state: State) -> None:
    found = carried("duties", "", origin("duties", {}), Difference(now(OLD), now(text)))
    assert (found.state, found.end) == (state, 0)


def test_a_comment_on_the_whole_edition_always_stands() -> None:
    assert carried("", "", origin("", {}), Difference(now(OLD), {})).state is State.EXACT


def test_a_copied_quotation_need_not_match_in_blanks_and_stars() -> None:
    text = "The **Chief** of\nPolice reports   monthly."
    found = select(text, "Chief of Police  reports")
    assert found["exact"] == "Chief** of\nPolice reports"
    assert found["refinedBy"]["start"] == text.index("Chief")


def test_positions_count_code_points() -> None:
    text = "𝒜 café 🚓 The officer."
    found = select(text, "officer")
    assert found["refinedBy"] == {"type": "TextPositionSelector", "start": 13, "end": 20}
    assert text[13:20] == "officer"


@pytest.mark.parametrize(
    ("quote", "code"), [("never written", "quote.missing"), ("The officer", "quote.tie")]
)
def test_a_quotation_must_stand_in_the_clause_once(quote: str, code: str) -> None:
    with pytest.raises(Invalid) as no:
        select(OLD, quote)
    assert no.value.issues[0].code == code


def test_no_quotation_means_the_whole_clause() -> None:
    assert select(OLD, "  ") == {}


def test_signs_of_a_heading_are_no_words_of_its_sentence() -> None:
    text = "# 3. Term\n\nUnder U.S.C. 1232 it is due. Resolution No. 7 says so."
    assert [text[a:b] for a, b in sentences(text)] == [
        "3. Term",
        "Under U.S.C. 1232 it is due.",
        "Resolution No. 7 says so.",
    ]


def test_sentences_are_spans_of_the_text() -> None:
    assert [OLD[a:b] for a, b in sentences(OLD)] == [
        "2. Duties", "The officer visits each campus daily.", "The officer does not enforce school rules.", "Reports go to both sides.",
    ]  # fmt: skip


words = st.lists(
    st.sampled_from(["the", "officer", "may", "not.", "school;", "\n", "daily", "é"]), max_size=30
).map(" ".join)


@given(words.filter(str.strip), words, st.data())
def test_whatever_is_shown_as_exact_reads_as_quoted(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    chosen = selector(old, start, end)
    found = carried("k", chosen["exact"], origin("k", chosen), Difference({"k": old}, {"k": new}))
    if found.state is State.EXACT:
        assert new[found.start : found.end] == old[start:end]
