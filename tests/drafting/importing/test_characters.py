"""The character door as a form sees it."""

import pytest

from workflow.core.errors import Invalid
from workflow.drafting.importing.characters import check, clean


def test_line_ends_and_spaces_take_their_plain_form() -> None:
    assert clean("\r\na\u00a0b  \r\n\tc \x0bd\n\n", "text") == "a b\n c\nd"


def test_letters_are_composed_and_words_are_kept() -> None:
    assert clean("Nu\u0303ez – “50 %”", "text") == "Nũez – “50 %”"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\u202eb", "RIGHT-TO-LEFT OVERRIDE"),
        ("a\u200bb", "ZERO WIDTH SPACE"),
        ("a\ud800b", "lone surrogate"),
        ("a\x00b", "control character"),
        ("a\ue000b", "private-use"),
    ],
)
def test_a_character_that_shows_nothing_is_named_with_its_place(text: str, said: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clean("first line\n" + text, "note")
    (issue,) = refusal.value.issues
    assert issue.field == "note" and "Line 2, character 2" in issue.words and said in issue.words
    assert "type the word anew" in issue.words


def test_many_are_counted_and_not_all_listed() -> None:
    with pytest.raises(Invalid) as refusal:
        check("\u200b" * 9, "text")
    assert len(refusal.value.issues) == 6 and "4 more" in refusal.value.issues[-1].words
