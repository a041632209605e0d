"""The parts of a file, under whatever names."""

import pytest

from tests.drafting.importing.made import p, packed, read, refused, root, run
from tests.drafting.importing.test_word import zipped

WHERE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(kind: str, target: str) -> str:
    inside = f'<Relationship Id="r1" Type="{WHERE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inside}</Relationships>'


@pytest.mark.parametrize("target", ["odd.xml", "/word/odd.xml", "../word/odd.xml"])
def test_a_header_under_another_name_is_a_header(target: str) -> None:
    content = zipped(
        {
            "word/document.xml": root("document", f"<w:body>{p(run('Text.'))}</w:body>"),
            "word/_rels/document.xml.rels": related("header", target),
            "word/odd.xml": root("hdr", p(run("Secret"))),
        }
    )
    assert "“Secret”" in read(content).notes[0].words


@pytest.mark.parametrize("target", ["../../etc/passwd", "http://elsewhere/x", "nowhere.xml", ""])
def test_a_part_that_is_not_there_is_none(target: str) -> None:
    content = zipped(
        {
            "word/document.xml": root("document", f"<w:body>{p(run('Text.'))}</w:body>"),
            "word/_rels/document.xml.rels": related("header", target),
        }
    )
    assert read(content).text == "Text."


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<w:altChunk/>", "import.chunk"),
        (p("<w:subDoc/>"), "import.chunk"),
        (p("<w:r><w:delText>old</w:delText></w:r>"), "import.tracked"),
        ("<w:tbl><w:tr><w:trPr><w:trPrChange/></w:trPr></w:tr></w:tbl>", "import.tracked"),
        (p('<m:oMath xmlns:m="urn:m"/>'), "import.formula"),
    ],
)
def test_what_is_not_one_text_is_refused_in_the_text_and_in_its_notes(body: str, code: str) -> None:
    assert refused(packed(p(run("Text.")) + body))[0].code == code
    for kind in ("footnote", "endnote"):
        note = f'<w:{kind} w:id="1">{body}</w:{kind}>'
        assert refused(packed(p(run("Text.")), **{f"{kind}s": note}))[0].code == code


def test_a_thousand_headers_are_not_read() -> None:
    content = packed(p(run("Text.")), **{f"header{n}": "" for n in range(201)})
    assert refused(content)[0].code == "import.running"
