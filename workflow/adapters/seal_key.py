"""Where the key of the seal lies when it is not one of our own making: with another authority's certificate, in a file of its own."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12

from workflow.adapters import keyfiles
from workflow.core.errors import Unready


class SealKey(Protocol):
    """What a seal is made with, wherever the private key lies: in a file here, or on a token that signs itself."""

    @property
    def certificate(self) -> x509.Certificate: ...

    @property
    def authority(self) -> x509.Certificate: ...

    def sign(self, data: bytes) -> bytes:
        """An ECDSA signature with SHA-256."""


@dataclass(frozen=True)
class Identity:
    """A private key with its certificate and the certificate of the authority that issued it."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate
    authority: x509.Certificate

    def sign(self, data: bytes) -> bytes:
        return self.key.sign(data, ECDSA(SHA256()))

    def __repr__(self) -> str:
        return f"Identity({self.certificate.subject.rfc4514_string()})"


def from_pkcs12(path: Path, passphrase: str) -> Identity:
    """What a PKCS#12 file holds. Raises Unready in words for one that cannot be opened or used."""
    keyfiles.only_ours(path)
    try:
        held = pkcs12.load_pkcs12(path.read_bytes(), passphrase.encode() or None)
    except ValueError:
        raise Unready(f"{path} cannot be opened.", "Look at COUNTERSIGN_SEAL_PASSPHRASE_FILE.") from None
    key, own = held.key, held.cert.certificate if held.cert else None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1) or own is None:
        raise Unready(f"{path} does not hold an ECDSA P-256 key with its certificate.")
    return Identity(key, own, issuer_of(own, [one.certificate for one in held.additional_certs]))


def issuer_of(own: x509.Certificate, chain: list[x509.Certificate]) -> x509.Certificate:
    """The certificate in the chain that issued this one, or itself."""
    return next((one for one in chain if one.subject == own.issuer), own)
