import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
)
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PublicFormat,
    pkcs12,
)
from cryptography.x509 import ExtendedKeyUsage
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.conftest import NOW
from workflow.adapters.certificates import new_authority, new_certificate
from workflow.adapters.keystore import ANNOUNCED, Keystore, spki
from workflow.adapters.rotations import Rotation
from workflow.core.errors import Refused
from workflow.evidence.canonical import b64u


@pytest.fixture
def keys(tmp_path: Path) -> Keystore:
    return Keystore(tmp_path / "keys")


def touch_all(keys: Keystore) -> None:
    for name in ("deployment", "checkpoint_key", "seal", "time"):
        getattr(keys, name)


def test_keys_are_made_on_first_use_and_stay_the_same(keys: Keystore) -> None:
    touch_all(keys)
    again = Keystore(keys.folder)
    assert again.deployment == keys.deployment
    assert again.checkpoint_key.public_key() == keys.checkpoint_key.public_key()
    assert again.seal.certificate == keys.seal.certificate
    assert again.time.certificate == keys.time.certificate


def test_only_their_owner_may_read_them(keys: Keystore) -> None:
    touch_all(keys)
    assert stat.S_IMODE(keys.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in keys.folder.iterdir()} == {0o600}


def test_every_purpose_has_a_key_of_its_own(keys: Keystore) -> None:
    public = [keys.seal.key.public_key(), keys.time.key.public_key(), keys.authority.public_key()]
    points = {key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for key in public}
    assert len(points) == 3


def test_seal_and_time_certificates_come_from_our_own_authority(keys: Keystore) -> None:
    for identity in (keys.seal, keys.time):
        identity.certificate.verify_directly_issued_by(keys.authority)
        assert identity.key.public_key() == identity.certificate.public_key()


def test_the_time_certificate_serves_time_alone(keys: Keystore) -> None:
    purpose = keys.time.certificate.extensions.get_extension_for_class(ExtendedKeyUsage)
    assert purpose.critical and list(purpose.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def test_a_folder_that_others_may_read_is_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir(mode=0o755)
    (tmp_path / "keys").chmod(0o755)
    with pytest.raises(Refused) as no:
        Keystore(tmp_path / "keys")
    assert "may be read by others" in no.value.reason and "chmod 700" in no.value.remedy


def test_a_key_that_others_may_read_is_refused_with_the_remedy(keys: Keystore) -> None:
    touch_all(keys)
    (keys.folder / "checkpoint.pem").chmod(0o644)
    with pytest.raises(Refused) as no:
        touch_all(Keystore(keys.folder))
    assert "chmod 600" in no.value.remedy


def test_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from workflow.adapters.keystore import Keystore;"
        "k = Keystore(Path(sys.argv[1]));"
        "print(k.deployment, k.checkpoint_key.public_key().public_bytes_raw().hex(), k.seal.certificate.serial_number,"
        " k.time.certificate.serial_number)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "keys")], stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    said = {process.communicate()[0] for process in started}
    assert len(said) == 1 and all(said)
    assert not [file for file in (tmp_path / "keys").iterdir() if file.name.startswith(".")]


def test_no_key_is_told_to_a_log(keys: Keystore) -> None:
    shown = f"{keys!r} {keys.seal!r} {keys.time!r}"
    assert "PRIVATE" not in shown and str(keys.seal.key.private_numbers().private_value) not in shown


def rotated(keys: Keystore, kind: str, size: int) -> Rotation:
    old = keys.key_of(kind) if kind in ANNOUNCED else keys.own(kind).key
    number, new = keys.prepare(kind)
    made = Rotation(
        kind, number, b64u(spki(old)), b64u(spki(new)), "2026-05-12T17:00:00Z", "2026-06-11T17:00:00Z", size
    )
    keys.enter(made)
    return made


def test_the_logs_next_key_is_known_before_it_signs_and_the_old_one_is_gone_afterwards(
    keys: Keystore,
) -> None:
    first = keys.checkpoint_key.public_key()
    assert [(one.first, one.until) for one in keys.log_keys] == [(0, 0)] and keys.announced(
        "checkpoint"
    ) is None
    made = rotated(keys, "checkpoint", 7)
    assert keys.checkpoint_key.public_key() == first and keys.announced("checkpoint") == made
    assert [(one.first, one.until) for one in keys.log_keys] == [(0, 0), (8, 0)]
    keys.hand_over("checkpoint", 12)
    assert [(one.first, one.until) for one in Keystore(keys.folder).log_keys] == [(0, 12), (8, 0)]
    assert b64u(spki(keys.checkpoint_key)) == made.new and keys.log_keys[0].public == first
    assert not (keys.folder / "checkpoint.pem").exists()
    rotated(keys, "checkpoint", 20)
    keys.hand_over("checkpoint", 22)
    assert [(one.first, one.until) for one in keys.log_keys] == [(0, 12), (8, 22), (21, 0)]


def test_a_rotation_that_was_broken_off_is_begun_anew(keys: Keystore) -> None:
    before = keys.checkpoint_key
    _, lost = keys.prepare("checkpoint")
    number, new = keys.prepare("checkpoint")
    assert number == 2 and spki(lost) != spki(new)
    assert keys.checkpoint_key == before and len(keys.log_keys) == 1


@pytest.mark.parametrize("kind", ["seal", "time"])
def test_the_next_seal_and_time_keys_are_of_the_same_authority(keys: Keystore, kind: str) -> None:
    before = getattr(keys, kind)
    rotated(keys, kind, 3)
    keys.hand_over(kind, 3)
    after = getattr(keys, kind)
    assert after.certificate != before.certificate and not (keys.folder / f"{kind}.pem").exists()
    after.certificate.verify_directly_issued_by(before.authority)


def pkcs12_file(path: Path, key: EllipticCurvePrivateKey, words: bytes, mode: int = 0o600) -> Path:
    authority = new_authority("state")
    own, certificate = new_certificate("Records Office", "state", authority, time_stamping=False)
    name = b"seal"
    held = pkcs12.serialize_key_and_certificates(
        name, key or own, certificate if not key else None, [authority[1]], BestAvailableEncryption(words)
    )
    path.write_bytes(held)
    path.chmod(mode)
    return path


def test_the_seals_certificate_can_be_another_authoritys(tmp_path: Path) -> None:
    file = pkcs12_file(tmp_path / "seal.p12", None, b"opens it")
    keys = Keystore(tmp_path / "keys", "", file, "opens it")
    assert "Records Office" in repr(keys.seal) and keys.seal.authority != keys.authority
    assert [one.certificate for one in keys.seal_authorities] == [keys.authority]
    keys.note_seal(NOW)
    assert [one.certificate for one in keys.seal_authorities] == [keys.authority, keys.seal.certificate]
    assert keys.seal.key.public_key() == keys.seal.certificate.public_key()
    with pytest.raises(Refused, match="The key of the seal is in"):
        keys.own("seal")
    assert keys.time.authority == keys.authority == keys.own("time").authority
    with pytest.raises(Refused, match="cannot be opened"):
        assert Keystore(tmp_path / "keys", "", file, "another").seal
    file.chmod(0o644)
    with pytest.raises(Refused, match="may be read by others"):
        assert keys.seal


def test_a_key_for_mldsa_is_made_once_and_sealed_like_the_others(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "keys", "correct horse battery staple")
    assert keys.keys_beside == []
    made = keys.beside_key
    assert made and (keys.folder / "checkpoint-mldsa.pem").read_bytes().startswith(b"-----BEGIN ENCRYPTED")
    again = Keystore(keys.folder, "correct horse battery staple")
    assert again.beside_key and again.beside_key.public_key() == made.public_key()
    assert [one.public for one in again.keys_beside] == [made.public_key()]


def test_a_key_for_mldsa_that_was_in_use_and_is_gone_is_not_replaced_in_silence(keys: Keystore) -> None:
    old = keys.key_of("checkpoint-mldsa")
    number, new = keys.prepare("checkpoint-mldsa")
    keys.enter(Rotation("checkpoint-mldsa", number, b64u(spki(old)), b64u(spki(new)), "", "", 3))
    keys.hand_over("checkpoint-mldsa", 5)
    assert [(one.first, one.until) for one in keys.keys_beside] == [(0, 5), (4, 0)]
    (keys.folder / "checkpoint-mldsa.2.pem").unlink()
    with pytest.raises(Refused, match=r"is not there. Nothing was signed in its place"):
        assert keys.beside_key


def test_a_key_of_another_scheme_in_its_place_is_refused(keys: Keystore) -> None:
    assert keys.checkpoint_key
    (keys.folder / "checkpoint.pem").rename(keys.folder / "checkpoint-mldsa.pem")
    with pytest.raises(Refused, match="does not hold a key for ML-DSA-44"):
        assert keys.beside_key


def test_a_publication_key_is_made_once_and_the_next_by_a_rotation_alone(keys: Keystore) -> None:
    first = keys.publication_key.public_key()
    assert Keystore(keys.folder).publication_key.public_key() == first != keys.checkpoint_key.public_key()
    made = rotated(keys, "publication", 7)
    keys.hand_over("publication", 9)
    assert b64u(spki(keys.publication_key)) == made.new and not (keys.folder / "publication.pem").exists()
    assert [(one.first, one.until) for one in keys.publication_keys] == [(0, 9), (8, 0)]
    (keys.folder / "publication.2.pem").unlink()
    with pytest.raises(Refused, match=r"is not there. Nothing was signed in its place"):
        assert keys.publication_key
