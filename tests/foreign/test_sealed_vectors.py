"""Every good vector as a sealed PDF, and the ways in which one goes bad, before poppler, qpdf and openssl."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest

from tests.adapters.test_seal import with_overlay
from tests.foreign import vectors
from tests.foreign.tools import run
from tests.publication import sheets
from workflow.adapters.keystore import Keystore
from workflow.adapters.pdf_text import squeezed
from workflow.evidence import package
from workflow.publication.printing import must_be_said
from workflow.publication.sealed import examine

WHOLE = [name for name in vectors.GOOD if "clauses" in vectors.package(name)]
"""A quotation has no page of its own."""


@dataclass(frozen=True)
class Press:
    """A publisher who seals, and where the files lie."""

    folder: Path
    keys: Keystore

    def sealed(self, name: str) -> bytes:
        """The PDF of a vector, as it is published."""
        data = (vectors.FOLDER / vectors.expected(name)["package"]).read_bytes()
        core = package.core_of(data, package.parse(data))
        return sheets.sealed(sheets.page(core, signers=[]), self.keys)

    def file(self, name: str, pdf: bytes) -> Path:
        (self.folder / f"{name}.pdf").write_bytes(pdf)
        return self.folder / f"{name}.pdf"


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Press:
    folder = tmp_path_factory.mktemp("sealed")
    keys = Keystore(folder / "keys")
    (folder / "authority.pem").write_bytes(keys.authority_pem)
    return Press(folder, keys)


@pytest.fixture(scope="module")
def honest(press: Press) -> bytes:
    return press.sealed("good-core")


def poppler_takes(file: Path) -> bool:
    """What its words say; it ends with 0 whatever it found."""
    said = run("pdfsig", file, good=(0, 1, 2))
    whole = "Signature is Valid" in said and "Total document signed" in said
    return whole and said.count("Signature #") == 1


def openssl_takes(press: Press, pdf: bytes, authority: Path) -> bool:
    """Whether the CMS in the gap is over all the rest, by somebody whom this authority vouches for."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    seal = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    _, length, resume, rest = (int(number) for number in seal.byte_range)
    (press.folder / "seal.der").write_bytes(seal.pkcs7_content)
    (press.folder / "covered").write_bytes(pdf[:length] + pdf[resume:])
    said = run(
        "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", press.folder / "seal.der", "-content", press.folder / "covered",
        "-CAfile", authority, "-purpose", "any", "-binary", "-out", press.folder / "out", good=(0, 2, 4),
    )  # fmt: skip
    return "successful" in said and resume + rest == len(pdf)


@pytest.mark.parametrize("name", WHOLE)
def test_every_good_vector_makes_a_pdf_that_other_tools_call_good(press: Press, name: str) -> None:
    pdf = press.sealed(name)
    file = press.file(name, pdf)
    assert poppler_takes(file) and openssl_takes(press, pdf, press.folder / "authority.pem")
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", file)
    run("pdfdetach", "-savefile", "package.json", "-o", press.folder / "package.json", file)
    attached = (press.folder / "package.json").read_bytes()
    words = squeezed(run("pdftotext", "-raw", file, "-"))
    for clause in must_be_said(sheets.core(attached)):
        assert all(squeezed(line) in words for line in clause.split("\n"))
    trust = vectors.FOLDER / vectors.expected(name)["policy"]
    assert examine(pdf, trust.read_bytes(), [press.keys.authority])[0].verdict == "verified"
    assert json.loads(attached)["manifest"] == vectors.package(name)["manifest"]


def exchanged(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        other = (vectors.FOLDER / "packages/good-eddsa.json").read_bytes()
        document.attachments["package.json"] = pikepdf.AttachedFileSpec(document, other)
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def flipped(pdf: bytes) -> bytes:
    place = pdf.index(b"stream\n", len(pdf) // 2) + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


BAD: dict[str, Callable[[bytes], bytes]] = {
    "an overlay": with_overlay,
    "a comment after the end": lambda pdf: pdf + b"% more\n",
    "an attachment exchanged": exchanged,
    "a byte flipped": flipped,
    "no seal": lambda pdf: sheets.page(signers=[]),
}


@pytest.mark.parametrize("case", BAD)
def test_poppler_and_we_refuse_a_pdf_that_was_changed(press: Press, honest: bytes, case: str) -> None:
    pdf = BAD[case](honest)
    assert not poppler_takes(press.file("bad", pdf))
    trust = (vectors.FOLDER / vectors.expected("good-core")["policy"]).read_bytes()
    assert "pdf.seal" in examine(pdf, trust, [press.keys.authority])[0].codes


def test_openssl_refuses_a_seal_by_another_authority(press: Press, honest: bytes, tmp_path: Path) -> None:
    """Poppler asks the browser's own list of authorities, so this is not its to judge."""
    (tmp_path / "other.pem").write_bytes(Keystore(tmp_path / "keys").authority_pem)
    assert openssl_takes(press, honest, press.folder / "authority.pem")
    assert not openssl_takes(press, honest, tmp_path / "other.pem")
    assert not openssl_takes(press, honest + b"% more\n", press.folder / "authority.pem")


JUDGED = [
    name for name in vectors.READABLE if name not in vectors.GOOD and "clauses" in vectors.package(name)
]


def test_no_seal_makes_a_bad_vector_good(press: Press) -> None:
    """The publisher's seal vouches for the file alone: a package that is not verified is none inside a sealed PDF either."""
    beside = b"{}"
    for name in JUDGED[::6]:
        one = vectors.expected(name)
        data = (vectors.FOLDER / one["package"]).read_bytes()
        pdf = sheets.sealed(sheets.forged(beside, package=data), press.keys)
        trust = (vectors.FOLDER / one["policy"]).read_bytes() if one["policy"] else None
        assert poppler_takes(press.file("bad", pdf)), name
        assert examine(pdf, trust, [press.keys.authority])[0].verdict == "not_verified", name
