"""The matcher: right, and bounded."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.drafting.sequences import common, pieces, rising

small = st.lists(st.integers(0, 6), max_size=30)


@given(small, small)
def test_pairs_hold_equal_elements_and_grow(old: list[int], new: list[int]) -> None:
    pairs = common(old, new)
    assert all(old[a] == new[b] for a, b in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in itertools.pairwise(pairs))


@given(small, small)
def test_the_stretches_rebuild_both_sides(old: list[int], new: list[int]) -> None:
    stretches = pieces(len(old), len(new), common(old, new))
    assert [x for _, a, a_end, _, _ in stretches for x in old[a:a_end]] == old
    assert [x for _, _, _, b, b_end in stretches for x in new[b:b_end]] == new
    assert all(old[a:a_end] == new[b:b_end] for kind, a, a_end, b, b_end in stretches if kind == "same")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["same."] * 100_000, ["same."] * 99_999),
        (["same."] * 100_000, ["other.", *["same."] * 99_999, "end."]),
        (["a", "b"] * 50_000, ["b", "a"] * 50_000),
        (list(range(100_000)), list(range(99_999, -1, -1))),
    ],
)
def test_a_hostile_pair_is_bounded(old: list[object], new: list[object]) -> None:
    began = time.process_time()
    common(old, new)
    assert time.process_time() - began < 1.0


def test_the_longest_rising_run() -> None:
    assert rising([(0, 3), (1, 0), (2, 1), (3, 2)]) == [(1, 0), (2, 1), (3, 2)]
    assert rising([]) == []
