"""Every key by its public half, and nothing made by looking."""

from pathlib import Path

from tests.adapters.test_keystore import pkcs12_file, rotated
from workflow.adapters.keylist import listed
from workflow.adapters.keystore import Keystore, spki
from workflow.evidence.keyrecord import key_id


def states(keys: Keystore) -> list[tuple[str, str]]:
    return [(one.kind, one.state) for one in listed(keys)]


def test_looking_makes_nothing(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "keys")
    assert listed(keys) == [] and list(keys.folder.iterdir()) == []


def test_each_key_has_its_state_and_its_time(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "keys")
    old = key_id(spki(keys.checkpoint_key))
    assert keys.time
    rotated(keys, "checkpoint", 5)
    assert states(keys) == [
        ("checkpoint", "in use"), ("checkpoint", "announced"), ("time", "in use"), ("authority", "in use"),
    ]  # fmt: skip
    keys.hand_over("checkpoint", 9)
    first, second, *_ = listed(keys)
    assert (first.fingerprint, first.state, first.until, first.where) == (
        old,
        "replaced",
        "2026-06-11T17:00:00Z",
        "",
    )
    assert (second.state, second.since, second.until) == ("in use", first.until, "")
    assert second.fingerprint == key_id(spki(keys.checkpoint_key)) and second.where.endswith(
        "checkpoint.2.pem"
    )


def test_a_seal_from_elsewhere_is_the_one_in_use(tmp_path: Path) -> None:
    file = pkcs12_file(tmp_path / "seal.p12", None, b"opens it")
    keys = Keystore(tmp_path / "keys", "", file, "opens it")
    assert Keystore(keys.folder).seal and [(one.kind, one.where) for one in listed(keys)] == [
        ("seal", str(file)), ("authority", str(keys.folder / "authority.pem")),
    ]  # fmt: skip
