"""What a witness remembers: one folder that only its user may enter, with its key, its name, and a file for each log.

What was seen is written whole and flushed to disk before the signature leaves: if we crash in between, the witness has
remembered more than it signed, never less. One lock over looking, deciding and remembering: two requests at once cannot
take the memory back.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from workflow.core.errors import Refused
from workflow.evidence import cosignature, tlog, witness
from workflow.evidence.cosignature import Cosignature
from workflow.evidence.errors import Bad
from workflow.evidence.witness import Seen

_PKCS8 = (
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


@dataclass(frozen=True)
class Watched:
    """One log: its verifier key, the note this witness last signed (empty before the first), and the keys it had before."""

    key: str
    note: str = ""
    older: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        return tlog.parse_vkey(self.key)[0]

    @property
    def seen(self) -> Seen:
        """What was signed last; the note is opened anew each time, so a damaged memory is noticed and never believed."""
        if not self.note:
            return Seen()
        said = tlog.open_checkpoint(tlog.own_lines(self.note), [*self.older, self.key])
        return Seen(said.size, said.root)


class Folder:
    """A witness's memory. Raises Refused in words where there is none, or where others may read it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not (path / "witness.json").is_file():
            raise Refused(f"There is no witness in {path}.", "Begin one with `countersign witness begin`.")
        if path.stat().st_mode & 0o077 or (path / "key.pem").stat().st_mode & 0o077:
            raise Refused(
                f"{path} holds a witness's key and may be read by others.", f"Run chmod -R go= {path}."
            )
        self.name: str = json.loads((path / "witness.json").read_text())["name"]
        key = serialization.load_pem_private_key((path / "key.pem").read_bytes(), password=None)
        assert isinstance(key, Ed25519PrivateKey)
        self._key = key

    @property
    def vkey(self) -> str:
        """What the log's operator and every policy are told."""
        return cosignature.vkey(self.name, self._key)

    def logs(self) -> dict[str, Watched]:
        """The logs it watches, by origin."""
        files = sorted((self.path / "logs").glob("*.json"))
        kept = [json.loads(file.read_text()) for file in files]
        watched = [Watched(one["key"], one["note"], tuple(one.get("older", ()))) for one in kept]
        return {one.origin: one for one in watched}

    def watch(self, key: str, *, instead: bool = False) -> Watched:
        """Watch one more log; `instead` of its key before, whoever runs the witness says that the log has this one now.

        Raises Bad("log.key"), and Refused for a second key of a log that is watched already.
        """
        one = Watched(key)
        standing = self.logs().get(one.origin)
        if standing and standing.key != key:
            if instead:
                return self._follow(key)
            raise Refused(
                f"{one.origin} is watched under another key already.",
                "If its operator replaced that key, look for the old key's statement in the log, then say --instead.",
            )
        if standing is None:
            self._remember(one)
        return standing or one

    def _follow(self, key: str) -> Watched:
        """The same log under its next key; what was seen under those before stays seen."""
        with self._alone():
            before = self.logs()[Watched(key).origin]
            one = replace(before, key=key, older=(*before.older, before.key))
            self._remember(one)
            return one

    def sign(self, note: str, old: int, proof: Sequence[bytes], *, time: int) -> Cosignature:
        """Judge, remember, sign. Raises Bad("witness...") for what it does not sign."""
        with self._alone():
            logs = self.logs()
            keys = {origin: one.key for origin, one in logs.items()}
            said = witness.judge(note, keys, _seen(logs), old, proof)
            signed = cosignature.cosign(note, self.name, self._key, time)
            own = tlog.own_lines(note)
            self._remember(replace(logs[said.origin], note=own + signed.line()))
            return signed

    def _remember(self, one: Watched) -> None:
        name = sha256(one.origin.encode()).hexdigest()[:16]
        write(self.path / "logs" / f"{name}.json", json.dumps(vars(one), indent=1).encode())

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with (self.path / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _seen(logs: Mapping[str, Watched]) -> dict[str, Seen]:
    return {origin: one.seen for origin, one in logs.items()}


def begin(path: Path, name: str) -> Folder:
    """A new witness with a key of its own. Raises Refused where one stands, and for a name that is none."""
    if (path / "witness.json").exists():
        raise Refused(f"There is a witness in {path} already.")
    key = Ed25519PrivateKey.generate()
    try:
        cosignature.vkey(name, key)
    except Bad:
        raise Refused(
            f"{name!r} cannot be the name of a witness: it is one word, without spaces and without a plus sign.",
            "Say --name library.example.org/witness, for instance.",
        ) from None
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    (path / "logs").mkdir(exist_ok=True, mode=0o700)
    write(path / "key.pem", key.private_bytes(*_PKCS8))
    write(path / "witness.json", json.dumps({"name": name}).encode())
    return Folder(path)


def write(path: Path, content: bytes) -> None:
    """The whole file or the one before it, on disk when this returns."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
