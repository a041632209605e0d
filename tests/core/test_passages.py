"""However passages lie, the pieces are apart, in order, and know exactly what covers them."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from workflow.core.passages import Passage, Piece, pieces

EDGE = st.integers(0, 40)
PASSAGES = st.lists(st.builds(Passage, EDGE, EDGE, st.integers(1, 9), st.booleans()), max_size=12)


@given(PASSAGES)
def test_every_place_is_covered_by_the_same_passages_as_before(passages: list[Passage]) -> None:
    found = pieces(passages)
    for place in range(40):
        wanted = sorted(one.number for one in passages if one.start <= place < one.end)
        (here,) = [piece for piece in found if piece.start <= place < piece.end] or [Piece(0, 0, ())]
        assert [one.number for one in here.covers] == wanted


@given(PASSAGES)
def test_pieces_are_apart_in_order_never_empty_and_few(passages: list[Passage]) -> None:
    found = pieces(passages)
    assert all(one.start < one.end and one.covers for one in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert len(found) <= 2 * len(passages)


@given(PASSAGES)
def test_each_passage_ends_once(passages: list[Passage]) -> None:
    ended = [(one, piece.end) for piece in pieces(passages) for one in piece.ends]
    assert sorted((one for one, _ in ended), key=repr) == sorted(
        (one for one in passages if one.start < one.end), key=repr
    )
    assert all(one.end == end for one, end in ended)


def test_one_within_another() -> None:
    outer, inner = Passage(0, 10, 1), Passage(3, 6, 2, settled=True)
    assert pieces([inner, outer]) == [
        Piece(0, 3, (outer,)), Piece(3, 6, (outer, inner), (inner,)), Piece(6, 10, (outer,), (outer,))
    ]  # fmt: skip
    assert pieces([]) == []
