"""Files that hold keys: one folder only its user may enter, each file written whole, private halves sealed where asked.

- A file is written whole under another name and then linked to its own, so two processes that start at once agree: the first
  link wins, the other process reads what the first one made. If we crash between, a stray temporary file remains, nothing else.
- With a passphrase every private key is sealed by it, and one that is not is refused: forgetting to seal is noticed.
"""

import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from workflow.core.errors import Unready

PrivateKey = Ed25519PrivateKey | EllipticCurvePrivateKey | MLDSA44PrivateKey
PEM = serialization.Encoding.PEM
SHORTEST = 20
"""Characters of a passphrase: it guards keys that may be tried in peace by whoever has the files."""


class KeyFiles:
    """The folder, and how its private keys are sealed. Raises Unready when others may read it."""

    def __init__(self, folder: Path, passphrase: str = "") -> None:
        if passphrase and len(passphrase) < SHORTEST:
            raise Unready(f"The passphrase of the keys has fewer than {SHORTEST} characters.")
        self.folder, self._passphrase = folder, passphrase.encode()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        only_ours(folder)

    def __repr__(self) -> str:
        return f"KeyFiles({self.folder})"

    @property
    def sealing(self) -> bool:
        return bool(self._passphrase)

    def file(self, name: str, make: Callable[[], bytes] | None = None) -> bytes:
        """What the file holds, made first where it is not there yet and `make` says how. Raises Unready where nothing does."""
        path = self.folder / name
        if not path.exists():
            if make is None:
                raise gone(path)
            create(path, make())
        only_ours(path)
        return path.read_bytes()

    def check(self) -> None:
        """Raises Unready when others may read any file here, or one is not sealed as it should be."""
        only_ours(self.folder)
        for path in sorted(self.folder.iterdir()):
            only_ours(path)
            if path.suffix == ".pem":
                self.read(path.name, path.read_bytes())

    def read(self, name: str, pem: bytes) -> PrivateKey:
        """The private key in a file. Raises Unready in words when passphrase and file do not belong together."""
        path = self.folder / name
        try:
            key = serialization.load_pem_private_key(pem, self._passphrase or None)
        except TypeError:
            if self._passphrase:
                raise Unready(
                    f"{path} is not sealed, though a passphrase is set.", "Run `countersign keys seal`."
                ) from None
            raise Unready(f"{path} is sealed.", "Set COUNTERSIGN_KEYS_PASSPHRASE_FILE.") from None
        except ValueError:
            raise Unready(
                f"{path} cannot be opened: it is damaged, or sealed by another passphrase.",
                "Look at COUNTERSIGN_KEYS_PASSPHRASE_FILE.",
            ) from None
        except UnsupportedAlgorithm:
            raise Unready(f"{path} holds a key that the cryptographic library here does not know.") from None
        if not isinstance(key, PrivateKey):
            raise Unready(f"{path} does not hold a key of this service.")
        return key

    def written(self, key: PrivateKey, certificate: x509.Certificate | None = None) -> bytes:
        """A private key as it is kept, with its certificate behind it."""
        how: serialization.KeySerializationEncryption = serialization.NoEncryption()
        if self._passphrase:
            how = serialization.BestAvailableEncryption(self._passphrase)
        pem = key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, how)
        return pem + (certificate.public_bytes(PEM) if certificate else b"")

    def seal_all(self) -> list[str]:
        """Seal every private key that is not yet; the names of those that were. The service is not running meanwhile."""
        done, plain = [], KeyFiles(self.folder)
        for path in sorted(self.folder.glob("*.pem")):
            only_ours(path)
            pem = path.read_bytes()
            if b"ENCRYPTED" in pem.partition(b"\n")[0]:
                continue
            certificate = x509.load_pem_x509_certificate(pem) if b"CERTIFICATE" in pem else None
            replace(path, self.written(plain.read(path.name, pem), certificate))
            done.append(path.name)
        return done


def only_ours(path: Path) -> None:
    """Raises Unready, with the remedy, when anybody else may read a file or folder of keys."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        raise gone(path) from None
    if mode & 0o077:
        raise Unready(
            f"{path} holds this service's keys and may be read by others (its mode is {mode:o}).",
            f"Run chmod {'700' if path.is_dir() else '600'} {path} and start again.",
        )


def gone(path: Path) -> Unready:
    """What is said of a key that is not where it was."""
    return Unready(
        f"{path} is not there. Nothing was signed in its place.",
        "Put it back from the backup of the keys: another key would not be this service's.",
    )


def create(path: Path, content: bytes) -> None:
    """Write a whole new file, or leave the one that somebody else finished first."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
    _flush(path.parent)


def replace(path: Path, content: bytes) -> None:
    """The whole new file, or the one before it; its time stays, since a key is as old as before."""
    before = path.stat() if path.exists() else None
    draft = _draft(path, content)
    if before:
        os.utime(draft, ns=(before.st_atime_ns, before.st_mtime_ns))
    draft.replace(path)
    _flush(path.parent)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
