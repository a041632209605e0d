"""Following passages through the difference of two texts: in the small, and measured on real texts edited at random."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.review.threads.edited import Score, history
from tests.review.threads.yearly import PAIRS, fared
from workflow.review.threads.following import Difference, Passage, cut, likeness

OLD = "The officer visits each campus daily. The officer does not enforce school rules. Reports go to both sides."


def follow(old: str, new: str, quote: str) -> str | None:
    start = old.index(quote)
    found = Difference({"k": old}, {"k": new}).follow(Passage("k", start, start + len(quote)))
    return new[found.start : found.end] if found else None


@pytest.mark.parametrize(
    ("new", "quote", "reads"),
    [
        (OLD, "daily", "daily"),
        ("Preface. " + OLD, "does not enforce", "does not enforce"),
        (OLD.replace("each campus", "every single campus"), "each campus daily", "every single campus daily"),
        (OLD.replace("does not", "shall never"), "The officer does not enforce school rules.", "The officer shall never enforce school rules."),
        (OLD.replace(" daily", ""), "daily", None),
        (OLD.replace(" daily", ""), "visits each campus daily", "visits each campus"),
        ("Reports go to both sides. The officer visits each campus daily.", "Reports go to both sides.", "Reports go to both sides."),
        ("Reports are sent to both sides. The officer visits each campus daily.", "Reports go to both sides.", "Reports are sent to both sides."),
    ],
)  # fmt: skip
def test_a_passage_goes_where_its_words_went(new: str, quote: str, reads: str | None) -> None:
    assert follow(OLD, new, quote) == reads


def test_a_word_of_a_deleted_sentence_is_not_found_in_its_neighbour() -> None:
    assert (
        follow(OLD, "The officer visits each campus daily. Reports go to both sides.", "officer does") is None
    )


def test_a_stretch_too_large_to_compare_shares_nothing() -> None:
    old, new = ("".join(f"{word} {n} is said.\n" for n in range(300)) for word in ("Item", "Point"))
    assert follow(old, new, "7 is said.") is None


def test_likeness_is_a_share_of_letters_and_nothing_when_it_is_small() -> None:
    one, two, other = (cut("k", text)[0] for text in ("May not go.", "May not run.", "Reports are due."))
    assert likeness(one, one) == 1
    assert 0.65 <= likeness(one, two) < 1
    assert likeness(one, other) == 0


def test_a_sentence_that_was_split_keeps_both_its_halves() -> None:
    old = "Reports go to both sides each month,and the chief keeps a copy of every one of them."
    new = "Reports go to both sides each month. And the chief keeps a copy of every one of them."
    assert follow(old, new, "each month") == "each month"
    assert follow(old, new, "the chief keeps a copy") == "the chief keeps a copy"
    assert follow(new, old, "the chief keeps a copy") == "the chief keeps a copy"


words = st.lists(
    st.sampled_from(["the", "officer", "may", "not.", "school;", "\n", "daily", "é", "C.", "No."]),
    max_size=30,
).map(" ".join)


@given(words)
def test_sentences_hold_every_letter_that_shows(text: str) -> None:
    assert "".join(one.text for one in cut("k", text)).split() == text.split()


@given(words, words)
def test_what_two_texts_share_reads_the_same_in_both_and_is_shared_once(old: str, new: str) -> None:
    taken: set[int] = set()
    for run in Difference({"k": old}, {"k": new}).shared.get("k", []):
        assert old[run.old : run.old + run.size] == new[run.new : run.new + run.size]
        there = set(range(run.new, run.new + run.size))
        assert not taken & there
        taken |= there


@given(words.filter(str.strip), st.data())
def test_in_an_unchanged_clause_every_passage_keeps_its_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    passage = Passage("k", start, data.draw(st.integers(start + 1, len(text))))
    assert Difference({"k": text}, {"k": text, "new": "x"}).follow(passage) == passage


@pytest.mark.parametrize("edits", [10, 40])
def test_on_real_texts_edited_at_random_few_comments_go_wrong(edits: int) -> None:
    """REVIEW, section 3, scaled down; `make bench` runs it in full. Deterministic: these figures never move by chance."""
    score = Score()
    for seed in range(100, 104):
        told = history(edits, seed=seed)
        at: list[Passage | None] = list(told.passages)
        for old, new in zip(told.texts, told.texts[1:], strict=False):
            difference = Difference(old, new)
            at = [one and difference.follow(one) for one in at]
        for found, truth in zip(at, told.truth, strict=True):
            score.note(found, truth)
    assert score.alive + score.gone == 1600
    assert score.share("wrong") <= 0.01, score
    assert score.share("ghosts") <= 0.03, score
    assert score.share("right") >= (0.95 if edits == 10 else 0.88), score


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_from_one_years_text_to_the_next_no_comment_goes_wrong(pair) -> None:
    outcomes = Counter(line.outcome for line in fared(pair))
    assert (outcomes["wrong"], outcomes["ghost"]) == (0, 0), fared(pair)
    assert outcomes["detached"] <= 0.2 * outcomes["right"], fared(pair)
