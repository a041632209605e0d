"""Anchors follow their quotation through the difference of two texts, or say that they lost it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.core.errors import Invalid
from workflow.review.threads.anchors import State, matching, place, select, selector, sentences

OLD = "2. Duties\n\nThe officer visits each campus daily. The officer does not enforce school rules. Reports go to both sides."
OTHER = "3. Term\n\nThis agreement lasts one year."


def chosen(quote: str) -> dict:
    return select(OLD, quote)


def now(duties: str | None, **more: str) -> dict[str, str]:
    return ({"duties": duties} if duties is not None else {}) | {"term": OTHER} | more


@pytest.mark.parametrize(
    ("quote", "duties", "more", "state", "reads"),
    [
        ("visits each campus daily", OLD, {}, State.EXACT, "visits each campus daily"),
        ("visits each campus daily", OLD.replace("2. Duties", "2. Duties of the officer"), {}, State.EXACT, "visits each campus daily"),
        ("visits each campus daily", OLD.replace("daily", "every day"), {}, State.CHANGED, "visits each campus every day"),
        ("Reports go to both sides.", OLD.replace("The officer does not enforce school rules. ", ""), {}, State.EXACT, "Reports go to both sides."),
        ("The officer does not enforce school rules.", OLD.replace("The officer does not enforce school rules. ", ""),
         {"new": "9. Limits\n\nThe officer does not enforce school rules."}, State.MOVED, "The officer does not enforce school rules."),
        ("The officer does not enforce school rules.", OLD.replace("The officer does not enforce school rules. ", ""), {}, State.DETACHED, ""),
        ("visits each campus daily", None, {}, State.DETACHED, ""),
        ("visits each campus daily", "2. Duties\n\nSomething else entirely is written here now.", {}, State.DETACHED, ""),
    ],
)  # fmt: skip
def test_a_quotation_is_followed_into_the_text_of_today(quote, duties, more, state, reads) -> None:
    texts = now(duties, **more)
    found = place("duties", chosen(quote), OLD, texts, lambda: {"duties": OLD, "term": OTHER})
    assert found.state is state
    if found.clause:
        assert texts[found.clause][found.start : found.end].strip() == reads


def test_a_quotation_that_stands_in_two_other_clauses_detaches_rather_than_choosing() -> None:
    sentence = "The officer does not enforce school rules."
    texts = now(OLD.replace(sentence + " ", ""), a=sentence, b=sentence)
    assert place("duties", chosen(sentence), OLD, texts, lambda: {"duties": OLD}).state is State.DETACHED


def test_a_quotation_that_already_stood_elsewhere_has_not_moved_there() -> None:
    sentence = "The officer does not enforce school rules."
    before = {"duties": OLD, "twin": sentence}
    texts = now(OLD.replace(sentence + " ", ""), twin=sentence)
    assert place("duties", chosen(sentence), OLD, texts, lambda: before).state is State.DETACHED


@pytest.mark.parametrize(
    ("text", "state"), [(OLD, State.EXACT), (OLD + " More.", State.CHANGED), (None, State.DETACHED)]
)
def test_a_comment_on_a_whole_clause_follows_the_clause(text: str | None, state: State) -> None:
    assert place("duties", {}, OLD, now(text)).state is state


def test_a_comment_on_the_whole_edition_always_stands() -> None:
    assert place("", {}, None, {}).state is State.EXACT


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


def test_sentences_are_spans_of_the_text() -> None:
    assert [OLD[a:b] for a, b in sentences(OLD)] == [
        "2.", "Duties", "The officer visits each campus daily.", "The officer does not enforce school rules.", "Reports go to both sides.",
    ]  # fmt: skip


words = st.lists(
    st.sampled_from(["the", "officer", "may", "not.", "school;", "\n", "daily", "é"]), max_size=30
).map(" ".join)


@given(words, words)
def test_what_two_texts_share_reads_the_same_in_both_and_in_order(old: str, new: str) -> None:
    last = (0, 0)
    for a, b, size in matching(old, new):
        assert old[a : a + size] == new[b : b + size]
        assert a >= last[0] and b >= last[1]
        last = (a + size, b + size)


@given(words.filter(str.strip), st.data())
def test_an_anchor_in_an_unchanged_text_never_leaves_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = place("k", selector(text, start, end), text, {"k": text})
    assert (found.state, found.start, found.end) == (State.EXACT, start, end)


@given(words.filter(str.strip), words, st.data())
def test_whatever_is_shown_as_exact_reads_as_quoted(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    found = place("k", selector(old, start, end), old, {"k": new}, lambda: {"k": old})
    if found.state is State.EXACT:
        assert new[found.start : found.end] == old[start:end]
