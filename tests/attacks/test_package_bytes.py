"""Every byte of a package is signed, hashed into something signed, or recomputed: change any, and it is not verified."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.evidence import factory
from tests.evidence.judging import accepted
from workflow.evidence.canonical import dumps, loads
from workflow.evidence.clause_tree import Attachment
from workflow.evidence.verify import verify

FLIPS = 2_000


@pytest.fixture(scope="module")
def good() -> tuple[bytes, bytes]:
    """A published package with an attachment, an adoption and every other member there is, and its policy."""
    cast = factory.ready()
    world = cast.world
    clerk = world.enrol(cast.district, "Gil Gray", "clerk", "Clerk of the Board")
    world.wait(hours=80)
    body = {"id": "board", "name": "Board of Education", "party": cast.district.id, "required": True}
    exhibit = Attachment("1", "Exhibit A", "application/pdf", 4, b"e" * 32, redactable=True)
    factory.frozen(cast, adopting_bodies=[body], attachments=[exhibit])
    world.adopt(clerk, "board")
    factory.signed(cast)
    package = world.publish(world.package())
    policy = world.policy()
    accepted(package, policy)
    return package, policy


def test_no_flipped_bit_is_accepted(good: tuple[bytes, bytes]) -> None:
    package, policy = good
    chance = random.Random(20260501)
    codes = {0: 0, 1: 0, 2: 0}
    for _ in range(FLIPS):
        flipped = bytearray(package)
        flipped[chance.randrange(len(package))] ^= 1 << chance.randrange(8)
        codes[verify(bytes(flipped), policy).exit_code] += 1
    print(f"{FLIPS} flipped bits: {codes[0]} verified, {codes[1]} not verified, {codes[2]} unusable")
    assert codes[0] == 0 and codes[1] + codes[2] == FLIPS


def test_no_letter_exchanged_for_another_is_accepted(good: tuple[bytes, bytes]) -> None:
    """Unlike most flips these stay canonical JSON, so it is the argument that must notice, not the parser."""
    package, policy = good
    chance = random.Random(1)
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    codes = {0: 0, 1: 0, 2: 0}
    for _ in range(FLIPS // 2):
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
