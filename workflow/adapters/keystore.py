"""The service's own keys: one folder only its user may enter, one file a key.

- A key has one purpose. The checkpoint key (Ed25519) signs the log's checkpoints and receipts, the seal key
  (ECDSA P-256) seals public copies, the time key (ECDSA P-256) issues time tokens, the authority key (ECDSA
  P-256) signs the two certificates of seal and time and nothing else.
- No key leaves this folder: not into the database, a log line, a task message or the ordinary backup.
- Everything is made on first use. A file is written whole under another name and then linked to its own, so two
  processes that start at once agree: the first link wins, the other process reads what the first one made.
- If we crash between write and link, a stray temporary file remains and nothing else.
"""

import base64
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from workflow.core.errors import Refused
from workflow.core.ids import new_id

# Nobody outside vouches for a self-made certificate, so its dates assure nothing. They are wide, so that a clock
# that is behind cannot make the service refuse its own seal.
CERTIFICATES_FROM = datetime(2020, 1, 1, tzinfo=UTC)
CERTIFICATES_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)

_UNENCRYPTED = serialization.NoEncryption()
_PEM = serialization.Encoding.PEM
_PKCS8 = serialization.PrivateFormat.PKCS8


@dataclass(frozen=True)
class Identity:
    """A private key with its certificate and the certificate of the authority that issued it."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate

    def __repr__(self) -> str:
        return f"Identity({self.certificate.subject.rfc4514_string()})"


class Keystore:
    """The keys of one deployment. Properties read their file once, and make it when it is not there yet.

    Raises Refused when the folder or a key in it may be read by others.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _only_ours(folder)

    def __repr__(self) -> str:
        return f"Keystore({self.folder})"

    @cached_property
    def deployment(self) -> str:
        """The identifier that every statement of this deployment names."""
        return self._file("deployment", lambda: new_id().encode()).decode()

    @cached_property
    def checkpoint_key(self) -> Ed25519PrivateKey:
        """Signs checkpoints and receipts of the log."""
        pem = self._file(
            "checkpoint.pem", lambda: Ed25519PrivateKey.generate().private_bytes(_PEM, _PKCS8, _UNENCRYPTED)
        )
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise Refused(f"{self.folder / 'checkpoint.pem'} does not hold an Ed25519 key.")
        return key

    @property
    def checkpoint_public(self) -> Ed25519PublicKey:
        """The public half, for the policy and for `/log/key`."""
        return self.checkpoint_key.public_key()

    @cached_property
    def seal(self) -> Identity:
        """Seals public copies: says "we publish this", never "we approve this"."""
        return self._issued("seal.pem", "Publication seal", time_stamping=False)

    @cached_property
    def time(self) -> Identity:
        """The local time authority: the operator's own word for when something was there."""
        return self._issued("time.pem", "Local time authority", time_stamping=True)

    @cached_property
    def form_secret(self) -> bytes:
        """32 bytes that key form tokens."""
        return base64.b64decode(self._file("form-secret", lambda: base64.b64encode(secrets.token_bytes(32))))

    @property
    def authority(self) -> x509.Certificate:
        """What a person may choose to trust: the root of seal and time certificates."""
        return self._authority[1]

    @property
    def authority_pem(self) -> bytes:
        return self.authority.public_bytes(_PEM)

    @cached_property
    def _authority(self) -> tuple[EllipticCurvePrivateKey, x509.Certificate]:
        return _read_pair(self._file("authority.pem", lambda: _new_authority(self.deployment)))

    def _issued(self, name: str, common_name: str, *, time_stamping: bool) -> Identity:
        issuer_key, issuer = self._authority
        pem = self._file(
            name, lambda: _new_certificate(common_name, self.deployment, issuer_key, issuer, time_stamping)
        )
        key, certificate = _read_pair(pem)
        return Identity(key, certificate, issuer)

    def _file(self, name: str, make: Callable[[], bytes]) -> bytes:
        path = self.folder / name
        if not path.exists():
            _create(path, make())
        _only_ours(path)
        return path.read_bytes()


def _only_ours(path: Path) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise Refused(
            f"{path} holds this service's keys and may be read by others (its mode is {mode:o}).",
            f"Run chmod {'700' if path.is_dir() else '600'} {path} and start again.",
        )


def _create(path: Path, content: bytes) -> None:
    """Write a whole new file, or leave the one that somebody else finished first."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read_pair(pem: bytes) -> tuple[EllipticCurvePrivateKey, x509.Certificate]:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise Refused("A certificate file in the key folder does not hold an ECDSA key.")
    return key, x509.load_pem_x509_certificate(pem)


def _pair(key: EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    return key.private_bytes(_PEM, _PKCS8, _UNENCRYPTED) + certificate.public_bytes(_PEM)


def _subject(common_name: str, deployment: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"Countersign {deployment}"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: EllipticCurvePrivateKey, *, authority: bool
) -> x509.CertificateBuilder:
    """What all our certificates share; an authority signs certificates, a leaf signs documents or tokens."""
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(CERTIFICATES_FROM)
        .not_valid_after(CERTIFICATES_UNTIL)
        .add_extension(
            x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True
        )
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _new_authority(deployment: str) -> bytes:
    key = generate_private_key(SECP256R1())
    name = _subject("Authority of this deployment", deployment)
    return _pair(key, _builder(name, name, key, authority=True).sign(key, hashes.SHA256()))


def _new_certificate(
    common_name: str,
    deployment: str,
    issuer_key: EllipticCurvePrivateKey,
    issuer: x509.Certificate,
    time_stamping: bool,
) -> bytes:
    key = generate_private_key(SECP256R1())
    builder = _builder(_subject(common_name, deployment), issuer.subject, key, authority=False).add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
    )
    if time_stamping:  # RFC 3161 section 2.3: this one purpose, and critical
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return _pair(key, builder.sign(issuer_key, hashes.SHA256()))
