"""Verifying a whole package (text, statements, passkeys, chains, log) against pyHanko verifying the seal of its PDF,
and against the least it can cost: the signatures in it."""

from collections.abc import Iterator
from functools import partial
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from bench.demo import played
from bench.measure import Step, pair
from bench.signed import log_keys, passkeys
from workflow.adapters.keystore import Keystore
from workflow.adapters.settings import Settings
from workflow.evidence.verify import verify


@pair(
    "verification",
    ours="verifying the demo's package under its policy",
    yardstick="pyHanko verifying the seal of the same edition's PDF",
)
def verification() -> Iterator[tuple[Step, Step]]:
    out = played() / "out"
    package, policy, pdf = (
        (out / name).read_bytes() for name in ("package.json", "policy.json", "public.pdf")
    )
    authority = Keystore(Settings(data=played() / "data").keys_folder).authority
    trusted = asn1_x509.Certificate.load(authority.public_bytes(Encoding.DER))

    def yardstick() -> None:
        seal = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
        status = validate_pdf_signature(seal, ValidationContext(trust_roots=[trusted], allow_fetching=False))
        if not (status.intact and status.valid):
            raise RuntimeError(f"The demo's PDF is not intact: {status.summary()}")

    yield partial(_verified, package, policy), yardstick


@pair(
    "verification-floor",
    ours="verifying the demo's package under its policy",
    yardstick="every signature in it, of people and of the log, each checked once by cryptography",
)
def floor() -> Iterator[tuple[Step, Step]]:
    package, policy = ((played() / "out" / name).read_bytes() for name in ("package.json", "policy.json"))
    checks = [*passkeys(package), *log_keys(package)]

    def yardstick() -> None:
        for check in checks:
            check()

    yield partial(_verified, package, policy), yardstick


def _verified(package: bytes, policy: bytes) -> None:
    verdict = verify(package, policy)
    if verdict.verdict != "verified":
        raise RuntimeError(f"The demo's package is {verdict.verdict}: {verdict.missing}")
