"""Which key follows which, and which sizes of the log are whose."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.adapters.keystore import spki
from workflow.adapters.rotations import Rotation, Rotations, Turn, name_of
from workflow.core.errors import Refused
from workflow.evidence.canonical import b64u

KEYS = [Ed25519PrivateKey.generate() for _ in range(3)]
KIND = "publication"


@pytest.fixture
def folder(tmp_path: Path) -> Rotations:
    return Rotations(tmp_path)


def rotation(number: int, size: int, kind: str = KIND) -> Rotation:
    old, new = (b64u(spki(KEYS[one])) for one in (number - 2, number - 1))
    return Rotation(kind, number, old, new, "2026-05-12T17:00:00Z", "2026-06-11T17:00:00Z", size)


def bounds(folder: Rotations) -> list[tuple[int, int]]:
    return [(one.first, one.until) for one in folder.turns(KIND, KEYS[0].public_key)]


def test_each_key_has_its_sizes_and_in_the_overlap_two_have_them(folder: Rotations) -> None:
    assert folder.turns(KIND, KEYS[0].public_key) == [Turn(KEYS[0].public_key(), 0, 0)]
    assert not folder.begun(KIND) and folder.in_use(KIND) == 1
    folder.enter(rotation(2, 7))
    assert bounds(folder) == [(0, 0), (8, 0)] and folder.in_use(KIND) == 1 and folder.begun(KIND)
    folder.hand_over(KIND, 9)
    assert bounds(folder) == [(0, 9), (8, 0)] and folder.in_use(KIND) == 2
    folder.enter(rotation(3, 20))
    folder.hand_over(KIND, 22)
    assert bounds(folder) == [(0, 9), (8, 22), (21, 0)]
    assert [one.public for one in folder.turns(KIND, KEYS[0].public_key)] == [
        key.public_key() for key in KEYS
    ]


def test_a_rotation_is_of_its_kind_alone(folder: Rotations) -> None:
    folder.enter(rotation(2, 7, "seal"))
    assert folder.announced("seal") == rotation(2, 7, "seal") and folder.announced(KIND) is None
    folder.hand_over(KIND, 9)
    assert folder.announced("seal") and folder.rotated(KIND) == []


def test_the_private_half_of_what_was_replaced_goes(folder: Rotations, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / name_of(KIND, number)).touch()
    folder.enter(rotation(2, 7))
    assert (tmp_path / "publication.pem").exists()
    folder.hand_over(KIND, 9)
    assert [one.name for one in tmp_path.glob("*.pem")] == ["publication.2.pem"]


def test_a_list_that_others_may_read_is_refused(folder: Rotations, tmp_path: Path) -> None:
    folder.enter(rotation(2, 7))
    (tmp_path / "rotations.json").chmod(0o644)
    with pytest.raises(Refused, match="may be read by others"):
        folder.rotations()
