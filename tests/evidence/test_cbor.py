import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence import cbor
from workflow.evidence.errors import Bad

PLAIN = st.integers(-(2**64), 2**64 - 1) | st.binary(max_size=30) | st.text(max_size=30)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=30) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=40,
)


@given(VALUES)
def test_what_is_written_reads_back(value):
    try:
        assert cbor.loads(cbor.dumps(value)) == value
    except Bad as bad:
        assert "deeply" in bad.words


@given(st.binary(max_size=40))
def test_what_is_read_has_one_spelling(data):
    try:
        value = cbor.loads(data)
    except Bad:
        return
    assert cbor.dumps(value) == data


@pytest.mark.parametrize(
    "data",
    [
        "", "18", "1817", "190017", "1a00000017", "1b0000000000000017", "1c", "5f", "42 00", "61ff", "82 00", "a1 00",
        "a2 0000 0001", "a1 80 00", "f4", "fb3ff0000000000000", "c0 00", "00 00", "81" * 9 + "00", "1c" + "00" * 16,
    ],
)  # fmt: skip
def test_what_no_key_needs_is_refused(data):
    with pytest.raises(Bad) as refused:
        cbor.loads(bytes.fromhex(data))
    assert refused.value.code == "signature.cbor"


def test_lengths_are_minimal_at_every_edge():
    for number in (0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**64 - 1):
        assert cbor.loads(cbor.dumps(number)) == number
    with pytest.raises(ValueError, match=r"^an integer beyond 64 bits$"):
        cbor.dumps(2**64)
    with pytest.raises(TypeError, match=r"^float$"):
        cbor.dumps(1.5)


@pytest.mark.parametrize("layer", ["81", "a100"], ids=["arrays", "maps"])
def test_seven_layers_are_read_and_no_eighth(layer):
    cbor.loads(bytes.fromhex(layer * 7 + "00"))
    with pytest.raises(Bad, match="nested too deeply"):
        cbor.loads(bytes.fromhex(layer * 8 + "00"))


@pytest.mark.parametrize(("layers", "words"), [(6, "a map key that is"), (7, "nested too deeply")])
def test_a_key_is_no_deeper_than_a_value(layers, words):
    with pytest.raises(Bad, match=words):
        cbor.loads(bytes.fromhex("a1" + "81" * layers + "00" + "00"))


def test_a_value_that_others_follow_says_where_it_ends():
    assert cbor.read(b"\x01\x02", 0) == (1, 1)
    assert cbor.read(b"\x01\x02", 1) == (2, 2)
