"""Which lines begin a clause, and what a clause is called."""

import pytest

from workflow.drafting.headings import (
    Scheme,
    in_capitals,
    in_title_case,
    label_of,
    name_of,
    number_of,
    run_in,
    strip_number,
    titled_run_in,
)


@pytest.mark.parametrize(
    ("text", "number", "name", "label"),
    [
        ("# 1. Purpose\n\nTo keep schools safe.", "1", "Purpose", "1. Purpose"),
        ("# ARTICLE I. PARTIES", "ARTICLE I", "PARTIES", "ARTICLE I. PARTIES"),
        ("## 3.2 Hours:", "3.2", "Hours", "3.2 Hours"),
        ("(a) The Chief decides. Always.", "a", "The Chief decides", "(a) The Chief decides"),
        ("C. Term. One year from the last signature on it.", "C", "Term", "C. Term"),
        ("WHEREAS, the parties agree", "", "Recitals", "Recitals"),
        ("[Signature page follows]", "", "Signatures", "Signatures"),
        ("- **Notices**: in writing", "", "Notices", "Notices"),
        ("Preamble words without any number at all stand here for long and never come to an end at all, it seems to us", "",
         "Preamble words without any number at all stand here for long and…",
         "Preamble words without any number at all stand here for long and…"),
        ("\n \n", "", "(empty)", "(empty)"),
    ],
)  # fmt: skip
def test_what_a_clause_is_called(text: str, number: str, name: str, label: str) -> None:
    assert (number_of(text), name_of(text), label_of(text)) == (number, name, label)


@pytest.mark.parametrize(
    ("one", "other"), [("1. Purpose", "IV. Purpose:"), ("ARTICLE II Hours", "Section 2. Hours"), ("3.2 Pay.", "Pay")]
)  # fmt: skip
def test_without_its_number_a_heading_is_the_same_in_two_editions(one: str, other: str) -> None:
    assert strip_number(one) == strip_number(other)


@pytest.mark.parametrize(
    ("line", "capitals", "title"),
    [
        ("SCOPE OF SERVICES", True, True),
        ("Duties of the Officer", False, True),
        ("The officer visits each campus", False, False),
        ("ABC", False, True),
        ("PAYMENT;", False, True),
        ("...", False, False),
    ],
)
def test_how_a_heading_is_written(line: str, capitals: bool, title: bool) -> None:
    assert (in_capitals(line), in_title_case(line)) == (capitals, title)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Term. One year from the first day of it.", "Term"),
        ("Purpose", "Purpose"),
        ("The officer shall do a great many things that no heading would ever say. Next.", ""),
    ],
)
def test_a_title_that_runs_into_its_text(line: str, title: str) -> None:
    assert run_in(line) == title


def test_a_lost_number_is_seen_by_its_subject() -> None:
    assert titled_run_in("Term of Agreement. Effective April 1 this runs for a year.")
    assert not titled_run_in("Some Other Words. Effective April 1 this runs for a year.")


def test_the_first_number_settles_the_scheme() -> None:
    scheme = Scheme()
    taken = [
        scheme.begins(line)
        for line in ("1. Purpose", "A. Goals", "2. Hours", "  3. Inner", "2. Again", "3. Pay")
    ]
    assert taken == [True, False, True, False, False, True]


def test_roman_figures_are_a_scheme_and_one_may_be_missing() -> None:
    scheme = Scheme()
    assert [scheme.begins(line) for line in ("I. Purpose", "II. Hours", "IV. Pay", "VII. Late")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_line_of_a_table_of_contents_begins_nothing() -> None:
    assert not Scheme().begins("1. Purpose 3")
