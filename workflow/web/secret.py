"""The key of form tokens: from the settings, or made once and kept beside the data, readable by us alone."""

import os
import secrets
from hashlib import sha256
from hmac import compare_digest, new
from pathlib import Path

from workflow.adapters.settings import Settings


def service_secret(settings: Settings) -> bytes:
    """32 bytes. Two processes that start at once agree: the second finds the first one's file."""
    if settings.secret:
        return sha256(settings.secret.encode()).digest()
    path = settings.data / "secret"
    settings.data.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _make(path)
    return sha256(path.read_bytes().strip()).digest()


def _make(path: Path) -> None:
    # Written whole under another name and linked into place: a crash between leaves no half secret behind.
    draft = path.with_name(f"secret-{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def stamp(secret: bytes, purpose: str, subject: str) -> str:
    """HMAC-SHA256 over a purpose and a subject, as hexadecimal text."""
    return new(secret, f"{purpose}\x00{subject}".encode(), sha256).hexdigest()


def stamped(secret: bytes, purpose: str, subject: str, given: str) -> bool:
    """Whether the stamp is ours; takes the same time for every wrong one."""
    return compare_digest(stamp(secret, purpose, subject).encode(), given.encode("utf-8", "surrogatepass"))
