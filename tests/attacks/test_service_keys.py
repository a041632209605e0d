"""The service's private keys are looked for wherever somebody else may come to read: database, letters, published log, log lines,
task messages, everything of a backup but the key folder itself."""

import logging
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from tests.publication import kit as presses
from tests.rig.databases import Databases
from workers import dispatch
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.keystore import KINDS, Keystore, PrivateKey, spki
from workflow.core.people import SERVICE
from workflow.evidence.verify import verify
from workflow.history import rotating
from workflow.publication.core import on_the_web
from workflow.publication.trust import policy_bytes

WORDS = "correct horse battery staple"


def spellings(key: PrivateKey) -> Iterator[bytes]:
    """The secret part of a key as it could be written somewhere: raw, hexadecimal, base64 of every alignment."""
    raw = (
        key.private_numbers().private_value.to_bytes(32, "big")
        if isinstance(key, EllipticCurvePrivateKey)
        else key.private_bytes_raw()
    )
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    yield from (raw, raw.hex().encode(), raw.hex().upper().encode(), str(int.from_bytes(raw, "big")).encode())
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(der)[:48]
        for shift in range(3):
            yield encode(b"\0" * shift + raw)[4:40]


def opened(folder: Path, words: str) -> dict[str, PrivateKey]:
    """Every private key there, by its file: whatever kinds there are."""
    secret = words.encode() or None
    read = {path.name: load_pem_private_key(path.read_bytes(), secret) for path in folder.glob("*.pem")}
    return {name: key for name, key in read.items() if isinstance(key, PrivateKey)}


def found(keys: list[PrivateKey], content: bytes) -> bool:
    return any(one in content for key in keys for one in spellings(key))


def test_the_search_finds_a_key_that_lies_open(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "open")
    keys.begin()
    secrets = opened(keys.folder, "")
    assert set(secrets) == {f"{kind}.pem" for kind in (*KINDS, "authority")}
    for name, key in secrets.items():
        lines = (keys.folder / name).read_bytes().replace(b"\n", b"")
        assert found([key], lines) or found([key], (keys.folder / name).read_bytes()), name


@pytest.mark.parametrize("words", [WORDS, ""])
def test_no_private_key_is_anywhere_but_in_its_folder(
    make_database: Databases, tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    """A whole life with a published edition, and every key replaced in the middle of it; the old package still verifies."""
    settings = make_database(
        "sqlite", tmp_path / "data", keys_passphrase=words, public_url="http://localhost:8000"
    )
    kit = Kit(settings, Database(settings.database), FixedClock(now + timedelta(hours=1)))
    with caplog.at_level(logging.DEBUG):
        with kit.database.writing() as session:
            press = presses.press(session, settings)
            press.keystore = kit.keystore
            copy = press.whole_life(now).copy
            secrets = opened(settings.keys_folder, words)
            package = on_the_web(session, copy)
        for kind in KINDS:
            with kit.database.writing() as session:
                done = rotating.rotate(
                    session, kit.keystore, kind, actor=SERVICE, at=now, overlap=timedelta()
                )
            kit.keystore.enter(done)
            kit.keystore.hand_over(kind, done.size)
        dispatch.run_until_quiet(kit)
    secrets |= opened(settings.keys_folder, words)
    with kit.database.reading() as session:
        assert verify(package, policy_bytes(session, settings)).verdict == "verified"
    kit.database.close()
    kinds = {f"{kind}{number}.pem" for kind in KINDS for number in ("", ".2")}
    assert set(secrets) == kinds | {"authority.pem"}
    assert len({spki(key) for key in secrets.values()}) == len(secrets)
    files = {path for path in settings.data.rglob("*") if path.is_file()}
    inside = {path for path in files if settings.keys_folder in path.parents}
    assert settings.data / "countersign.db" in files and inside
    for path in files if words else files - inside:  # sealed, not even the key folder holds one in the clear
        content = path.read_bytes()
        keys = list(secrets.values())
        assert not found(keys, content) and not found(keys, content.replace(b"\n", b"")), path
    assert not found(list(secrets.values()), caplog.text.encode())
    assert WORDS not in caplog.text and WORDS not in repr(settings) + repr(kit.keystore) + repr(kit)
