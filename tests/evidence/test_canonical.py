import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from workflow.evidence import canonical
from workflow.evidence.canonical import (
    MAX_BYTES,
    MAX_INT,
    b64u,
    dumps,
    hash_of,
    loads,
    lp,
    sha256,
    u32,
    u64,
    unb64u,
)
from workflow.evidence.errors import Bad

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NAMES = st.text(st.characters(max_codepoint=127), max_size=8)
LEAVES = st.booleans() | st.integers(-MAX_INT, MAX_INT) | TEXT
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_canonical_bytes_are_those_of_rfc_8785_and_read_back(value):
    data = dumps(value)
    assert data == rfc8785.dumps(value)
    assert loads(data) == value
    assert dumps(loads(data)) == data


@given(st.binary(max_size=60))
def test_bytes_that_are_read_are_the_only_bytes_of_their_value(data):
    try:
        value = loads(data)
    except Bad:
        return
    assert dumps(value) == data


@pytest.mark.parametrize(
    "data",
    [
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{ "a":1}',
        b'{"a":1}\n',
        b"\xef\xbb\xbf{}",
        b"1.0",
        b"1e2",
        b"-0",
        b"01",
        b"NaN",
        b"Infinity",
        b"null",
        b"[null]",
        b'"\\u0041"',
        b'"\\ud800"',
        b'"\\/"',
        b'{"\xc3\xa9":1}',
        b"9007199254740992",
        b"-9007199254740992",
        b"9" * 5000,
        b"[" * 17 + b"]" * 17,
        b"[" * 100_000,
        b"",
        b"\xff",
        b"{",
    ],
)
def test_what_is_not_canonical_is_refused(data):
    with pytest.raises(Bad) as refused:
        loads(data)
    assert refused.value.code == "json.canonical"


@pytest.mark.parametrize(
    "value", [1.5, None, {1: 2}, {"é": 1}, MAX_INT + 1, -MAX_INT - 1, b"x", "\ud800", ("a",)]
)
def test_what_has_no_canonical_form_is_not_written(value):
    with pytest.raises(Bad) as refused:
        dumps([value] if not isinstance(value, dict) else value)
    assert refused.value.code == "json.value"


def test_nesting_ends_at_sixteen():
    deep = json.loads("[" * 16 + "]" * 16)
    assert loads(dumps(deep)) == deep
    assert loads(b"[" * 16 + b"1" + b"]" * 16)
    with pytest.raises(Bad, match="nested too deeply"):
        dumps([deep])
    objects = json.loads('{"a":' * 16 + "1" + "}" * 16)
    assert loads(dumps(objects)) == objects
    with pytest.raises(Bad, match="nested too deeply"):
        dumps({"a": objects} | {"b": 1})


def test_the_greatest_and_the_least_integer_are_written():
    assert loads(dumps([MAX_INT, -MAX_INT])) == [MAX_INT, -MAX_INT]


def test_what_is_no_integer_is_told_by_its_first_twenty_characters():
    with pytest.raises(Bad) as refused:
        loads(b"[1." + b"0" * 40 + b"]")
    assert refused.value.words == "1.000000000000000000 is not an integer"


def test_a_file_of_exactly_the_greatest_size_is_read(monkeypatch):
    monkeypatch.setattr(canonical, "MAX_BYTES", 7)
    assert loads(b'{"a":1}') == {"a": 1}
    with pytest.raises(Bad, match="longer than 64 MiB"):
        loads(b'{"a":12}')


def test_an_enormous_file_is_not_even_read():
    with pytest.raises(Bad, match="64 MiB"):
        loads(b" " * (MAX_BYTES + 1))


@given(st.binary(max_size=100))
def test_base64url_goes_and_comes_back(data):
    assert unb64u(b64u(data), len(data)) == data
    assert "=" not in b64u(data)


@pytest.mark.parametrize(
    "text",
    [
        "QQ==",
        "QR",
        "Q",
        "Q!Q",
        "QQ ",
        "Q+Q_",
        "Q/",
        "é",
        7,
        None,
        "QQ\n",
        "A" * 5,
        "****",
        "QQ*",
        "*QQ",
        "QQ**",
    ],
)
def test_base64url_has_one_spelling(text):
    with pytest.raises(Bad) as refused:
        unb64u(text)
    assert refused.value.code == "base64"


def test_a_length_is_held_to():
    with pytest.raises(Bad, match="32 bytes were expected, not 1"):
        unb64u("QQ", 32)


def test_the_small_forms():
    assert (u32(1), u64(1), lp(b"ab")) == (b"\0\0\0\1", b"\0" * 7 + b"\1", b"\0\0\0\2ab")
    assert sha256(b"a", b"b") == sha256(b"ab")
    assert hash_of("domain", {}) == b64u(sha256(b"domain\0{}"))
