"""What the public may not read of a draft: by key, by words, whole, and no longer than the newest copy that shows it hides it."""

import pytest

from workflow.core.errors import Invalid
from workflow.drafting.hidden.today import NOT_SAID, Copy, Today, Why

SECRET = "5. Alarms\n\nThe alarm code of the gymnasium is four two four two and stays with the principal."
PLAIN = "2. Duties\n\nThe officer visits each campus every day and speaks with the principal about it."
WHY = Why(
    1,
    "Part 5 of the text",
    "A basis.",
    "Chief Example, Chief, Police",
    "Monday 4 May 2026",
    "Tuesday 1 June 2027",
    "Records desk",
)


def today(*copies: Copy) -> Today:
    return Today(tuple(copies))


ONE = Copy(1, {"duties": PLAIN, "alarms": SECRET}, {"alarms": WHY})


def test_the_same_clause_is_withheld_whatever_it_says_now() -> None:
    assert today(ONE).why("alarms", SECRET) is WHY
    assert today(ONE).why("alarms", "5. Bells\n\nSomething else altogether.") is WHY
    assert today(ONE).why("duties", PLAIN) is None and today().why("alarms", SECRET) is None


@pytest.mark.parametrize(
    "text",
    [
        SECRET.replace("5.", "9."),
        f"{PLAIN}\n\n{SECRET}",
        "The alarm code of the gymnasium is four two four two.",
        SECRET.upper().replace("\n\n", " "),
    ],
)
def test_its_words_are_withheld_under_another_key(text: str) -> None:
    assert today(ONE).why("new", text) is WHY


def test_other_words_are_not() -> None:
    assert today(ONE).why("new", "The principal keeps the keys of the gymnasium.") is None
    assert today(ONE).why("new", "Alarms") is None


def test_what_a_later_copy_shows_is_a_secret_no_more() -> None:
    two = Copy(2, {"duties": PLAIN, "alarms": SECRET}, {})
    assert (
        today(two, ONE).why("alarms", f"{SECRET} New.") is None and today(two, ONE).why("new", SECRET) is None
    )
    without = Copy(2, {"duties": PLAIN}, {})
    assert today(without, ONE).why("alarms", "Anything.") is WHY, "it was dropped in between and comes back"


def test_what_an_earlier_copy_shows_and_the_later_hides_is_hidden() -> None:
    shown, hidden = Copy(1, {"alarms": SECRET}, {}), Copy(2, {"alarms": SECRET}, {"alarms": WHY})
    assert today(hidden, shown).why("alarms", SECRET) is WHY
    assert today(hidden, shown).elsewhere(2) == [("Part 5 of the text", 1)]
    assert today(ONE).elsewhere(1) == []


def test_of_a_copy_that_was_taken_down_the_words_count() -> None:
    gone = Copy(1, {"duties": PLAIN, "alarms": SECRET}, {"duties": WHY, "alarms": WHY}, gone=True)
    assert today(gone).why("duties", PLAIN) is WHY and today(gone).why("new", SECRET) is WHY
    assert today(gone).why("duties", "2. Duties\n\nNothing of what stood here is left in it.") is None
    assert not today(gone).is_public("duties", PLAIN)


def test_what_is_public_word_for_word_is_public() -> None:
    assert today(ONE).is_public("duties", PLAIN) and not today(ONE).is_public("duties", f"{PLAIN} New.")
    assert not today(ONE).is_public("alarms", SECRET) and not today(ONE).is_public("new", PLAIN)


def test_what_a_party_says_does_not_repeat_it() -> None:
    said = "As the text has it: the alarm code of the gymnasium is four two four two."
    assert today(ONE).quoted(said) and today(ONE).said(said) == NOT_SAID
    ours = "We agree: the officer visits each campus every day and speaks with the principal about it."
    assert today(ONE).said(ours) == ours and today().said(said) == said
    with pytest.raises(Invalid, match="kept from the public"):
        today(ONE).insist(said, "words")
    today(ONE).insist(ours, "words")


def test_what_stands_in_its_place_says_why_by_whom_and_until_when() -> None:
    told = "\n".join(WHY.lines())
    for words in ("edition 1", "A basis.", "Chief Example", "4 May 2026", "1 June 2027", "Records desk"):
        assert words in told
