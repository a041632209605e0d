"""The code points that Unicode 14.0 assigns, on every machine alike."""

import unicodedata

import pytest

from workflow.evidence.assigned import FILE, assigned

ASSIGNED = 144_697 + 65 + 2_048 + 137_468
"""Characters (Unicode 14.0.0, published total), controls, surrogates, private use."""


def test_it_is_the_published_number_and_nothing_that_this_machine_does_not_know():
    """Unicode never takes back what it assigned: so these are the very ones, whatever this machine's own version."""
    found = [code for code in range(0x110000) if assigned(chr(code))]
    assert len(found) == ASSIGNED
    assert [hex(code) for code in found if unicodedata.category(chr(code)) == "Cn"] == []


@pytest.mark.parametrize(
    ("char", "known"),
    [
        ("\x00", True), ("a", True), ("\u0377", True), ("\u0378", False), ("\u0379", False), ("\u037a", True),
        ("\uffff", False), ("\U0010fffd", True), ("\U0010fffe", False), ("\U0010ffff", False),
        ("\U0001fae7", True), ("\U0001fae8", False), ("\u0cf3", False), ("\U0001e030", False),
    ],
)  # fmt: skip
def test_at_the_ends_of_runs_and_beyond_version_14(char, known):
    assert assigned(char) is known


def test_the_table_is_lengths_in_base_36():
    assert len(FILE.read_bytes()) < 4_000 and FILE.read_text().split()[:4] == ["0", "oo", "2", "6"]
