"""The longer hash over everything: the tree of RFC 6962, written here once more as the RFC has it."""

from hashlib import sha512

import pytest

from workflow.evidence import restamp


def by_the_rfc(entries):
    if not entries:
        return sha512(b"").digest()
    if len(entries) == 1:
        return sha512(b"\0" + entries[0]).digest()
    half = 1
    while half * 2 < len(entries):
        half *= 2
    return sha512(b"\1" + by_the_rfc(entries[:half]) + by_the_rfc(entries[half:])).digest()


@pytest.mark.parametrize("size", [*range(18), 31, 32, 33, 100])
def test_the_root_is_that_of_the_rfc(size):
    entries = [b"%d" % number for number in range(size)]
    assert restamp.root(iter(entries)) == by_the_rfc(entries)


def test_order_and_borders_count():
    assert (
        len({restamp.root(one) for one in ([b"ab", b"c"], [b"a", b"bc"], [b"c", b"ab"], [b"abc"], [b"ab"])})
        == 5
    )


def test_the_imprint_is_over_all_but_the_token():
    leaf = {"at": "x", "root": "y", "token": "z"}
    assert (
        restamp.imprint(leaf) == restamp.imprint(leaf | {"token": ""}) != restamp.imprint(leaf | {"at": "z"})
    )
    assert len(restamp.imprint(leaf)) == 64
