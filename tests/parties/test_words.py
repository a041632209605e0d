"""What people type is checked as a whole, and nothing hidden gets into a statement."""

from datetime import date

import pytest

from workflow.core.errors import Invalid
from workflow.parties.words import Typed


def test_spaces_and_line_ends_are_settled() -> None:
    typed = Typed()
    assert typed.line("name", "The name", "  Ana\tMaría \n Ruiz ") == "Ana María Ruiz"
    assert typed.words("reason", "The reason", "one\r\ntwo\u2028three\n") == "one\ntwo\nthree"
    typed.settle()


def test_everything_wrong_is_said_at_once_with_its_field() -> None:
    typed = Typed()
    typed.line("name", "The name", " ")
    typed.line("title", "The title", "x" * 201)
    typed.words("reason", "The reason", "a\u200bb")
    typed.email("email", "nobody")
    typed.day("from", "The first day", "tomorrow")
    with pytest.raises(Invalid) as no:
        typed.settle()
    assert [issue.field for issue in no.value.issues] == ["name", "title", "reason", "email", "from"]
    assert "U+200B" in no.value.issues[2].words


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\u2066", "\u200d", "\ufeff", "\x00", "\ud800", "\ue000", "\u00ad"]
)
def test_hidden_characters_are_refused(hidden: str) -> None:
    typed = Typed()
    typed.line("name", "The name", f"Carl{hidden}Cole")
    assert [issue.code for issue in typed.issues] == ["hidden_character"]


def test_a_name_with_letters_that_look_like_others_is_refused() -> None:
    typed = Typed()
    assert typed.line("name", "The legal name", "Μαρία Παπαδοπούλου") and not typed.issues
    typed.line("name", "The legal name", "Springfield P\u043elice Department")
    (issue,) = typed.issues
    assert (issue.code, issue.field) == ("lookalike", "name")
    assert "The legal name: " in issue.words and "P\u043elice" in issue.words and "U+043E" in issue.words


def test_a_day_may_have_a_default() -> None:
    typed = Typed()
    assert typed.day("d", "The day", "", default=date(2026, 1, 2)) == date(2026, 1, 2)
    assert typed.day("d", "The day", "2026-05-12") == date(2026, 5, 12)
    assert typed.day("d", "The day", "") is None and len(typed.issues) == 1


def test_what_need_not_be_said_may_be_empty() -> None:
    typed = Typed()
    assert typed.line("place", "The place", "", needed=False) == ""
    typed.settle()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "The e-mail address is missing."),
        ("ångström@example.org", "Before the @ an address may hold a to z without accents"),
        ("=?utf-8?q?eve=40evil.example=2C?=@example.org", "This is not an e-mail address."),
        ("carl@exämple.org", ""),
    ],
)
def test_an_address_that_no_letter_reaches_is_refused_in_plain_words(address: str, words: str) -> None:
    typed = Typed()
    typed.email("email", address)
    assert [issue.words.startswith(words) for issue in typed.issues] == [True] * bool(words)
