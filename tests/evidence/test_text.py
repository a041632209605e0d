import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence import text


@pytest.mark.parametrize("good", ["", "plain\nwords", "José – “quoted” 7½ §4 ₱", "日本語", "👮 officer"])
def test_ordinary_text_passes(good):
    assert text.passes(good) and text.problems(good) == []


@pytest.mark.parametrize(
    ("char", "words"),
    [
        ("\u202e", "bidi"),
        ("\u2066", "bidi"),
        ("\u200b", "zero-width"),
        ("\ufeff", "zero-width"),
        ("\u00ad", "format"),
        ("\ufe0f", "shows nothing"),
        ("\u3164", "shows nothing"),
        ("\U000e0041", "shows nothing"),
        ("\ue000", "private-use"),
        ("\u0378", "not an assigned"),
        ("\U0001fae8", "not an assigned"),
        ("\ud800", "lone surrogate"),
        ("\t", "control"),
        ("\r", "control"),
        ("\u2028", "line separator"),
        ("\u2029", "paragraph separator"),
        ("\u00a0", "not the ordinary space"),
    ],
)
def test_what_cannot_be_seen_is_refused_with_its_place_and_name(char, words):
    found = text.problems(f"one\ntwo{char}three")
    assert [(p.line, p.column) for p in found] == [(2, 4)]
    assert words in found[0].words
    assert found[0].code == f"U+{ord(char):04X}"
    assert found[0].name == unicodedata.name(char, found[0].code)


def test_every_problem_is_listed():
    assert len(text.problems("a\u200bb\u200b\n\u200b")) == 3


def test_text_that_is_not_composed_is_refused_where_it_begins():
    assert [(p.line, p.column, p.code) for p in text.problems("one\ncafe\u0301s")] == [(2, 4, "NFC")]
    assert [(p.line, p.column) for p in text.problems("e\u0301")] == [(1, 1)]


def test_a_character_that_only_its_successor_changes_is_found():
    assert [p.code for p in text.problems("a\u0316\u0300\u0323")] == ["NFC"]


def test_every_unseen_code_point_of_unicode_is_refused():
    """All of the two planes in use; of the rest, which is unassigned or private, every 97th."""
    refused = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
    points = [*range(0x20000), *range(0x20000, 0x110000, 97), *range(0xE0000, 0xE0200)]
    unseen = [c for c in map(chr, points) if c != "\n" and unicodedata.category(c) in refused]
    assert len(unseen) > 30_000
    assert [f"U+{ord(char):04X}" for char in unseen if text.passes(char)] == []


def test_an_import_may_change_line_ends_and_spaces_and_nothing_else():
    assert text.normalise("a\r\nb\rc\x85d\u2028e\tf\u00a0g\u3000h") == "a\nb\nc\nd\ne f g h"
    assert text.normalise("cafe\u0301") == "café"
    assert text.normalise("a\u200bb") == "a\u200bb"


@given(st.text())
def test_normalising_twice_is_normalising_once(words):
    once = text.normalise(words)
    assert text.normalise(once) == once
    assert all(problem.code != "NFC" for problem in text.problems(once))
