"""What the verifier tells of each vector is what told.txt says, word for word; after a change on purpose it is made anew."""

from typing import Any

import pytest

from tests.vectors import told

KEPT = told.kept()


@pytest.mark.parametrize("vector", told.VECTORS, ids=lambda vector: vector["name"])
def test_what_is_told_of_a_vector_is_told_word_for_word(vector: dict[str, Any]) -> None:
    assert told.told(vector) == KEPT[vector["name"]]


def test_each_vector_is_told_of_and_no_other() -> None:
    assert list(KEPT) == [vector["name"] for vector in told.VECTORS]
