"""What the maker of a key says about it: the attestation statement of a registration, held against roots that somebody chose.

The `webauthn` library has checked the statement's own signature by then, by its format. It does not say which root a statement led to,
takes any when it is given none, and adds some of its own; so the chain is checked here once more, against the folder of roots alone.
Nothing is fetched: who trusts a maker puts that maker's root there. A statement that leads nowhere leaves the key claimed.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from webauthn.helpers import parse_attestation_object, validate_certificate_chain
from webauthn.helpers.exceptions import InvalidCertificateChain

from workflow.core.errors import Refused
from workflow.evidence.canonical import b64u
from workflow.evidence.keyrecord import FORMATS, SOFTWARE_AAGUID

AAGUID = x509.ObjectIdentifier("1.3.6.1.4.1.45724.1.1.4")
"""The extension in which a maker names the model that a certificate is for."""


@dataclass(frozen=True)
class Root:
    """A trusted certificate: PEM for the library, and the hash of its DER, by which records name it."""

    pem: bytes
    hash: str


def roots(folder: Path | None) -> tuple[Root, ...]:
    """The roots of a folder, in the order of its files; none without a folder. Raises Refused for one that is no use."""
    if folder is None:
        return ()
    files = sorted(folder.glob("*.pem")) if folder.is_dir() else []
    if not files:
        raise Refused(
            f"There are no root certificates (*.pem) in {folder}.", "Look at COUNTERSIGN_ATTESTATION_ROOTS."
        )
    return tuple(root for file in files for root in _read(file, file.stat().st_mtime_ns))


def check(folder: Path | None, *, attested_keys: bool, demo: bool) -> None:
    """At the start: the settings make sense together. Raises Refused."""
    roots(folder)
    if attested_keys and demo:
        raise Refused(
            "The demo's people have software keys, which no maker attests.",
            "Leave COUNTERSIGN_ATTESTED_KEYS unset.",
        )
    if attested_keys and folder is None:
        raise Refused(
            "COUNTERSIGN_ATTESTED_KEYS asks for roots.", "Name their folder in COUNTERSIGN_ATTESTATION_ROOTS."
        )


@lru_cache(maxsize=200)
def _read(file: Path, changed: int) -> tuple[Root, ...]:
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
    except ValueError:
        raise Refused(f"{file} does not hold certificates.") from None
    return tuple(
        Root(one.public_bytes(Encoding.PEM), b64u(sha256(one.public_bytes(Encoding.DER)).digest()))
        for one in found
    )


def attested(attestation_object: bytes, trusted: tuple[Root, ...]) -> tuple[str, str]:
    """(format, hash of the root) of a statement whose signature was checked; two empty texts where it leads to none of them."""
    said = parse_attestation_object(attestation_object)
    seen = said.auth_data.attested_credential_data
    chain = said.att_stmt.x5c
    if said.fmt not in FORMATS or not chain or seen is None or seen.aaguid == SOFTWARE_AAGUID:
        return "", ""  # `none`, or a key that vouches for itself, or one of ours
    if not _for_model(chain[0], seen.aaguid, packed=said.fmt == "packed"):
        return "", ""
    for root in trusted:
        try:
            validate_certificate_chain(x5c=chain, pem_root_certs_bytes=[root.pem])
        except InvalidCertificateChain:
            continue
        return str(said.fmt), root.hash
    return "", ""


def _for_model(leaf: bytes, aaguid: bytes, *, packed: bool) -> bool:
    """Whether the certificate may speak for a key of this model (WebAuthn 8.2.1): none that signs others, and its own model."""
    try:
        certificate = x509.load_der_x509_certificate(leaf)
        extensions = {one.oid: one.value for one in certificate.extensions}
    except ValueError:
        return False
    basic = extensions.get(x509.BasicConstraints.oid)
    if isinstance(basic, x509.BasicConstraints) and basic.ca:
        return False
    model = extensions.get(AAGUID)
    if isinstance(model, x509.UnrecognizedExtension) and model.value != b"\x04\x10" + aaguid:
        return False
    units = [
        one.value for one in certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    ]
    return not packed or units == ["Authenticator Attestation"]
