"""Candidates are the likest passages of today's text; none is better than a poor one."""

import time

from tests.review.threads.edited import agreements
from workflow.review.places.candidates import Search
from workflow.review.threads.anchors import selector

TEXT = {
    "a": "The officer visits each campus daily and reports to the principal.",
    "b": "Every officer shall visit each campus weekly. Reports go to the chief.",
    "c": "Nothing here is about that.",
}


def found(old: str, quote: str, key: str = "a") -> list[tuple[str, str]]:
    start = old.index(quote)
    hits = Search(TEXT).quotation(selector(old, start, start + len(quote)), key)
    assert [one.score for one in hits] == sorted((one.score for one in hits), reverse=True)
    return [(one.clause, TEXT[one.clause][one.start : one.end]) for one in hits]


def test_the_likest_comes_first() -> None:
    old = "The officer visits each campus daily and reports to the chief."
    assert found(old, "officer visits each campus daily") == [
        ("a", "officer visits each campus daily"),
        ("b", "officer shall visit each campus"),
    ]


def test_its_own_clause_and_the_words_around_decide_between_equals() -> None:
    assert found("each campus", "each campus", "b")[0][0] == "b"
    assert found("The officer visits each campus daily", "each campus", "b")[0][0] == "a"


def test_what_is_like_nothing_has_no_candidate() -> None:
    assert found("Payment is due within thirty days of invoice.", "Payment is due within thirty days") == []


def test_a_clause_that_is_gone_is_like_another_clause() -> None:
    hits = Search(TEXT).clause("The officer visits each campus weekly and reports to the chief.")
    assert [one.clause for one in hits] == ["a", "b"]
    assert (hits[0].start, hits[0].end) == (0, 0)


def test_at_most_three_and_quick_in_a_long_text() -> None:
    text = agreements()
    search, began = Search(text), time.perf_counter()
    for key, words in text.items():
        hits = search.quotation(selector(words, 0, min(len(words), 200)), key)
        assert len(hits) <= 3
        assert len(words) < 60 or key in {one.clause for one in hits}, words
    assert (time.perf_counter() - began) / len(text) < 0.1
