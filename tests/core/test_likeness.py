"""Letters sent by the hundred are found to be alike, and different opinions are not."""

import random
import time

from workflow.core.likeness import BANDS, RUN, alike, bands, carries, runs

LETTER = (
    "I am writing as a parent of two pupils at the high school. I ask the board to limit when officers may question "
    "children without a parent in the room, to publish arrest figures every term, and to train each officer in "
    "de-escalation before they enter a school. Our children deserve to feel safe and to be treated with respect. "
    "Please do not sign the agreement before these points are settled. Thank you for reading this."
)


def shared(one: str, other: str) -> bool:
    return bool(set(bands(one)) & set(bands(other)))


def test_case_marks_and_spaces_do_not_count() -> None:
    assert runs("Officers, wear NAME tags!") == runs("officers wear\n name  tags")
    assert alike(LETTER, LETTER.upper().replace(".", " !"))


def test_a_letter_with_an_own_greeting_is_like_the_others() -> None:
    mine = f"Dear board, {LETTER} Yours, Pat Lee"
    assert alike(LETTER, mine) and shared(LETTER, mine)


def test_another_opinion_is_another() -> None:
    other = LETTER.replace("limit when officers", "extend when officers").replace("do not sign", "sign now")
    for word in ("publish", "train", "safe", "settled"):
        other = other.replace(word, f"never {word} anything")
    assert not alike(LETTER, other)
    assert not alike("Yes.", "No.") and not alike("I agree.", "I disagree.")


def test_short_comments_are_alike_when_they_are_the_same() -> None:
    assert alike("No police in schools!", "no police in schools") and shared("Yes!", "yes")


def test_alike_letters_share_a_band_nearly_always_and_bands_are_the_same_every_time() -> None:
    dice, words = random.Random(7), LETTER.split()
    missed = 0
    for _ in range(200):
        mine = list(words)
        for _ in range(3):
            mine[dice.randrange(len(mine))] = "otherwise"
        text = " ".join(mine)
        missed += alike(LETTER, text) and not shared(LETTER, text)
    assert missed == 0
    assert len(bands(LETTER)) == BANDS and bands(LETTER) == bands(str(LETTER))


def test_a_long_comment_is_quick() -> None:
    text = " ".join(f"word{n}" for n in range(800))
    began = time.process_time()
    bands(text)
    assert time.process_time() - began < 1


def test_bands_are_kept_in_rows_and_so_stay_what_they_were() -> None:
    """A text written today is compared with bands of last year."""
    found = bands(LETTER)
    assert [len(found), found[0], found[1], found[-1]] == [
        BANDS,
        "0:05c8169a60402422",
        "1:c25c8658d4cf25bd",
        "15:ba048101d51abce7",
    ]


def test_runs_are_of_as_many_words_as_there_are_places_for_them() -> None:
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight"]
    assert [len(runs(" ".join(words[:n]))) for n in range(1, 9)] == [max(1, n - RUN + 1) for n in range(1, 9)]


def test_four_fifths_is_enough_and_less_is_not() -> None:
    assert alike("a b c d e f", "a b c d e f g")
    assert not alike("a b c d e", "a b c d e f")


def test_a_text_carries_what_was_joined_to_it_or_split_off() -> None:
    words = "The alarm code of the gymnasium stays with the principal and nobody else at all"
    assert carries(words, f"Here begins another clause. {words}. And more follows after it.")
    assert carries(f"{words}, as was agreed between the parties in the year before.", words)
    assert not carries(words, "The principal keeps every code, and the gymnasium has none at all today.")
    assert not carries("The alarm code of", words), "so few words say nothing"
    assert carries("Reserved.", "reserved")


def test_of_six_runs_four_fifths_carried_are_enough_and_less_is_not() -> None:
    ten = " ".join(f"w{n}" for n in range(12))
    others = " ".join(f"o{n}" for n in range(40))
    taken = [f"{' '.join(ten.split()[:count])} {others}" for count in (10, 9)]
    assert [carries(ten, longer) for longer in taken] == [True, False]
    six = " ".join(f"w{n}" for n in range(8))
    assert carries(six, f"{six} {others}") and not carries(" ".join(six.split()[:7]), f"{six} {others}")


def test_half_a_character_is_compared_like_any_other() -> None:
    assert alike("one \ud800two three", "one \ud800two three")
