"""`countersign exhibit`: a PDF, and the exit code of the verdict on its first page."""

from pathlib import Path

import pytest

from tests.evidence import factory
from tests.publication import sheets
from tests.vectors import receipted
from workflow.adapters import typesetter
from workflow.adapters.keystore import Keystore
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.cli import main
from workflow.evidence import quote
from workflow.evidence.package import parse

PACKAGE, POLICY = sheets.PACKAGE, sheets.POLICY


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "package.json").write_bytes(PACKAGE)
    (tmp_path / "policy.json").write_bytes(POLICY)
    (tmp_path / "junk.json").write_bytes(b"{}")
    return tmp_path


def exhibit(files: Path, package: str, *more: str) -> int:
    return main(["exhibit", str(files / package), "-o", str(files / "out.pdf"), *more])


def test_it_makes_a_pdf_and_says_the_verdict(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exhibit(files, "package.json", "--policy", str(files / "policy.json")) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("This is the text both sides signed.") and second.endswith(" bytes")
    assert squeezed(first) in squeezed(page_words((files / "out.pdf").read_bytes()))


def test_of_a_sealed_pdf_it_says_what_was_found_of_seal_words_and_page(files: Path) -> None:
    keys = Keystore(files / "keys")
    (files / "sealed.pdf").write_bytes(sheets.sealed(sheets.page(), keys))
    (files / "naming.json").write_bytes(sheets.naming(keys))
    assert exhibit(files, "sealed.pdf", "--policy", str(files / "naming.json")) == 0
    words = squeezed(page_words((files / "out.pdf").read_bytes()))
    for said in (
        "Sealed PDF that holds the package",
        "The PDF’s seal covers every byte of it",
        "same: the page, made anew",
    ):
        assert squeezed(said) in words


def test_a_seal_by_another_authority_and_a_policy_that_names_none_stand_on_the_first_page(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = Keystore(files / "keys")
    (files / "sealed.pdf").write_bytes(sheets.sealed(sheets.page(), keys))
    (files / "naming.json").write_bytes(sheets.naming(Keystore(files / "other")))
    (files / "authority.pem").write_bytes(keys.authority_pem)
    older, authority = ("--policy", str(files / "policy.json")), ("--authority", str(files / "authority.pem"))
    for asked, code, said in (
        (("--policy", str(files / "naming.json")), 1, "the seal of this PDF is not by anybody who was named for it"),
        (older, 1, "Not verified. The package in this PDF holds the text both sides signed."),
        ((*older, *authority), 0, "This is the text both sides signed."),
    ):  # fmt: skip
        assert exhibit(files, "sealed.pdf", *asked) == code
        words = squeezed(page_words((files / "out.pdf").read_bytes()))
        assert squeezed(said) in words and ("Nothinghasbeenchanged" in words) == (code == 0)
    capsys.readouterr()
    for name in ("policy.json", "nowhere.pem"):
        assert exhibit(files, "sealed.pdf", *older, "--authority", str(files / name)) == 2
        assert name in capsys.readouterr().err


def test_of_a_sealed_pdf_with_a_byte_more_the_first_page_says_so(files: Path) -> None:
    (files / "more.pdf").write_bytes(sheets.sealed(sheets.page(), Keystore(files / "keys")) + b"\n")
    assert exhibit(files, "more.pdf", "--policy", str(files / "policy.json")) == 1
    words = squeezed(page_words((files / "out.pdf").read_bytes()))
    assert squeezed("the seal of this PDF does not hold") in words


def test_without_a_policy_it_is_made_and_the_code_is_one(files: Path) -> None:
    assert exhibit(files, "package.json") == 1
    words = squeezed(page_words((files / "out.pdf").read_bytes()))
    assert squeezed("Not verified. The text and its signatures are consistent") in words


@pytest.mark.parametrize("package", ["junk.json", "nowhere.json"])
def test_what_cannot_be_used_makes_nothing(files: Path, package: str) -> None:
    assert exhibit(files, package) == 2
    assert not (files / "out.pdf").exists()


@pytest.mark.parametrize(
    ("name", "part", "said"),
    [
        ("receipt-s1.txt", next(receipted.cases()).package, "A receipt shows no text"),
        ("clause-1.json", quote.take(parse(PACKAGE), "1"), "A quotation shows one clause"),
    ],
)
def test_of_a_part_no_exhibit_is_made(
    files: Path, capsys: pytest.CaptureFixture[str], name: str, part: bytes, said: str
) -> None:
    (files / name).write_bytes(part)
    assert exhibit(files, name, "--policy", str(files / "policy.json")) == 2
    assert f"{said}: an exhibit is made of the whole package." in capsys.readouterr().err
    assert not (files / "out.pdf").exists()


def test_where_nothing_can_be_written_it_says_so(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "out.pdf").mkdir()
    assert exhibit(files, "package.json") == 2
    assert "out.pdf cannot be written: Is a directory." in capsys.readouterr().err


def test_a_text_that_no_font_has_makes_nothing_and_says_why(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = factory.signed(factory.frozen(title="Agreement \U0001f600"))
    (files / "package.json").write_bytes(cast.world.package())
    with pytest.raises(typesetter.TypesettingFault):
        typesetter.typeset(typesetter.Document("\U0001f600", ["A"], [], "-", "-"))
    assert exhibit(files, "package.json") == 2
    assert "The text cannot be printed" in capsys.readouterr().err and not (files / "out.pdf").exists()
