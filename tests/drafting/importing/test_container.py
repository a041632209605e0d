"""The container of a Word file, treated as hostile."""

import io
import zipfile

import pytest

from tests.drafting.importing.test_word import HEAD, TAIL, document, paragraph, zipped
from workflow.core.errors import Invalid
from workflow.drafting.importing import container
from workflow.drafting.importing.container import Container


def code(content: bytes, part: str = "") -> str:
    with pytest.raises(Invalid) as refusal:
        opened = Container(content)
        opened.xml(part)
    return refusal.value.issues[0].code


def test_an_honest_file_gives_its_parts_and_none_for_those_it_lacks() -> None:
    opened = Container(document(paragraph("words")))
    root = opened.xml("word/document.xml")
    assert root is not None and "".join(root.itertext()) == "words"
    assert opened.xml("word/footnotes.xml") is None


@pytest.mark.parametrize("name", ["../a", "/a", "word/../../a", "\\a", "c:/a", "a\\..\\b"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    assert code(zipped({"word/document.xml": HEAD + TAIL, name: "x"})) == "import.bomb"


def test_the_same_part_twice_is_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = twice()
    assert code(content) == "import.bomb"


def twice() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for body in ("a", "b"):
            box.writestr("word/document.xml", HEAD + paragraph(body) + TAIL)
    return out.getvalue()


def test_what_grows_a_hundredfold_is_refused_before_it_is_inflated() -> None:
    assert code(zipped({"word/document.xml": HEAD + TAIL, "word/x.xml": "a" * 1_000_000})) == "import.bomb"
    small = zipped({"word/document.xml": HEAD + TAIL, "word/x.xml": "a" * 90_000})
    assert Container(small).names == {"word/document.xml", "word/x.xml"}


def test_what_really_comes_out_is_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_PART", 1_000)
    assert code(document(paragraph("x" * 2_000)), "word/document.xml") == "import.bomb"


@pytest.mark.parametrize("depth", [100, 300])
def test_nesting_has_an_end(depth: int) -> None:
    content = document("<w:p>" * depth + "</w:p>" * depth)
    if depth < container.DEEPEST:
        assert Container(content).xml("word/document.xml") is not None
    else:
        assert code(content, "word/document.xml") == "import.damaged"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, b"hello"])
def test_what_is_no_zip_of_a_document_is_refused_in_words(content: bytes) -> None:
    assert code(content) in ("import.damaged", "import.docx")
