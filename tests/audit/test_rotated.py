"""The log's keys follow one another by their own word, or the check says so."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.conftest import NOW
from workflow.adapters.keystore import spki
from workflow.adapters.rotations import Turn
from workflow.audit import rotated
from workflow.evidence import leaf, rotation, tlog

KEYS = [Ed25519PrivateKey.generate() for _ in range(3)]
VKEYS = [tlog.vkey("localhost/d1", key) for key in KEYS]


def stated(old: int, new: int, kind: str = "checkpoint", by: int | None = None):
    said = rotation.statement(
        KEYS[old if by is None else by], deployment="d1", kind=kind, spki=spki(KEYS[old]), new=spki(KEYS[new]), at=NOW, until=NOW
    )  # fmt: skip
    return leaf.service_leaf(deployment="d1", event="rotated", at=NOW, said=said)


def codes(leaves, keys=VKEYS, publishers=()) -> list[str]:
    return [one.code for one in rotated.findings(leaves, keys, publishers)]


def test_keys_that_follow_one_another_hold() -> None:
    assert codes([stated(0, 1), stated(1, 2)]) == [] == codes([], VKEYS[:1])
    assert codes([stated(0, 1, "seal")], VKEYS[:1]) == []


def test_a_key_nobody_named_is_found() -> None:
    assert codes([stated(0, 1)]) == ["key.unnamed"]


def test_a_rotation_the_old_key_did_not_state_is_found() -> None:
    assert codes([stated(0, 1, by=2), stated(1, 2)]) == ["key.rotation", "key.unnamed"]
    assert codes([stated(2, 1)], VKEYS[:2]) == ["key.rotation", "key.unnamed"]


def test_publication_keys_follow_one_another_by_their_own_word_too() -> None:
    turns = [Turn(key.public_key(), 0, 0) for key in KEYS]
    said = [stated(0, 1, "publication"), stated(1, 2, "publication")]
    assert codes(said, [], turns) == [] == codes([], [], turns[:1])
    assert codes(said[:1], [], turns) == ["key.unnamed"]
    assert codes([stated(0, 1, "publication", by=2), said[1]], [], turns) == ["key.rotation", "key.unnamed"]
    assert codes(said, []) == []  # without the service's keys nobody can say whose they were
