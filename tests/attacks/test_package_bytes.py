"""Every byte of a package is signed, hashed into something signed, or recomputed: change any, and it is not verified."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.judging import accepted
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.verify import verify

LETTERS = 1_000


@pytest.fixture(scope="module")
def good() -> tuple[bytes, bytes]:
    package, policy = factory.everything()
    accepted(package, policy)
    return package, policy


def test_no_letter_exchanged_for_another_is_accepted(good: tuple[bytes, bytes]) -> None:
    """Unlike most flips these stay canonical JSON, so it is the argument that must notice, not the parser."""
    package, policy = good
    chance = random.Random(1)
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    codes = {0: 0, 1: 0, 2: 0}
    for _ in range(LETTERS):
        place = chance.randrange(len(package))
        letter = chance.choice(letters)
        if package[place] in letters and package[place] != letter:
            codes[verify(package[:place] + bytes([letter]) + package[place + 1 :], policy).exit_code] += 1
    print(
        f"{sum(codes.values())} exchanged letters: {codes[0]} verified, {codes[1]} not verified, {codes[2]} unusable"
    )
    assert codes[0] == 0 and codes[1] > 250


def _objects(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for member in value.values() if isinstance(value, dict) else value:
            yield from _objects(member)


def test_no_member_can_be_left_out_or_added(good: tuple[bytes, bytes]) -> None:
    package, policy = good
    value = loads(package)
    removed = added = 0
    for holder in list(_objects(value)):
        if isinstance(holder, list):
            continue
        for name in list(holder):
            if holder is value and name == "publication":
                continue
            taken = holder.pop(name)
            assert verify(dumps(value), policy).exit_code != 0, f"{name} left out"
            holder[name] = taken
            removed += 1
        for extra in ("note", "a", "text", "commitment", "envelope"):
            if extra not in holder:
                holder[extra] = ""
                assert verify(dumps(value), policy).exit_code != 0, f"{extra} added"
                del holder[extra]
                added += 1
    print(f"{removed} members left out, {added} added: 0 verified")
    assert dumps(value) == package


def test_no_item_of_a_list_can_be_left_out_doubled_or_moved(good: tuple[bytes, bytes]) -> None:
    package, policy = good
    value = loads(package)
    changed = 0
    for holder in list(_objects(value)):
        if not isinstance(holder, list):
            continue
        for number in range(len(holder)):
            taken = holder.pop(number)
            assert verify(dumps(value), policy).exit_code != 0
            holder[number:number] = [taken, taken]
            assert verify(dumps(value), policy).exit_code != 0
            holder.pop(number)
            changed += 2
        holder.append("")
        assert verify(dumps(value), policy).exit_code != 0
        holder.pop()
        if len(holder) > 1:
            holder.insert(0, holder.pop())
            assert verify(dumps(value), policy).exit_code != 0
            holder.append(holder.pop(0))
    print(f"{changed} items left out or doubled: 0 verified")
    assert dumps(value) == package


@pytest.mark.parametrize(
    "junk", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b"1e5", b"NaN", b'{"a":1,"a":1}']
)
def test_what_is_no_package_is_unusable(junk: bytes, good: tuple[bytes, bytes]) -> None:
    assert verify(junk, good[1]).exit_code == 2
    assert verify(good[0], junk).exit_code == 2
