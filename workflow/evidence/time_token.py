"""Time tokens (RFC 3161) over envelopes: when somebody other than the signatory saw a signature (docs/format.md, section 5).

A token is bytes of a fixed shape: one signer, the signer's certificate alone, nothing unsigned. `canonical` writes that
shape from the signed parts, and `read` compares it with what stands there, so there is no corner that nothing binds:
the certificate is bound by its hash among the signed attributes (RFC 5816), all else by the signature.

A token proves a time only to those who trust its authority. `vouched` asks that of the certificates in a policy; a token
of any other authority is the operator's word, whoever ran it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512, HashAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID, SignatureAlgorithmOID

from workflow.evidence import statement_table
from workflow.evidence.canonical import unb64u
from workflow.evidence.chain import Link
from workflow.evidence.errors import Bad
from workflow.evidence.fields import write_moment

DIGESTS: dict[str, HashAlgorithm] = {"sha256": SHA256(), "sha384": SHA384(), "sha512": SHA512()}
CURVES = ("secp256r1", "secp384r1", "secp521r1")
LEAST_RSA = 2048
ISSUING = (
    SignatureAlgorithmOID.ECDSA_WITH_SHA256,
    SignatureAlgorithmOID.ECDSA_WITH_SHA384,
    SignatureAlgorithmOID.ECDSA_WITH_SHA512,
    SignatureAlgorithmOID.RSA_WITH_SHA256,
    SignatureAlgorithmOID.RSA_WITH_SHA384,
    SignatureAlgorithmOID.RSA_WITH_SHA512,
)
"""How an authority's certificate is signed by who issued it, where a policy names that one."""


@dataclass(frozen=True)
class TimeToken:
    """What a token says: `imprint` (a hash) was there at `at` (time as text), by the word of `authority`."""

    imprint: bytes
    at: str
    authority: x509.Certificate

    @property
    def name(self) -> str:
        """The authority as its certificate names it."""
        return self.authority.subject.rfc4514_string()


def read(der: bytes, hashed: str = "sha256") -> TimeToken:
    """The token over a hash of this kind, if its one signature holds and every byte is bound. Raises Bad("time.token")."""
    try:
        info = cms.ContentInfo.load(der, strict=True)
        if canonical(info) != der:
            raise Bad("time.token", "the token has parts that nothing binds")
        return _judged(info["content"], hashed)
    except Bad:
        raise
    except Exception as fault:  # hostile bytes: a parser may raise anything, and each means the same
        raise Bad("time.token", "this is not a time token") from fault


def canonical(info: cms.ContentInfo) -> bytes:
    """The one way to write a token: its signed parts, its signer's certificate, and nothing else. DER."""
    data = info["content"]
    signer = data["signer_infos"][0]
    digest = {"algorithm": signer["digest_algorithm"]["algorithm"].native}
    certificate = signers_certificate(data)
    key = certificate.public_key.algorithm
    signed = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [digest],
            "encap_content_info": {
                "content_type": "tst_info",
                "content": cms.ParsableOctetString(bytes(data["encap_content_info"]["content"])),
            },
            "certificates": [certificate],
            "signer_infos": [
                {
                    "version": "v1",
                    "sid": cms.SignerIdentifier(
                        "issuer_and_serial_number",
                        {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
                    ),
                    "digest_algorithm": digest,
                    "signed_attrs": signer["signed_attrs"].untag(),
                    "signature_algorithm": {
                        "algorithm": f"{digest['algorithm']}_{'ecdsa' if key == 'ec' else 'rsa'}"
                    },
                    "signature": bytes(signer["signature"]),
                }
            ],
        }
    )
    der: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return der


def signers_certificate(data: cms.SignedData) -> asn1_x509.Certificate:
    """The certificate that the signed attributes name, among those that came along. Raises Bad("time.token")."""
    named = _attributes(data)["signing_certificate_v2"]["certs"][0]
    algorithm = named["hash_algorithm"]["algorithm"].native
    for choice in data["certificates"]:
        if hashlib.new(algorithm, choice.chosen.dump()).digest() == named["cert_hash"].native:
            return choice.chosen
    raise Bad("time.token", "the certificate of the token is not the one it names")


def vouched(token: TimeToken, authorities: Sequence[x509.Certificate]) -> bool:
    """Whether one of these certificates is the token's own, or issued it."""
    return any(one == token.authority or _issued(token.authority, one) for one in authorities)


OPERATOR = "time by the operator's word"


def judge(
    entries: Sequence[dict[str, str]], links: Sequence[Link], authorities: Sequence[x509.Certificate]
) -> str:
    """What the tokens of a package prove about the statements of an edition's chain, in words.

    Each is about another statement of the chain, in its order, and was given while that statement could be made.
    Raises Bad("time.token").
    """
    stated = {link.leaf["subject"]: link for link in links if link.envelope is not None}
    waiting, independent, names = iter(stated), 0, set()
    for entry in entries:
        if entry["envelope"] not in waiting:  # consumes what it passes: so each once, and in order
            raise Bad("time.token", "a time token is about nothing that was signed here, or stands twice")
        token = read(unb64u(entry["token"]))
        _within(token, entry["envelope"], stated[entry["envelope"]])
        if vouched(token, authorities):
            independent += 1
            names.add(token.name)
    if not independent:
        return OPERATOR
    whose = ", ".join(sorted(names))
    if independent < len(stated):
        return f"{OPERATOR}, but for {independent} of {len(stated)} statements, whose time {whose} confirms"
    return f"independent time: {whose} confirms the time of all {independent} statements"


def _within(token: TimeToken, envelope: str, link: Link) -> None:
    """The imprint is the envelope hash, and the time lies inside the statement's own."""
    assert link.envelope is not None
    said = statement_table.read(
        statement_table.ACT_OF.get(link.envelope["type"], ""), unb64u(link.envelope["statement"])
    )
    if token.imprint != unb64u(envelope, 32):
        raise Bad("time.token", "a time token is about something else than it stands for")
    if not said["issued"] <= token.at <= said["expires"]:
        raise Bad("time.token", f"a time token says {token.at}, outside the time of its statement")


def _issued(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    if certificate.signature_algorithm_oid not in ISSUING:
        return False
    try:
        certificate.verify_directly_issued_by(authority)
        return _known(authority.public_key()) is not None
    except (ValueError, TypeError, InvalidSignature):
        return False


def _known(key: object) -> EllipticCurvePublicKey | RSAPublicKey | None:
    """The key, if it is of a kind that version 1 knows."""
    if isinstance(key, EllipticCurvePublicKey) and key.curve.name in CURVES:
        return key
    return key if isinstance(key, RSAPublicKey) and key.key_size >= LEAST_RSA else None


def _judged(data: cms.SignedData, hashed: str) -> TimeToken:
    signer, content = data["signer_infos"][0], bytes(data["encap_content_info"]["content"])
    attributes, digest = _attributes(data), signer["digest_algorithm"]["algorithm"].native
    if attributes["content_type"].native != "tst_info" or digest not in DIGESTS:
        raise Bad("time.token", "this is not a time token of a kind that version 1 knows")
    if attributes["message_digest"].native != hashlib.new(digest, content).digest():
        raise Bad("time.token", "the token's words are not those it signed")
    certificate = x509.load_der_x509_certificate(signers_certificate(data).dump())
    _signed(certificate, bytes(signer["signature"]), signer["signed_attrs"].untag().dump(), digest)
    said = tsp.TSTInfo.load(content, strict=True)
    imprint = said["message_imprint"]
    if (
        imprint["hash_algorithm"]["algorithm"].native != hashed
        or len(imprint["hashed_message"].native) != hashlib.new(hashed).digest_size
    ):
        raise Bad("time.token", f"the token is not over a {hashed.upper().replace('SHA', 'SHA-')} hash")
    if not said["gen_time"].contents.endswith(b"Z"):
        raise Bad("time.token", "the token's time is not in UTC")
    at = said["gen_time"].native
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise Bad("time.token", "the authority's certificate was not valid at that time")
    _may_stamp(certificate)
    return TimeToken(imprint["hashed_message"].native, write_moment(at), certificate)


def _attributes(data: cms.SignedData) -> dict[str, Any]:
    """The signed attributes by type, each once and with one value."""
    found = {}
    for attribute in data["signer_infos"][0]["signed_attrs"]:
        kind = attribute["type"].native
        if kind in found or len(attribute["values"]) != 1:
            raise Bad("time.token", "a signed attribute stands twice")
        found[kind] = attribute["values"][0]
    return found


def _signed(certificate: x509.Certificate, signature: bytes, attributes: bytes, digest: str) -> None:
    key, algorithm = _known(certificate.public_key()), DIGESTS[digest]
    if key is None:
        raise Bad("time.token", "the authority's key is of a kind that version 1 does not know")
    try:
        if isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, attributes, ECDSA(algorithm))
        else:
            key.verify(signature, attributes, PKCS1v15(), algorithm)
    except InvalidSignature:
        raise Bad("time.token", "the authority's signature does not fit") from None


def _may_stamp(certificate: x509.Certificate) -> None:
    """RFC 3161 section 2.3: the certificate is for time stamping alone, and says so critically."""
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    if not any(one.critical and one.value == purpose for one in certificate.extensions):
        raise Bad("time.token", "the certificate is not one of a time authority")
