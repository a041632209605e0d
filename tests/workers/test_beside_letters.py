"""Who stands beside the review is written to by the one table, in the day's letter but for a link."""

from workers import beside_letters, letters
from workers.digests import DAILY


def test_they_are_letters_like_all_others_and_daily_but_for_the_link() -> None:
    assert beside_letters.LETTERS.items() <= letters.LETTERS.items()
    assert set(beside_letters.LETTERS) - DAILY == {"observer"}
