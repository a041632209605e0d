"""The service's own keys: which there are, and which of a kind is in use (which came before it: rotations.py).

- A key has one purpose. The checkpoint key (Ed25519) signs the log's checkpoints and receipts, and a second one (ML-DSA-44) beside it
  where the library has that scheme; the publication key (Ed25519) signs that a package and its PDF are published; the seal key
  (ECDSA P-256) seals public copies, the time key (ECDSA P-256) issues time tokens, the authority key (ECDSA P-256) signs the
  two certificates of seal and time and nothing else.
- No key leaves its folder: not into the database, a log line, a task message or the ordinary backup. Only public halves do.
- The first key of a kind is made on first use by whoever may make keys, which no page may; the next by a rotation alone. Whether
  one that is not there was in use already, the record knows (publication/custody.py).
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workflow.adapters import keyfiles, sealers
from workflow.adapters.certificates import Pair, new_authority, new_certificate
from workflow.adapters.keyfiles import PEM, KeyFiles, PrivateKey
from workflow.adapters.rotations import Rotations, Turn, name_of
from workflow.adapters.seal_key import Identity, SealKey, from_pkcs12
from workflow.adapters.seal_token import TokenSeal
from workflow.adapters.settings import Settings
from workflow.core.errors import Unready
from workflow.core.ids import new_id
from workflow.evidence import mldsa
from workflow.evidence.policy import SealAuthority

CHECKPOINT, BESIDE = LOG_KINDS = ("checkpoint", "checkpoint-mldsa")
"""The log's own keys: for Ed25519, and for ML-DSA-44 beside it."""
PUBLICATION = "publication"
ANNOUNCED = (*LOG_KINDS, PUBLICATION)
"""Those that policies name, so that the next one is announced before it takes over."""
KINDS = (*ANNOUNCED, "seal", "time")
"""Those that can be rotated. The authority signs a certificate only when one of the others is made."""
COMMON_NAMES = {"seal": "Publication seal", "time": "Local time authority"}


class Keystore(Rotations):
    """The keys of one deployment. Raises Unready when the folder or a key in it may be read by others."""

    def __init__(
        self, folder: Path, passphrase: str = "", seal_file: Path | None = None, seal_passphrase: str = "",
        seal_token: TokenSeal | None = None, *, makes: bool = True,
    ) -> None:  # fmt: skip
        self.files = KeyFiles(folder, passphrase)
        super().__init__(folder)
        if seal_file and seal_token:
            raise Unready("The seal's key is set twice: in a file and on a token.", "Leave one of them out.")
        self._seal_file, self._seal_passphrase, self._seal_token = seal_file, seal_passphrase, seal_token
        self._makes = makes
        self._read: dict[tuple[str, bytes], PrivateKey] = {}

    @classmethod
    def of(cls, settings: Settings, *, makes: bool = False) -> "Keystore":
        """Those of a deployment. What is not there is made only where it is said (`makes`): by the service itself."""
        token = TokenSeal(settings.seal_token, settings.seal_pin) if settings.seal_token else None
        return cls(
            settings.keys_folder,
            settings.keys_passphrase,
            settings.seal_file,
            settings.seal_passphrase,
            token,
            makes=makes,
        )

    def __repr__(self) -> str:
        return f"Keystore({self.folder})"

    @property
    def deployment(self) -> str:
        """The identifier that every statement of this deployment names."""
        return self._file("deployment", lambda: new_id().encode()).decode()

    @property
    def checkpoint_key(self) -> Ed25519PrivateKey:
        """Signs checkpoints and receipts of the log, now."""
        return self._ed25519(CHECKPOINT)

    @property
    def publication_key(self) -> Ed25519PrivateKey:
        """Signs that a package and its PDF are published, now."""
        return self._ed25519(PUBLICATION)

    @property
    def beside_key(self) -> MLDSA44PrivateKey | None:
        """Signs the same checkpoints with ML-DSA-44; None where the library has no such keys and there never was one."""
        name = name_of(BESIDE, self.in_use(BESIDE))
        if self._makes and not (self.folder / name).exists() and not self.rotated(BESIDE):
            made = mldsa.generate()
            if made is None:
                return None
            keyfiles.create(self.folder / name, self.files.written(made))
        key = self._opened(name, self.files.file(name))
        if not isinstance(key, MLDSA44PrivateKey):
            raise Unready(f"{self.folder / name} does not hold a key for ML-DSA-44.")
        return key

    def key_of(self, kind: str) -> Ed25519PrivateKey | MLDSA44PrivateKey:
        """The key in use of a kind that is announced. Raises Unready where there is none."""
        key = self.beside_key if kind == BESIDE else self._ed25519(kind)
        if key is None:
            raise Unready("The cryptographic library here has no ML-DSA-44.")
        return key

    @property
    def log_keys(self) -> list[Turn]:
        """The public keys of the log in order."""
        return self._turns(CHECKPOINT)

    @property
    def keys_beside(self) -> list[Turn]:
        """The same of the keys for ML-DSA-44. The first has no size of its own: the log knows from which on it signed."""
        return self._turns(BESIDE) if self.begun(BESIDE) else []

    @property
    def publication_keys(self) -> list[Turn]:
        """The same of the keys that sign publications; none before the first. From which size on it did, the record knows."""
        return self._turns(PUBLICATION) if self._makes or self.begun(PUBLICATION) else []

    def _turns(self, kind: str) -> list[Turn]:
        return self.turns(kind, lambda: self.key_of(kind).public_key())

    @property
    def seal(self) -> SealKey:
        """Seals public copies: says "we publish this", never "we approve this". Another's certificate, where one is set."""
        return self._configured_seal() or self._identity("seal", self.in_use("seal"))

    @property
    def seal_elsewhere(self) -> str:
        """Where the seal's key lies when it is not one of our own making: its file, or its token; else empty."""
        return self._seal_token.where if self._seal_token else str(self._seal_file or "")

    @property
    def time(self) -> Identity:
        """The local time authority: the operator's own word for when something was there."""
        return self._identity("time", self.in_use("time"))

    def own(self, kind: str) -> Identity:
        """The key of our own making of this kind, whatever else is configured. Raises Unready where another's is in use."""
        if kind == "seal" and self.seal_elsewhere:
            raise Unready(f"The key of the seal is in {self.seal_elsewhere}.", "Put the next one there.")
        return self._identity(kind, self.in_use(kind))

    @property
    def authority(self) -> x509.Certificate:
        """What a person may choose to trust: the root of seal and time certificates."""
        return self._authority[1]

    @property
    def seal_authorities(self) -> list[SealAuthority]:
        """Whose seals are this deployment's: our own authority's, and those under each certificate that is or was set."""
        own = [SealAuthority(self.authority)] if self._makes or self.begun("authority") else []
        return [*own, *sealers.known(self.folder)]

    def note_seal(self, at: datetime) -> None:
        """Remember under whose certificate is sealed from now on. Raises Unready where it cannot be read."""
        configured = self._configured_seal()
        sealers.note(self.folder, configured.certificate if configured else None, at)

    @property
    def authority_pem(self) -> bytes:
        return self.authority.public_bytes(PEM)

    def begin(self) -> None:
        """Make every key that there is none of yet, so that whoever comes later finds them. What was lost is asked about before."""
        for kind in KINDS:
            if not self.begun(kind) and not (kind == "seal" and self.seal_elsewhere):
                self._first(kind)

    def _first(self, kind: str) -> object:
        if kind == BESIDE:
            return self.beside_key
        return self._ed25519(kind) if kind in ANNOUNCED else self._identity(kind, 1)

    def prepare(self, kind: str) -> tuple[int, PrivateKey]:
        """A fresh key of a kind, in its file and not yet in use; what an unfinished rotation left there goes."""
        number = 2 + len(self.rotated(kind))
        (self.folder / name_of(kind, number)).unlink(missing_ok=True)
        if kind not in ANNOUNCED:
            return number, self._identity(kind, number).key
        key = mldsa.generate() if kind == BESIDE else Ed25519PrivateKey.generate()
        if key is None:
            raise Unready("The cryptographic library here has no ML-DSA-44.")
        keyfiles.create(self.folder / name_of(kind, number), self.files.written(key))
        return number, key

    def public(self, name: str) -> bytes:
        """The SPKI bytes of a key file."""
        key = self._opened(name, (self.folder / name).read_bytes())
        return spki(key)

    def _ed25519(self, kind: str) -> Ed25519PrivateKey:
        number = self.in_use(kind)
        name = name_of(kind, number)
        pem = self._file(name, self._fresh) if number == 1 else self.files.file(name)
        key = self._opened(name, pem)
        if not isinstance(key, Ed25519PrivateKey):
            raise Unready(f"{self.folder / name} does not hold an Ed25519 key.")
        return key

    def _file(self, name: str, make: Callable[[], bytes]) -> bytes:
        return self.files.file(name, make if self._makes else None)

    def _fresh(self) -> bytes:
        return self.files.written(Ed25519PrivateKey.generate())

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
        pem = self._file(name, lambda: self.files.written(*make()))
        key = self._opened(name, pem)
        if not isinstance(key, EllipticCurvePrivateKey):
            raise Unready(f"{self.folder / name} does not hold an ECDSA key.")
        return key, x509.load_pem_x509_certificate(pem)

    def _configured_seal(self) -> SealKey | None:
        """The certificate and key of somebody else's authority, where one is set."""
        if self._seal_token:
            return self._seal_token
        return from_pkcs12(self._seal_file, self._seal_passphrase) if self._seal_file else None


def spki(key: PrivateKey | x509.Certificate) -> bytes:
    """The public half, as SubjectPublicKeyInfo."""
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
