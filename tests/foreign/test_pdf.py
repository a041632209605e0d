"""The sealed PDF in the hands of poppler and qpdf."""

import io
import json
from pathlib import Path

import pikepdf
import pytest

from tests.adapters.test_seal import with_overlay
from tests.foreign.conftest import Files
from tests.foreign.tools import run
from workflow.adapters.pdf_text import squeezed
from workflow.adapters.typesetter import PrintedClause, words_of
from workflow.drafting.markup import tree


def test_pdfsig_calls_the_seal_valid_over_the_whole_document(files: Files) -> None:
    said = run("pdfsig", files.pdf)
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said and "SHA-256" in said
    assert said.count("Signature #") == 1


def test_qpdf_finds_nothing_wrong(files: Files) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", files.pdf)


def test_the_attachment_is_the_core_package_byte_for_byte(files: Files, tmp_path: Path) -> None:
    assert "package.json" in run("pdfdetach", "-list", files.pdf)
    run("pdfdetach", "-save", "1", "-o", tmp_path / "package.json", files.pdf)
    assert (tmp_path / "package.json").read_bytes() == files.core.read_bytes()


def test_the_pages_say_every_clause_of_the_package(files: Files) -> None:
    words = squeezed(run("pdftotext", "-raw", files.pdf, "-"))
    for clause in json.loads(files.core.read_bytes())["clauses"]:
        for block in tree(clause["text"])["children"]:
            rows = block["children"] if block["type"] in ("table", "list") else [block]
            for row in rows:
                assert squeezed(words_of(PrintedClause([row]))) in words


def test_it_is_tagged_from_title_to_signatures(files: Files) -> None:
    said = run("pdfinfo", "-struct-text", files.pdf)
    for kind in ("Document", "H1 ", "P (block)", "L (block)", "LI (block)", "Table", "TH ", "TD", "Form"):
        assert kind in said
    information = run("pdfinfo", files.pdf)
    assert "Tagged:          yes" in information and "PDF version:     1.7" in information
    claims = run("pdfinfo", "-meta", files.pdf)
    assert 'pdfaid:part="3"' in claims and 'pdfaid:conformance="A"' in claims and 'pdfuaid:part="1"' in claims


def test_every_font_is_embedded(files: Files) -> None:
    rows = run("pdffonts", files.pdf).splitlines()[2:]
    assert rows and all(row.split()[-5] == "yes" for row in rows)


def test_page_one_says_period_parties_and_award(files: Files) -> None:
    page = run("pdftotext", "-l", "1", files.pdf, "-")
    for wanted in ("Period", "Parties", "Springfield Police Department", "Schools", "Award"):
        assert wanted in page


def test_address_and_fingerprint_stand_on_every_page(files: Files) -> None:
    with pikepdf.open(files.pdf) as document:
        count = len(document.pages)
    pages = run("pdftotext", files.pdf, "-").split("\f")[:-1]
    assert len(pages) == count
    assert all("Fingerprint of the text:" in page and "/mou/springfield-" in page for page in pages)


def test_an_overlay_is_not_the_whole_document(files: Files, tmp_path: Path) -> None:
    (tmp_path / "overlaid.pdf").write_bytes(with_overlay(files.pdf.read_bytes()))
    assert "Total document signed" not in run("pdfsig", tmp_path / "overlaid.pdf")


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_flipped_byte_breaks_the_seal(files: Files, tmp_path: Path, share: float) -> None:
    content = bytearray(files.pdf.read_bytes())
    place = content.index(b"stream\n", int(len(content) * share)) + 40
    content[place] ^= 1
    (tmp_path / "flipped.pdf").write_bytes(content)
    assert "Signature is Valid" not in run("pdfsig", tmp_path / "flipped.pdf", good=(0, 1, 2))


def test_the_cms_of_the_seal_is_one_that_openssl_accepts(files: Files, tmp_path: Path) -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader

    content = files.pdf.read_bytes()
    seal = PdfFileReader(io.BytesIO(content)).embedded_signatures[0]
    start, length, resume, rest = (int(number) for number in seal.byte_range)
    assert start == 0 and resume + rest == len(content)
    (tmp_path / "seal.der").write_bytes(seal.signer_info and seal.pkcs7_content.rstrip(b"\0"))
    (tmp_path / "covered").write_bytes(content[:length] + content[resume:])
    said = run(
        "openssl", "cms", "-verify", "-cades", "-inform", "DER", "-in", tmp_path / "seal.der", "-content", tmp_path / "covered",
        "-CAfile", files.authority, "-purpose", "any", "-binary", "-out", tmp_path / "out",
    )  # fmt: skip
    assert "successful" in said
