"""The service's own keys: which there are, which of a kind is in use, and which came before it.

- A key has one purpose. The checkpoint key (Ed25519) signs the log's checkpoints and receipts, and a second one (ML-DSA-44) beside it
  where the library has that scheme; the seal key (ECDSA P-256) seals
  public copies, the time key (ECDSA P-256) issues time tokens, the authority key (ECDSA P-256) signs the two certificates of seal
  and time and nothing else.
- No key leaves its folder: not into the database, a log line, a task message or the ordinary backup. Only public halves do.
- Everything is made on first use. The first key of a kind is `seal.pem`, the next `seal.2.pem`; `rotations.json` says which
  took over when, so a key file without an entry there is one that a rotation began and never finished.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workflow.adapters import keyfiles
from workflow.adapters.certificates import Pair, new_authority, new_certificate
from workflow.adapters.keyfiles import PEM, KeyFiles, PrivateKey
from workflow.adapters.seal_key import Identity, SealKey, from_pkcs12
from workflow.adapters.seal_token import TokenSeal
from workflow.adapters.settings import Settings
from workflow.core.errors import Refused
from workflow.core.ids import new_id
from workflow.evidence import mldsa
from workflow.evidence.canonical import unb64u

CHECKPOINT, BESIDE = LOG_KINDS = ("checkpoint", "checkpoint-mldsa")
"""The log's own keys, which are announced before they take over: with Ed25519, and with ML-DSA-44 beside it."""
KINDS = (*LOG_KINDS, "seal", "time")
"""Those that can be rotated. The authority signs a certificate only when one of the others is made."""
COMMON_NAMES = {"seal": "Publication seal", "time": "Local time authority"}
ROTATIONS = "rotations.json"


@dataclass(frozen=True)
class Rotation:
    """Key `number` of a kind, announced when the log had `size` leaves; `old` and `new` are SPKI bytes, base64url.

    It takes over at `due`, or as soon after as the service runs; `done` is then the size of the last checkpoint by the old key,
    and -1 before.
    """

    kind: str
    number: int
    old: str
    new: str
    announced: str
    due: str
    size: int
    done: int = -1


@dataclass(frozen=True)
class LogKey:
    """One public key of the log, and the sizes of checkpoints it signs; `until` 0: no end."""

    public: Ed25519PublicKey | MLDSA44PublicKey
    first: int
    until: int


class Keystore:
    """The keys of one deployment. Raises Refused when the folder or a key in it may be read by others."""

    def __init__(
        self, folder: Path, passphrase: str = "", seal_file: Path | None = None, seal_passphrase: str = "",
        seal_token: TokenSeal | None = None,
    ) -> None:  # fmt: skip
        self.files = KeyFiles(folder, passphrase)
        self.folder = folder
        if seal_file and seal_token:
            raise Refused("The seal's key is set twice: in a file and on a token.", "Leave one of them out.")
        self._seal_file, self._seal_passphrase, self._seal_token = seal_file, seal_passphrase, seal_token
        self._read: dict[tuple[str, bytes], PrivateKey] = {}

    @classmethod
    def of(cls, settings: Settings) -> "Keystore":
        token = TokenSeal(settings.seal_token, settings.seal_pin) if settings.seal_token else None
        return cls(
            settings.keys_folder,
            settings.keys_passphrase,
            settings.seal_file,
            settings.seal_passphrase,
            token,
        )

    def __repr__(self) -> str:
        return f"Keystore({self.folder})"

    @property
    def deployment(self) -> str:
        """The identifier that every statement of this deployment names."""
        return self.files.file("deployment", lambda: new_id().encode()).decode()

    @property
    def checkpoint_key(self) -> Ed25519PrivateKey:
        """Signs checkpoints and receipts of the log, now."""
        name = name_of(CHECKPOINT, self._in_use(CHECKPOINT))
        pem = self.files.file(name, lambda: self.files.written(Ed25519PrivateKey.generate()))
        key = self._opened(name, pem)
        if not isinstance(key, Ed25519PrivateKey):
            raise Refused(f"{self.folder / name} does not hold an Ed25519 key.")
        return key

    @property
    def beside_key(self) -> MLDSA44PrivateKey | None:
        """Signs the same checkpoints with ML-DSA-44; None where the library has no such keys and there never was one."""
        name = name_of(BESIDE, self._in_use(BESIDE))
        if not (self.folder / name).exists() and not self._known(BESIDE):
            made = mldsa.generate()
            if made is None:
                return None
            keyfiles.create(self.folder / name, self.files.written(made))
        key = self._opened(name, self.files.file(name, _gone))
        if not isinstance(key, MLDSA44PrivateKey):
            raise Refused(f"{self.folder / name} does not hold a key for ML-DSA-44.")
        return key

    def log_key(self, kind: str) -> Ed25519PrivateKey | MLDSA44PrivateKey:
        """The log's key of one of its kinds. Raises Refused where there is none."""
        key = self.checkpoint_key if kind == CHECKPOINT else self.beside_key
        if key is None:
            raise Refused("The cryptographic library here has no ML-DSA-44.")
        return key

    @property
    def log_keys(self) -> list[LogKey]:
        """The public keys of the log in order: those that signed, the one that does, one that is announced."""
        return self._of_the_log(CHECKPOINT)

    @property
    def keys_beside(self) -> list[LogKey]:
        """The same of the keys for ML-DSA-44. The first has no size of its own: the log knows from which on it signed."""
        begun = self._known(BESIDE) or (self.folder / name_of(BESIDE, 1)).exists()
        return self._of_the_log(BESIDE) if begun else []

    def _known(self, kind: str) -> list[Rotation]:
        return [one for one in self.rotations() if one.kind == kind]

    def _of_the_log(self, kind: str) -> list[LogKey]:
        turns = self._known(kind)
        if not turns:
            return [LogKey(self.log_key(kind).public_key(), 0, 0)]
        publics = [turns[0].old, *(one.new for one in turns)]
        firsts = [0, *(one.size + 1 for one in turns)]
        untils = [*(max(one.done, 0) for one in turns), 0]
        return [
            LogKey(_public(public), first, until)
            for public, first, until in zip(publics, firsts, untils, strict=True)
        ]

    @property
    def seal(self) -> SealKey:
        """Seals public copies: says "we publish this", never "we approve this". Another's certificate, where one is set."""
        return self._configured_seal() or self._identity("seal", self._in_use("seal"))

    @property
    def seal_elsewhere(self) -> str:
        """Where the seal's key lies when it is not one of our own making: its file, or its token; else empty."""
        return self._seal_token.where if self._seal_token else str(self._seal_file or "")

    @property
    def time(self) -> Identity:
        """The local time authority: the operator's own word for when something was there."""
        return self._identity("time", self._in_use("time"))

    def own(self, kind: str) -> Identity:
        """The key of our own making of this kind, whatever else is configured. Raises Refused where another's is in use."""
        if kind == "seal" and self.seal_elsewhere:
            raise Refused(f"The key of the seal is in {self.seal_elsewhere}.", "Put the next one there.")
        return self._identity(kind, self._in_use(kind))

    @property
    def authority(self) -> x509.Certificate:
        """What a person may choose to trust: the root of seal and time certificates."""
        return self._authority[1]

    @property
    def seal_roots(self) -> list[x509.Certificate]:
        """Whose seals are this deployment's: our own authority's, and those by the certificate that is set."""
        configured = self._configured_seal()
        return [self.authority, *([configured.authority] if configured else [])]

    @property
    def authority_pem(self) -> bytes:
        return self.authority.public_bytes(PEM)

    def rotations(self) -> list[Rotation]:
        """Every rotation there was, oldest first. Read anew each time: another process may have rotated."""
        path = self.folder / ROTATIONS
        if not path.exists():
            return []
        keyfiles.only_ours(path)
        return [Rotation(**one) for one in json.loads(path.read_text())]

    def prepare(self, kind: str) -> tuple[int, PrivateKey]:
        """A fresh key of a kind, in its file and not yet in use; what an unfinished rotation left there goes."""
        number = 2 + sum(one.kind == kind for one in self.rotations())
        (self.folder / name_of(kind, number)).unlink(missing_ok=True)
        if kind not in LOG_KINDS:
            return number, self._identity(kind, number).key
        key = Ed25519PrivateKey.generate() if kind == CHECKPOINT else mldsa.generate()
        if key is None:
            raise Refused("The cryptographic library here has no ML-DSA-44.")
        keyfiles.create(self.folder / name_of(kind, number), self.files.written(key))
        return number, key

    def enter(self, rotation: Rotation) -> None:
        """From now on the key is known; it is in use once the rotation is done."""
        self._write([*self.rotations(), rotation])

    def hand_over(self, kind: str, last: int) -> None:
        """The announced key of a kind takes over; its predecessor signed last at that size, and its private half goes."""
        known = self.rotations()
        self._write([replace(one, done=last) if one.kind == kind and one.done < 0 else one for one in known])
        for one in self.rotations():
            if one.done >= 0:
                (self.folder / name_of(one.kind, one.number - 1)).unlink(missing_ok=True)

    def announced(self, kind: str) -> Rotation | None:
        """The rotation of a kind whose new key has not taken over yet."""
        return next((one for one in self.rotations() if one.kind == kind and one.done < 0), None)

    def public(self, name: str) -> bytes:
        """The SPKI bytes of a key file."""
        key = self._opened(name, (self.folder / name).read_bytes())
        return spki(key)

    def _in_use(self, kind: str) -> int:
        return 1 + sum(one.kind == kind and one.done >= 0 for one in self.rotations())

    def _write(self, rotations: list[Rotation]) -> None:
        text = json.dumps([asdict(one) for one in rotations], indent=1)
        keyfiles.replace(self.folder / ROTATIONS, text.encode())

    def _opened(self, name: str, pem: bytes) -> PrivateKey:
        """Opened once: a sealed file takes a while. A file that was replaced is opened again."""
        mark = (name, pem)
        if mark not in self._read:
            self._read[mark] = self.files.read(name, pem)
        return self._read[mark]

    @property
    def _authority(self) -> Pair:
        return self._pair("authority.pem", lambda: new_authority(self.deployment))

    def _identity(self, kind: str, number: int) -> Identity:
        key, certificate = self._pair(
            name_of(kind, number),
            lambda: new_certificate(
                COMMON_NAMES[kind], self.deployment, self._authority, time_stamping=kind == "time"
            ),
        )
        return Identity(key, certificate, self.authority)

    def _pair(self, name: str, make: Callable[[], Pair]) -> Pair:
        pem = self.files.file(name, lambda: self.files.written(*make()))
        key = self._opened(name, pem)
        if not isinstance(key, EllipticCurvePrivateKey):
            raise Refused(f"{self.folder / name} does not hold an ECDSA key.")
        return key, x509.load_pem_x509_certificate(pem)

    def _configured_seal(self) -> SealKey | None:
        """The certificate and key of somebody else's authority, where one is set."""
        if self._seal_token:
            return self._seal_token
        return from_pkcs12(self._seal_file, self._seal_passphrase) if self._seal_file else None


def spki(key: PrivateKey | x509.Certificate) -> bytes:
    """The public half, as SubjectPublicKeyInfo."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def name_of(kind: str, number: int) -> str:
    """The file of a key."""
    return f"{kind}.pem" if number == 1 else f"{kind}.{number}.pem"


def _public(text: str) -> Ed25519PublicKey | MLDSA44PublicKey:
    key = serialization.load_der_public_key(unb64u(text))
    assert isinstance(key, Ed25519PublicKey | MLDSA44PublicKey)
    return key


def _gone() -> bytes:
    raise Refused("A key of the log that was in use is gone.", "Put it back from where it is kept.")
