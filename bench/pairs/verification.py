"""Verifying a whole package (text, statements, passkeys, chains, log) against pyHanko verifying the seal of its PDF."""

from collections.abc import Iterator
from io import BytesIO

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from bench.demo import played
from bench.measure import Step, pair
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
    # The seal's own certificate is trusted here: the work of checking is measured, not the choice of whom to trust.
    trusted = PdfFileReader(BytesIO(pdf)).embedded_signatures[0].signer_cert

    def ours() -> None:
        verdict = verify(package, policy)
        if verdict.verdict != "verified":
            raise RuntimeError(f"The demo's package is {verdict.verdict}: {verdict.missing}")

    def yardstick() -> None:
        seal = PdfFileReader(BytesIO(pdf)).embedded_signatures[0]
        status = validate_pdf_signature(seal, ValidationContext(trust_roots=[trusted], allow_fetching=False))
        if not (status.intact and status.valid):
            raise RuntimeError(f"The demo's PDF is not intact: {status.summary()}")

    yield ours, yardstick
