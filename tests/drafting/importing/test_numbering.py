"""The printed numbers that Word computes and never writes down."""

from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafting.importing.numbering import Level, Numbering, in_figures, read, roman

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def level(depth: int, text: str, figures: str, start: str = "1") -> str:
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{figures}"/><w:lvlText w:val="{text}"/></w:lvl>'


def part(inside: str) -> Element:
    return fromstring(f'<w:numbering xmlns:w="{W}">{inside}</w:numbering>')


LEGAL = f'<w:abstractNum w:abstractNumId="7">{level(0, "%1.", "decimal")}{level(1, "%1.%2", "decimal")}{level(2, "(%3)", "lowerLetter")}</w:abstractNum>'


@pytest.mark.parametrize(
    ("value", "figures", "printed"),
    [
        (3, "decimal", "3"), (3, "decimalZero", "03"), (1, "lowerLetter", "a"), (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"), (4, "lowerRoman", "iv"), (99, "upperRoman", "XCIX"), (0, "upperRoman", "0"),
        (0, "lowerLetter", "0"), (400, "lowerRoman", "400"), (2, "chineseCounting", "2"),
    ],
)  # fmt: skip
def test_a_count_is_printed_as_word_prints_it(value: int, figures: str, printed: str) -> None:
    assert in_figures(value, figures) == printed


@given(st.integers(1, 399))
def test_roman_figures_read_back(value: int) -> None:
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
    digits = [worth[sign] for sign in roman(value)]
    following = [*digits[1:], 0]
    assert sum(-a if a < b else a for a, b in zip(digits, following, strict=True)) == value


def test_levels_count_on_their_own_and_begin_anew_below_a_new_parent() -> None:
    numbering = read(part(LEGAL + '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'))
    printed = [numbering.next("1", depth) for depth in (0, 1, 1, 2, 2, 1, 0, 1, 2)]
    assert printed == ["1.", "1.1", "1.2", "(a)", "(b)", "1.3", "2.", "2.1", "(a)"]


def test_lists_of_one_kind_count_on_and_an_override_begins_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="7"/>{again if n == 3 else ""}</w:num>'
        for n in (1, 2, 3)
    )
    numbering = read(part(LEGAL + nums))
    assert [numbering.next(one, 0) for one in "12331"] == ["1.", "2.", "1.", "2.", "3."]


def test_bullets_become_a_dash_and_no_figures_nothing() -> None:
    numbering = Numbering({"1": {0: Level("•", "bullet", 1), 1: Level("%2", "none", 1)}})
    assert (
        numbering.next("1", 0),
        numbering.next("1", 1),
        numbering.next("1", 5),
        numbering.next("9", 0),
    ) == ("-", "", "", "")


@pytest.mark.parametrize(("start", "printed"), [("5", "5."), ("", "1."), ("x", "1."), ("999999", "1.")])
def test_a_list_begins_where_it_says(start: str, printed: str) -> None:
    kind = f'<w:abstractNum w:abstractNumId="7">{level(0, "%1.", "decimal", start)}</w:abstractNum>'
    numbering = read(part(kind + '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'))
    assert numbering.next("1", 0) == printed


def test_a_file_without_lists_has_no_numbers() -> None:
    assert read(None).next("1", 0) == "" and read(part("")).lists == {}
