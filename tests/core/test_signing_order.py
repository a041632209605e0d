"""Every order of up to four parties, every state of what is signed, and every way to send an order that is none."""

from itertools import chain, combinations, permutations, product

import pytest

from workflow.core.people import Office
from workflow.core.signing_order import ahead, arranged, mistakes
from workflow.core.threshold import Slot

NAMES = ("a", "b", "c", "d")


def subsets(names):
    return chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))


def test_an_order_of_everybody_is_kept_as_it_is():
    for count in range(len(NAMES) + 1):
        for chosen in permutations(NAMES[:count]):
            assert arranged(NAMES[:count], chosen) == list(chosen)
            assert mistakes(NAMES[:count], chosen) == {}


def test_who_joined_later_stands_last_and_who_left_is_passed_over():
    assert arranged(NAMES, ()) == list(NAMES)
    for chosen in chain.from_iterable(permutations([*NAMES, "gone"], size) for size in range(6)):
        found = arranged(NAMES, chosen)
        assert sorted(found) == list(NAMES)
        kept = [one for one in chosen if one != "gone"]
        assert found == kept + [one for one in NAMES if one not in kept]
    assert arranged(("a", "b"), ("b", "b", "a")) == ["b", "a"]


def test_everything_that_is_sent_is_an_order_or_says_in_which_places_it_is_none():
    for size in range(5):
        for chosen in product(("a", "b", "c", "", "x"), repeat=size):
            found = mistakes(("a", "b", "c"), chosen)
            assert (found == {}) == (sorted(chosen) == ["a", "b", "c"])


@pytest.mark.parametrize(("chosen", "expected"), [
    ((), {1: "missing", 2: "missing"}),
    (("a",), {2: "missing"}),
    (("", "a"), {1: "missing"}),
    (("a", "a"), {2: "twice"}),
    (("x", "x"), {1: "unknown", 2: "unknown"}),
    (("b", "a", "a"), {3: "more"}),
])  # fmt: skip
def test_each_place_says_what_is_wrong_with_it(chosen, expected):
    assert mistakes(("a", "b"), chosen) == expected


def slot(name, required):
    return Slot(name, f"party of {name}", frozenset({Office.CHIEF}), required)


def test_a_place_waits_for_exactly_the_required_ones_ahead_that_are_not_signed():
    for needs in product((True, False), repeat=len(NAMES)):
        slots = [slot(*pair) for pair in zip(NAMES, needs, strict=True)]
        for signed in subsets(NAMES):
            for at, place in enumerate(NAMES):
                wanted = [one for one in slots[:at] if one.required and one.id not in signed]
                assert ahead(slots, set(signed), place) == wanted


def test_whoever_signs_only_when_nobody_is_ahead_signs_in_the_order_the_verifier_asks_for():
    """Of all ways to sign, those that the rule lets through are those the verifier takes for the set order."""
    for needs in product((True, False), repeat=len(NAMES)):
        slots = [slot(*pair) for pair in zip(NAMES, needs, strict=True)]
        required = [one.id for one in slots if one.required]
        for way in permutations(NAMES):
            lets = all(
                not ahead(slots, way[:step], place) for step, place in enumerate(way) if place in required
            )
            assert lets == ([one for one in way if one in required] == required)


def test_without_a_set_order_there_is_nobody_ahead():
    assert ahead((), (), "a") == []
