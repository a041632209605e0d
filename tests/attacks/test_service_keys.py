"""The service's private keys are looked for wherever somebody else may come to read: database, letters, published log, log lines,
task messages, everything of a backup but the key folder itself."""

import logging
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.publication import kit as presses
from tests.rig.databases import Databases
from workers import dispatch
from workers.kit import Kit
from workflow.adapters.clock import FixedClock
from workflow.adapters.database import Database
from workflow.adapters.keystore import Keystore, PrivateKey
from workflow.core.people import SERVICE
from workflow.evidence.verify import verify
from workflow.history import rotating
from workflow.publication.core import on_the_web
from workflow.publication.trust import policy_bytes

WORDS = "correct horse battery staple"


def spellings(key: PrivateKey) -> Iterator[bytes]:
    """The secret part of a key as it could be written somewhere: raw, hexadecimal, base64 of every alignment."""
    raw = (
        key.private_bytes_raw()
        if isinstance(key, Ed25519PrivateKey)
        else key.private_numbers().private_value.to_bytes(32, "big")
    )
    der = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    yield from (raw, raw.hex().encode(), raw.hex().upper().encode(), str(int.from_bytes(raw, "big")).encode())
    for encode in (b64encode, urlsafe_b64encode):
        yield encode(der)[:48]
        for shift in range(3):
            yield encode(b"\0" * shift + raw)[4:40]


def found(keys: list[PrivateKey], content: bytes) -> bool:
    return any(one in content for key in keys for one in spellings(key))


def test_the_search_finds_a_key_that_lies_open(tmp_path: Path) -> None:
    keys = Keystore(tmp_path / "open")
    secrets: list[PrivateKey] = [keys.checkpoint_key, keys.seal.key]
    for name, key in zip(("checkpoint.pem", "seal.pem"), secrets, strict=True):
        lines = (keys.folder / name).read_bytes().replace(b"\n", b"")
        assert found([key], lines) or found([key], (keys.folder / name).read_bytes())


def test_no_private_key_is_anywhere_but_in_its_folder(
    make_database: Databases, tmp_path: Path, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """A whole life with a published edition, and every key replaced in the middle of it; the old package still verifies."""
    settings = make_database(
        "sqlite", tmp_path / "data", keys_passphrase=WORDS, public_url="http://localhost:8000"
    )
    kit = Kit(settings, Database(settings.database), FixedClock(now + timedelta(hours=1)))
    secrets: list[PrivateKey] = []

    def those_in_use() -> list[PrivateKey]:
        store = kit.keystore
        return [store.checkpoint_key, store.publication_key, store.seal.key, store.time.key]

    with caplog.at_level(logging.DEBUG):
        with kit.database.writing() as session:
            press = presses.press(session, settings)
            press.keystore = kit.keystore
            copy = press.whole_life(now).copy
            secrets += those_in_use()
            package = on_the_web(session, copy)
        for kind in ("checkpoint", "publication", "seal", "time"):
            with kit.database.writing() as session:
                done = rotating.rotate(
                    session, kit.keystore, kind, actor=SERVICE, at=now, overlap=timedelta()
                )
            kit.keystore.enter(done)
            kit.keystore.hand_over(kind, done.size)
        dispatch.run_until_quiet(kit)
    secrets += those_in_use()
    with kit.database.reading() as session:
        assert verify(package, policy_bytes(session, settings)).verdict == "verified"
    kit.database.close()
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    assert {"countersign.db", "checkpoint.2.pem"} <= {path.name for path in files} and len(secrets) == 8
    for path in files:  # with a passphrase not even the key folder holds one in the clear
        content = path.read_bytes()
        assert not found(secrets, content) and not found(secrets, content.replace(b"\n", b"")), path
    assert not found(secrets, caplog.text.encode())
    assert WORDS not in caplog.text and WORDS not in repr(settings) + repr(kit.keystore) + repr(kit)
