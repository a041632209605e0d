"""The line in ML-DSA-44 under a checkpoint, as C2SP tlog-cosignature has it."""

import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from tests.evidence import factory
from workflow.evidence import mldsa, tlog
from workflow.evidence.canonical import sha256
from workflow.evidence.errors import Bad
from workflow.evidence.verify import verify

NAME, ROOT = "log.example/1", b"r" * 32
OWN, KEY = Ed25519PrivateKey.generate(), MLDSA44PrivateKey.generate()
KEYS = [tlog.vkey(NAME, OWN), tlog.vkey_of(NAME, KEY.public_key(), tlog.MLDSA44)]


def note(size: int = 7, time: int = 1_679_315_147) -> str:
    return tlog.sign_beside(tlog.sign_checkpoint(NAME, size, ROOT, OWN), KEY, time)


def test_what_is_signed_is_laid_out_as_the_specification_says() -> None:
    laid = mldsa.message("a/b", (258).to_bytes(8, "big"), 259, ROOT)
    assert laid == b"subtree/v1\n\0" + b"\x03a/b" + bytes(6) + b"\x01\x02" + b"\x03a/b" + bytes(8) + bytes(6) + b"\x01\x03" + ROOT  # fmt: skip


def test_the_key_id_is_over_name_type_and_key() -> None:
    name, key_id, public = tlog.parse_vkey(KEYS[1], tlog.MLDSA44)
    assert name == NAME and len(public) == 1312
    assert key_id == sha256(b"log.example/1\n\x06", public)[:4]


def test_a_checkpoint_with_both_lines_names_both_keys() -> None:
    found = tlog.open_checkpoint(note(), KEYS)
    assert found.signers == tuple(KEYS) and found.beside == KEYS[1] and not found.unchecked


def test_one_without_it_is_good_as_before() -> None:
    found = tlog.open_checkpoint(tlog.sign_checkpoint(NAME, 7, ROOT, OWN), KEYS)
    assert (found.signers, found.beside, found.unchecked) == ((KEYS[0],), "", False)


def test_two_keys_for_it_do_not_sign_one_checkpoint() -> None:
    other = MLDSA44PrivateKey.generate()
    keys = [*KEYS, tlog.vkey_of(NAME, other.public_key(), tlog.MLDSA44)]
    with pytest.raises(Bad, match="once beside it"):
        tlog.open_checkpoint(tlog.sign_beside(note(), other, 1), keys)


def test_a_note_key_for_it_is_no_key_of_another_kind() -> None:
    for key, kind in ((KEYS[0], tlog.MLDSA44), (KEYS[1], tlog.ED25519), (KEYS[1], tlog.COSIGNATURE)):
        with pytest.raises(Bad, match="not a verifier key of this kind"):
            tlog.parse_vkey(key, kind)


def test_who_asks_about_ed25519_alone_passes_the_line_over() -> None:
    plain = tlog.own_lines(note())
    assert plain == tlog.sign_checkpoint(NAME, 7, ROOT, OWN)
    assert tlog.open_checkpoint(plain, KEYS[:1]).size == 7


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that has no ML-DSA."""

    class Absent:
        @staticmethod
        def from_public_bytes(data: bytes) -> None:
            raise UnsupportedAlgorithm("no ML-DSA here")

        @staticmethod
        def generate() -> None:
            raise UnsupportedAlgorithm("no ML-DSA here")

    monkeypatch.setattr(mldsa, "MLDSA44PublicKey", Absent)
    monkeypatch.setattr(mldsa, "MLDSA44PrivateKey", Absent)


@pytest.mark.usefixtures("without")
def test_where_the_library_has_none_it_is_not_checked_and_says_so() -> None:
    assert mldsa.generate() is None
    found = tlog.open_checkpoint(note(), KEYS)
    assert found.unchecked and found.beside == KEYS[1]


@pytest.mark.usefixtures("without")
def test_a_package_then_stands_on_ed25519_and_says_so() -> None:
    world = factory.signed().world
    world.key_beside = KEY
    found = verify(world.package(), world.policy())
    said = {check.id: check.detail for check in found.checks}["log.checkpoint"]
    assert found.verdict == "verified" and said.endswith("its signature with ML-DSA-44 is not checked on this computer")  # fmt: skip


def test_a_key_is_made_where_the_library_has_one() -> None:
    assert isinstance(mldsa.generate(), MLDSA44PrivateKey)
