"""Key files: nobody else reads them, and with a passphrase nobody opens them."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from workflow.adapters import keyfiles
from workflow.adapters.keyfiles import KeyFiles
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.core.errors import Refused, Unready

WORDS = "correct horse battery staple"


def made(folder: Path, passphrase: str = "") -> Keystore:
    keys = Keystore(folder, passphrase)
    assert keys.checkpoint_key and keys.seal and keys.time
    return keys


def test_with_a_passphrase_no_private_key_lies_open(tmp_path: Path) -> None:
    keys = made(tmp_path / "keys", WORDS)
    for path in keys.folder.glob("*.pem"):
        assert path.read_bytes().startswith(b"-----BEGIN ENCRYPTED")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = made(tmp_path / "keys", WORDS)
    assert again.seal.certificate == keys.seal.certificate
    assert again.checkpoint_key.public_key() == keys.checkpoint_key.public_key()
    again.files.check()


def test_who_may_make_no_key_is_told_which_is_not_there(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    for ask in ("checkpoint_key", "beside_key", "publication_key", "seal", "time", "authority", "log_keys"):
        with pytest.raises(
            Unready, match=r"/keys/[a-z-]+\.pem is not there. Nothing was signed in its place"
        ):
            getattr(Keystore.of(settings), ask)
    assert Keystore.of(settings).publication_keys == Keystore.of(settings).keys_beside == []
    assert Keystore.of(settings).seal_authorities == [] and list(settings.keys_folder.iterdir()) == []
    with pytest.raises(Unready, match=r"elsewhere.p12 is not there"):
        keyfiles.only_ours(tmp_path / "elsewhere.p12")


@pytest.mark.parametrize(("passphrase", "words"), [("", "is sealed"), (WORDS + "!", "another passphrase")])
def test_a_sealed_key_opens_with_its_passphrase_alone(tmp_path: Path, passphrase: str, words: str) -> None:
    made(tmp_path / "keys", WORDS)
    with pytest.raises(Refused, match=words) as no:
        Keystore(tmp_path / "keys", passphrase).files.check()
    assert "COUNTERSIGN_KEYS_PASSPHRASE_FILE" in no.value.remedy


def test_open_keys_are_sealed_once_and_stay_the_same_keys(tmp_path: Path) -> None:
    keys = made(tmp_path / "keys")
    certificate = keys.time.certificate
    age = {path.name: path.stat().st_mtime_ns for path in keys.folder.glob("*.pem")}
    with pytest.raises(Refused, match="is not sealed") as no:
        KeyFiles(keys.folder, WORDS).check()
    assert no.value.remedy == "Run `countersign keys seal`."
    files = KeyFiles(keys.folder, WORDS)
    assert files.seal_all() == sorted(age) and files.seal_all() == []
    assert {path.name: path.stat().st_mtime_ns for path in keys.folder.glob("*.pem")} == age
    assert made(keys.folder, WORDS).time.certificate == certificate


def test_a_short_passphrase_is_no_passphrase(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="fewer than 20"):
        KeyFiles(tmp_path / "keys", "hunter2")


def test_every_file_is_looked_at(tmp_path: Path) -> None:
    keys = made(tmp_path / "keys")
    (keys.folder / "notes").touch(mode=0o644)
    with pytest.raises(Refused, match="notes holds this service's keys and may be read by others"):
        keys.files.check()


def test_a_key_of_another_kind_or_none_is_refused(tmp_path: Path) -> None:
    files = KeyFiles(tmp_path / "keys")
    rsa = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with pytest.raises(Refused, match="does not hold a key of this service"):
        files.read("seal.pem", rsa)
    with pytest.raises(Refused, match="damaged"):
        files.read("seal.pem", b"nothing")


def test_of_two_that_make_a_file_the_first_wins(tmp_path: Path) -> None:
    keyfiles.create(tmp_path / "one", b"first")
    keyfiles.create(tmp_path / "one", b"second")
    assert (tmp_path / "one").read_bytes() == b"first"
    keyfiles.replace(tmp_path / "one", b"third")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("one", b"third")]
