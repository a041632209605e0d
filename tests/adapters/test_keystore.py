import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ExtendedKeyUsage
from cryptography.x509.oid import ExtendedKeyUsageOID

from workflow.adapters.keystore import Keystore
from workflow.core.errors import Refused


@pytest.fixture
def keys(tmp_path: Path) -> Keystore:
    return Keystore(tmp_path / "keys")


def touch_all(keys: Keystore) -> None:
    for name in ("deployment", "checkpoint_key", "seal", "time", "form_secret"):
        getattr(keys, name)


def test_keys_are_made_on_first_use_and_stay_the_same(keys: Keystore) -> None:
    touch_all(keys)
    again = Keystore(keys.folder)
    assert again.deployment == keys.deployment
    assert again.checkpoint_public == keys.checkpoint_public
    assert again.seal.certificate == keys.seal.certificate
    assert again.time.certificate == keys.time.certificate
    assert again.form_secret == keys.form_secret and len(keys.form_secret) == 32


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
        "print(k.deployment, k.checkpoint_public.public_bytes_raw().hex(), k.seal.certificate.serial_number,"
        " k.time.certificate.serial_number, k.form_secret.hex())"
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
