"""Letters that look like others."""

import time

import pytest

from workflow.core.lookalikes import LATIN_IN_LOOKS, RANGES, lookalikes, script_of

A, O_GREEK = "\u0430", "\u03bf"


@pytest.mark.parametrize(
    ("letter", "script"),
    [("a", "Latin"), ("ñ", "Latin"), ("ẞ", "Latin"), (A, "Cyrillic"), ("ω", "Greek"), ("ἀ", "Greek"), ("漢", ""), ("1", "")],
)  # fmt: skip
def test_a_letter_has_a_script(letter: str, script: str) -> None:
    assert script_of(letter) == script


@pytest.mark.parametrize(
    ("script", "low", "high"), [(name, *span) for name, spans in RANGES.items() for span in spans]
)
def test_a_range_holds_its_first_and_its_last_letter(script: str, low: int, high: int) -> None:
    assert script_of(chr(low)) == script_of(chr(high)) == script


def test_every_letter_that_looks_latin_is_greek_or_cyrillic() -> None:
    assert {script_of(letter) for letter in LATIN_IN_LOOKS} == {"Greek", "Cyrillic"}


def test_a_cyrillic_letter_in_a_latin_word_is_told_with_its_place() -> None:
    (found,) = lookalikes(f"# 2. Pay\n\nThe District p{A}ys the officer.")
    assert (found.line, found.column, found.word, found.letter) == (3, 15, f"p{A}ys", A)
    assert found.scripts == ("Latin", "Cyrillic")
    for words in (
        "Line 3, character 15",
        "cyrillic small letter a",
        "U+0430",
        "Latin and Cyrillic",
        "one script",
    ):
        assert words in found.words


def test_a_latin_letter_in_a_cyrillic_word_is_the_odd_one() -> None:
    (found,) = lookalikes("Школьный oфицер полиции")
    assert (found.letter, found.column) == ("o", 10)


def test_a_word_made_of_lookalikes_alone_is_told_in_a_latin_line() -> None:
    (found,) = lookalikes("The \u0421\u041e\u0420\u0415 program pays.")
    assert "Cyrillic letters that look Latin" in found.words and found.column == 5
    assert lookalikes(f"from {A} to b") and lookalikes(f"{O_GREEK} is not o")


@pytest.mark.parametrize(
    "text",
    [
        "Plain words.",
        "Señora Núñez's café, naïve: 50 µg, “quoted”",
        "Сотрудник школы",
        "the Russian word школа",
        "сор",
        "β-blockers and α particles",
        "漢字 and words",
        "abc сор",
        "ab сор",
        "",
    ],
)
def test_words_of_one_script_pass(text: str) -> None:
    assert lookalikes(text) == []


def test_several_are_told_in_order_and_a_long_text_is_read_at_once() -> None:
    assert [one.line for one in lookalikes(f"p{A}y\nfine\nt{O_GREEK}wn")] == [1, 3]
    began = time.process_time()
    assert len(lookalikes(f"p{A}y " * 20_000)) == 20_000
    lookalikes("x" * 100_000 + A)
    assert time.process_time() - began < 5
