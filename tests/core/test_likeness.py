"""Letters sent by the hundred are found to be alike, and different opinions are not."""

import random
import time

from workflow.core.likeness import BANDS, alike, bands, runs

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
