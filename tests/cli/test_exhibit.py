"""`countersign exhibit`: a PDF, and the exit code of the verdict on its first page."""

from pathlib import Path

import pytest

from tests.evidence import factory
from workflow.adapters import typesetter
from workflow.adapters.pdf_text import page_words, squeezed
from workflow.cli import main

PACKAGE, POLICY = factory.good_package()


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


def test_without_a_policy_it_is_made_and_the_code_is_one(files: Path) -> None:
    assert exhibit(files, "package.json") == 1
    words = squeezed(page_words((files / "out.pdf").read_bytes()))
    assert squeezed("Not verified. The text and its signatures are consistent") in words


@pytest.mark.parametrize("package", ["junk.json", "nowhere.json"])
def test_what_cannot_be_used_makes_nothing(files: Path, package: str) -> None:
    assert exhibit(files, package) == 2
    assert not (files / "out.pdf").exists()


def test_a_text_that_no_font_has_makes_nothing_and_says_why(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = factory.signed(factory.frozen(title="Agreement \U0001f600"))
    (files / "package.json").write_bytes(cast.world.package())
    with pytest.raises(typesetter.TypesettingFault):
        typesetter.typeset(typesetter.Document("\U0001f600", ["A"], [], "-", "-"))
    assert exhibit(files, "package.json") == 2
    assert "The text cannot be printed" in capsys.readouterr().err and not (files / "out.pdf").exists()
