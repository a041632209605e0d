"""The redline of one clause."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafting.redline import counts, excerpt, merged, name_moves, redline, sentences

TEXTS = st.text("ab .,;\nÄ1", max_size=60)


def kinds(old: str, new: str) -> list[tuple[str, str]]:
    return [(segment["kind"], segment["text"]) for segment in redline(old, new)]


def test_a_word_that_changed_is_struck_and_its_successor_underlined() -> None:
    assert kinds("From 7:30 to 15:30.", "From 7:30 to 16:00.") == [
        ("same", "From 7:30 to "), ("removed", "15:30"), ("added", "16:00"), ("same", "."),
    ]  # fmt: skip


def test_sentences_that_share_little_are_replaced_whole() -> None:
    assert kinds("The Chief decides alone.", "Money is split in equal halves each year.") == [
        ("removed", "The Chief decides alone."), ("added", "Money is split in equal halves each year."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "kind"), [("", "New words.", "added"), ("Old words.", "", "removed"), ("Same.", "Same.", "same")]
)  # fmt: skip
def test_one_sided_changes(old: str, new: str, kind: str) -> None:
    assert [segment["kind"] for segment in redline(old, new)] == [kind]


def test_times_and_hyphens_are_one_word() -> None:
    assert ("removed", "well-known") in kinds("a well-known officer here", "a known officer here")


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    found = redline(old, new)
    assert "".join(s["text"] for s in found if s["kind"] in ("same", "removed")) == old
    assert "".join(s["text"] for s in found if s["kind"] in ("same", "added")) == new


@given(TEXTS)
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


def test_a_sentence_that_went_elsewhere_is_named_as_moved_once() -> None:
    words = "The officer wears a uniform."
    clauses = [[{"kind": "removed", "text": words}], [{"kind": "added", "text": words + " "}]]
    name_moves(clauses)
    assert [clause[0]["kind"] for clause in clauses] == ["moved_from", "moved_to"]
    assert counts(clauses[1]) == {"removed": 0, "added": 0, "moved": 5}


@pytest.mark.parametrize("words", ["Too few words.", ""])
def test_a_short_stretch_is_never_called_moved(words: str) -> None:
    clauses = [[{"kind": "removed", "text": words}], [{"kind": "added", "text": words}]]
    name_moves(clauses)
    assert [clause[0]["kind"] for clause in clauses] == ["removed", "added"]


def test_what_was_added_twice_did_not_move() -> None:
    words = "The officer wears a uniform."
    clauses = [[{"kind": kind, "text": words}] for kind in ("removed", "added", "added")]
    name_moves(clauses)
    assert [clause[0]["kind"] for clause in clauses] == ["removed", "added", "added"]


def test_neighbours_of_one_kind_become_one() -> None:
    parts = [{"kind": "same", "text": "a"}, {"kind": "same", "text": "b"}, {"kind": "added", "text": ""}]
    assert merged(parts) == [{"kind": "same", "text": "ab"}]


def test_an_excerpt_keeps_every_change_and_some_words_around_it() -> None:
    words = " ".join(f"word{number}" for number in range(100))
    found = redline(words, words.replace("word50", "new").replace("word80 ", ""))
    shown = [(one["kind"], one["text"]) for one in excerpt(found, 24)]
    assert shown == [
        ("same", "… word47 word48 word49 "), ("removed", "word50"), ("added", "new"),
        ("same", " word51 word52 word53 … word77 word78 word79"), ("removed", " word80"), ("same", " word81 word82 word83 …"),
    ]  # fmt: skip
    assert excerpt(found, 10_000) == found


@given(TEXTS, TEXTS)
def test_an_excerpt_leaves_out_nothing_but_words_that_stayed(old: str, new: str) -> None:
    found = redline(old, new)
    shown = excerpt(found, 6)
    assert [one["kind"] for one in shown] == [one["kind"] for one in found]
    assert [one for one in shown if one["kind"] != "same"] == [one for one in found if one["kind"] != "same"]
