"""Changes put together: nothing lost, nothing guessed, no order that matters."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafting.merging import Merged, close, edits, merge

BASE = "The officer visits each campus daily. The officer does not enforce school rules. Reports go to the Chief."
TEXTS = st.text("ab .,;\nÄ1", max_size=50)
Change = tuple[tuple[int, str, str], ...]


def both(mine: str, theirs: str, base: str = BASE) -> Merged:
    return merge(base, [mine, theirs])


def test_changes_of_different_sentences_both_stand() -> None:
    mine, theirs = BASE.replace("daily", "each day"), BASE.replace("Chief", "Sheriff")
    assert both(mine, theirs).text == BASE.replace("daily", "each day").replace("Chief", "Sheriff")


def test_changes_of_one_sentence_both_stand_when_unchanged_words_lie_between() -> None:
    mine, theirs = BASE.replace("visits", "walks"), BASE.replace("daily", "weekly")
    assert both(mine, theirs).text == BASE.replace("visits", "walks").replace("daily", "weekly")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (("daily", "X daily"), ("daily", "weekly Y")),  # the same word
        (("campus", "X"), ("daily", "Y")),  # neighbours: what one changes gives the other its sense
        (("not ", "X "), ("does not enforce", "Y")),  # one within the other
    ],
)
def test_the_same_or_neighbouring_words_are_for_a_person_to_settle(
    mine: tuple[str, str], theirs: tuple[str, str]
) -> None:
    found = both(BASE.replace(*mine), BASE.replace(*theirs))
    assert (found.text, found.pairs) == (None, {(0, 1)})
    (place,) = found.conflicts
    assert "X" in place.says[0] and "Y" in place.says[1] and place.was in BASE
    assert "X" in found.settle([place.says[0]]) and "Y" in found.settle([place.says[1]])


def test_one_takes_out_what_the_other_rewords() -> None:
    found = both(
        BASE.replace(" The officer does not enforce school rules.", ""), BASE.replace("not", "never")
    )
    assert [place.says for place in found.conflicts] and found.text is None


def test_who_says_the_same_does_not_conflict() -> None:
    same = BASE.replace("daily", "weekly")
    assert both(same, same).text == same and merge(BASE, [same, same, BASE]).pairs == frozenset()


def test_paragraphs_are_apart_even_where_only_blanks_lie_between() -> None:
    base = "Purpose\n\nSchools are safe"
    assert (
        merge(base, ["Aim\n\nSchools are safe", "Purpose\n\nPupils are safe"]).text
        == "Aim\n\nPupils are safe"
    )
    assert close("a b", 1, 2) and not close("a\n\nb", 1, 3) and close("ab", 1, 1)


def test_three_of_whom_two_conflict_are_named_by_their_places() -> None:
    texts = [
        BASE.replace("daily", "weekly"),
        BASE.replace("Chief", "Sheriff"),
        BASE.replace("daily", "hourly"),
    ]
    found = merge(BASE, texts)
    assert found.pairs == {(0, 2)}
    assert found.settle(["weekly"]) == texts[0].replace("Chief", "Sheriff")


@pytest.mark.parametrize("choices", [[], ["a", "b"]])
def test_settling_needs_one_answer_a_place(choices: list[str]) -> None:
    with pytest.raises(ValueError, match="1 places"):
        both(BASE.replace("daily", "weekly"), BASE.replace("daily", "hourly")).settle(choices)


@given(TEXTS, TEXTS)
def test_a_text_is_its_base_with_its_edits(base: str, new: str) -> None:
    out, at = "", 0
    for edit in edits(base, new):
        assert at <= edit.start <= edit.end
        out += base[at : edit.start] + edit.text
        at = edit.end
    assert out + base[at:] == new


@given(TEXTS, TEXTS)
def test_one_change_alone_is_that_change(base: str, new: str) -> None:
    assert merge(base, [new]).text == new
    assert both(new, base, base).text == new == both(base, new, base).text == both(new, new, base).text


@given(TEXTS, st.lists(TEXTS, min_size=2, max_size=4))
def test_no_order_matters_and_there_is_a_result_or_a_pair_that_conflicts(base: str, texts: list[str]) -> None:
    found = merge(base, texts)
    assert (found.text is None) == bool(found.pairs) == bool(found.conflicts)
    assert "".join(part.was for part in found.parts) == base
    for order in itertools.permutations(range(len(texts))):
        again = merge(base, [texts[one] for one in order])
        assert again.text == found.text
        assert {frozenset((order[a], order[b])) for a, b in again.pairs} == {
            frozenset(pair) for pair in found.pairs
        }


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
def test_every_change_can_be_read_out_of_the_parts_whole(base: str, texts: list[str]) -> None:
    found = merge(base, texts)
    for one, text in enumerate(texts):
        assert "".join(part.says.get(one, part.was) for part in found.parts) == text
    for part in found.parts:
        assert part.settled in {*part.says.values(), *([] if part.says else [part.was]), None}


WORDS = [f"w{number}" for number in range(24)]


@st.composite
def changes(draw: st.DrawFn, name: str) -> Change:
    """Takes some words out and puts new ones in: (place, "out" or "in", word)."""
    places = draw(st.lists(st.integers(0, len(WORDS) - 1), max_size=5, unique=True))
    return tuple(
        (place, draw(st.sampled_from(["out", "in", "instead"])), f"{name}{place}") for place in sorted(places)
    )


def changed(change: Change) -> list[str]:
    found = {place: (how, word) for place, how, word in change}
    out: list[str] = []
    for place, old in enumerate(WORDS):
        how, word = found.get(place, ("", ""))
        out += [word] if how in ("in", "instead") else []
        out += [old] if how not in ("out", "instead") else []
    return out


@given(changes("mine"), changes("theirs"))
def test_a_clean_result_has_every_word_that_anybody_put_in_and_none_that_anybody_took_out(
    mine: Change, theirs: Change
) -> None:
    """Every word stands once in the base, so that what happened to each can be told."""
    base, one, other = set(WORDS), changed(mine), changed(theirs)
    found = merge(" ".join(WORDS), [" ".join(one), " ".join(other)])
    if found.text is None:
        said = " ".join(
            words for part in found.parts for words in (*part.says.values(), part.settled or "")
        ).split()
        assert (set(one) | set(other)) - base <= set(said)
        return
    words = found.text.split()
    assert set(words) == (set(one) & set(other)) | ((set(one) | set(other)) - base)
    assert [word for word in words if word in one] == [word for word in one if word in words]
    assert [word for word in words if word in other] == [word for word in other if word in words]


@given(st.lists(changes("a"), min_size=2, max_size=2), changes("b"))
def test_one_after_the_other_gives_the_same_as_together(two: list[Change], third: Change) -> None:
    base = " ".join(WORDS)
    texts = [" ".join(changed(change)) for change in (*two, third)]
    together = merge(base, texts).text
    if together is None:
        return
    standing = base
    for text in texts:
        step = merge(base, [text, standing]).text
        assert step is not None
        standing = step
    assert standing == together
