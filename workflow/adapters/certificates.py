"""Certificates of the service's own making: an authority of this deployment, and below it one for the seal and one for time."""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Nobody outside vouches for a self-made certificate, so its dates assure nothing. They are wide, so that a clock
# that is behind cannot make the service refuse its own seal.
CERTIFICATES_FROM = datetime(2020, 1, 1, tzinfo=UTC)
CERTIFICATES_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)
Pair = tuple[EllipticCurvePrivateKey, x509.Certificate]


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


def new_authority(deployment: str) -> Pair:
    """The root of a deployment's own certificates."""
    key = generate_private_key(SECP256R1())
    name = _subject("Authority of this deployment", deployment)
    return key, _builder(name, name, key, authority=True).sign(key, hashes.SHA256())


def new_certificate(common_name: str, deployment: str, authority: Pair, *, time_stamping: bool) -> Pair:
    """A fresh key with a certificate by the authority."""
    issuer_key, issuer = authority
    key = generate_private_key(SECP256R1())
    builder = _builder(_subject(common_name, deployment), issuer.subject, key, authority=False).add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
    )
    if time_stamping:  # RFC 3161 section 2.3: this one purpose, and critical
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
    return key, builder.sign(issuer_key, hashes.SHA256())
