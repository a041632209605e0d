"""The publisher's seal: one certification signature (PAdES B-T, ECDSA P-256) that allows no change.

The seal says "we publish this"; the signatories' own keys inside the attached package say "we approve this". The
PDF is never signed in a signatory's name.

Rules that `check_seal` holds a file against, because ordinary PDF readers are lenient:

1. exactly one signature, and it covers every byte of the file but its own value;
2. that value is one CMS object without any unsigned corner, in upper-case hexadecimal, then nothing but zeros;
3. it certifies the document and permits no change;
4. the certificate is trusted, and so is the certificate of the time token inside.
"""

import asyncio
import io
import logging
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import pikepdf
from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from workflow.adapters.seal_field import FIELD, with_field
from workflow.adapters.seal_key import SealKey
from workflow.adapters.signed_data import rebuilt
from workflow.adapters.timestamp import LocalTimeAuthority

PACKAGE = "package.json"
# An untrusted certificate is an answer here, not an incident: the report says so, the log need not.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)
T = TypeVar("T")


@dataclass(frozen=True)
class SealReport:
    """What a check found. `whole`: nothing in the file lies outside the seal. `valid`: every rule holds."""

    sealed: bool
    whole: bool
    certified: bool
    trusted: bool
    valid: bool
    sealed_by: str = ""
    sealed_at: datetime | None = None
    reason: str = ""


def seal(pdf: bytes, identity: SealKey, authority: LocalTimeAuthority, *, at: datetime, reason: str) -> bytes:
    """The PDF with the publisher's seal over every byte of it. `at` (aware) is the moment the time token names."""
    prepared = IncrementalPdfFileWriter(io.BytesIO(with_field(pdf)))
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
    )
    sealer = _Sealer(metadata, _Signer(identity), timestamper=_Stamper(authority, at), at=at)
    out = io.BytesIO()
    _run(sealer.async_sign_pdf(prepared, existing_fields_only=True, output=out))
    return out.getvalue()


def check_seal(pdf: bytes, trusted: Sequence[x509.Certificate]) -> SealReport:
    """Hold a sealed PDF against the four rules above. Never raises on bad input: the report says what is wrong."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1:
            return _no(f"The file has {len(signatures)} signatures where one seal is expected.")
        return _judged(signatures[0], pdf, trusted)
    except (PdfError, SignatureValidationError, SigningError, ValueError, KeyError, TypeError) as error:
        return _no(f"The file cannot be read as a sealed PDF: {error}")
    except (AssertionError, AttributeError, IndexError, OverflowError, RecursionError, NotImplementedError):
        return _no("The file cannot be read as a sealed PDF.")


def embedded_package(pdf: bytes) -> bytes | None:
    """The bytes attached as `package.json`, or None. Raises ValueError when this is no readable PDF."""
    return attachments(pdf).get(PACKAGE)


def attachments(pdf: bytes) -> dict[str, bytes]:
    """What is attached, by name. Raises ValueError when this is no readable PDF."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return {name: one.get_file().read_bytes() for name, one in document.attachments.items()}
    except pikepdf.PdfError as error:
        raise ValueError("This is not a readable PDF.") from error


class _Signer(Signer):
    """pyHanko's side of a key that it never sees."""

    def __init__(self, key: SealKey) -> None:
        # Only the seal's own certificate goes in: a copy of the root would be bytes that nothing vouches for.
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=SimpleCertificateStore())
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """`dry_run`: only the length counts, and no P-256 signature is longer."""
        return bytes(72) if dry_run else self._key.sign(data)


class _Sealer(PdfSigner):
    """Signs at the moment it is given, not at the moment of the machine's clock."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        """Name the one extension that PAdES is in PDF 1.7. More would raise the file to 2.0, which PDF/A-3 is not."""
        pdf_out.register_extension(ESIC_EXTENSION_1)


class _Stamper(TimeStamper):
    """pyHanko's side of a time authority."""

    def __init__(self, authority: LocalTimeAuthority, at: datetime) -> None:
        super().__init__()
        self._authority, self._at = authority, at

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return self._authority.respond(req, self._at)


def _judged(signature: EmbeddedPdfSignature, pdf: bytes, trusted: Sequence[x509.Certificate]) -> SealReport:
    context = ValidationContext(trust_roots=[_asn1(root) for root in trusted], allow_fetching=False)
    status: PdfSignatureStatus = _run(async_validate_pdf_signature(signature, context))
    time = status.timestamp_validity
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _value_is_canonical(signature, pdf)
    certified = signature.docmdp_level == MDPPerm.NO_CHANGES
    intact = bool(status.intact and status.valid and time and time.intact and time.valid)
    known = bool(status.trusted and time and time.trusted)
    faults = [
        words
        for good, words in (
            (intact, "The seal or its time token does not fit the file."),
            (whole, "The file has bytes that the seal does not cover."),
            (certified, "The seal does not forbid changes."),
            (known, "The seal's certificate is not one you trust."),
        )
        if not good
    ]
    return SealReport(
        sealed=True,
        whole=whole and intact,
        certified=certified,
        trusted=known,
        valid=not faults and bool(status.bottom_line),
        sealed_by=signature.signer_cert.subject.human_friendly,
        sealed_at=time.timestamp if time else None,
        reason=" ".join(faults),
    )


def _value_is_canonical(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """The one place the seal cannot cover, its own value, leaves no room for anything else either."""
    start, length, resume, _ = (int(number) for number in signature.byte_range)
    gap = pdf[start + length : resume]
    expected = rebuilt(cms.ContentInfo.load(signature.pkcs7_content)).hex().upper().encode()
    spare = gap[1 + len(expected) : -1]
    return gap[:1] + gap[-1:] == b"<>" and gap[1:].startswith(expected) and not spare.strip(b"0")


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Run pyHanko's coroutine, also when the calling thread already has a running loop."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _no(reason: str) -> SealReport:
    return SealReport(False, False, False, False, False, reason=reason)
