"""Word files: carried over whole, or refused."""

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from tests.drafting.importing.made import saved
from workflow.core.errors import Invalid
from workflow.drafting import markup
from workflow.drafting.importing.door import import_file

HEAD = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
TAIL = "</w:body></w:document>"
WORDS = '<w:{0} xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{1}</w:{0}>'


def zipped(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return out.getvalue()


def document(body: str) -> bytes:
    return zipped({"word/document.xml": HEAD + body + TAIL})


def paragraph(text: str, inside: str = "") -> str:
    return f"<w:p>{inside}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_headings_paragraphs_bullets_and_tables_come_over() -> None:
    def build(d: Any) -> None:
        d.add_heading("School Resource Officer Agreement", 0)
        d.add_paragraph("Between the District and the Department.")
        d.add_heading("1. Purpose", 1)
        d.add_paragraph("To keep schools safe.")
        d.add_paragraph("first", style="List Bullet")
        d.add_heading("2. Funding", 1)
        table = d.add_table(rows=2, cols=2)
        for number, words in enumerate(["Item", "Share", "Salary", "50%"]):
            table.rows[number // 2].cells[number % 2].text = words

    found = import_file(saved(build), "a.docx")
    assert found.title == "School Resource Officer Agreement"
    assert [clause.text for clause in found.clauses] == [
        "School Resource Officer Agreement\n\nBetween the District and the Department.",
        "# 1. Purpose\n\nTo keep schools safe.\n\n- first",
        "# 2. Funding\n\n| Item | Share |\n|---|---|\n| Salary | 50% |",
    ]


def test_numbers_that_word_computes_become_literal_text() -> None:
    numbering = """<?xml version="1.0"?><w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
    <w:abstractNum w:abstractNumId="0">
      <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%3"/></w:lvl>
    </w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""

    def item(depth: int, words: str) -> str:
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="7"/></w:numPr></w:pPr>'
        return paragraph(words, number)

    body = "".join([item(0, "Duties of the officer are these and others that follow from them"), item(1, "patrol"), item(1, "teach"), item(2, "law"), item(0, "Hours"), item(1, "daily")])  # fmt: skip
    content = zipped({"word/document.xml": HEAD + body + TAIL, "word/numbering.xml": numbering})
    text = import_file(content, "a.docx").text
    items = [i for node in markup.tree(text)["children"] if node["type"] == "list" for i in node["children"]]
    assert [(i["marker"], i["level"]) for i in items if i["level"]] == [
        ("(a)", 1),
        ("(b)", 1),
        ("3.I", 2),
        ("(a)", 1),
    ] or "3.I law" in text
    assert text.split()[0] == "3." and "4. Hours" in text.replace("# ", "")


def test_footnotes_stand_after_their_paragraph() -> None:
    notes = HEAD.replace("w:document", "w:footnotes").replace("<w:body>", "") + (
        '<w:footnote w:id="2"><w:p><w:r><w:t>See the statute.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    body = '<w:p><w:r><w:t>The rule</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    found = import_file(
        zipped({"word/document.xml": HEAD + body + TAIL, "word/footnotes.xml": notes}), "a.docx"
    )
    assert found.text == "The rule[^1]\n\n[^1]: See the statute."


@pytest.mark.parametrize(
    "inside",
    [
        '<w:p><w:ins w:id="1"><w:r><w:t>new</w:t></w:r></w:ins></w:p>',
        '<w:p><w:del w:id="1"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>',
        '<w:p><w:moveTo w:id="1"><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>',
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t>joined</w:t></w:r></w:p>',
        "<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    ],
)
def test_tracked_changes_are_refused(inside: str) -> None:
    with pytest.raises(Invalid, match="tracked changes"):
        import_file(document(inside), "a.docx")


def test_a_real_file_with_a_tracked_insertion_is_refused() -> None:
    def build(d: Any) -> None:
        p = d.add_paragraph("Kept")
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:id"), "1")
        inserted.append(p.runs[0]._r)
        p._p.append(inserted)

    with pytest.raises(Invalid, match="accept or reject"):
        import_file(saved(build), "a.docx")


def test_what_is_left_behind_is_said() -> None:
    content = zipped(
        {
            "word/document.xml": HEAD + paragraph("Text.") + TAIL,
            "word/header1.xml": WORDS.format("hdr", paragraph("DRAFT of May")),
            "word/comments.xml": WORDS.format(
                "comments", f'<w:comment w:id="1" w:author="Lee">{paragraph("Why?")}</w:comment>'
            ),
            "word/media/a.png": b"x",
        }
    )
    notes = import_file(content, "a.docx").notes
    assert [note.code for note in notes] == ["comments", "running", "pictures"]
    assert "by Lee" in notes[0].said and "“Why?”" in notes[0].said and "“DRAFT of May”" in notes[1].said


BILLION = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb by declared size": (lambda: zipped({"word/document.xml": HEAD + paragraph("x" * 20_000_000) + TAIL}), "import.bomb"),
    "bomb in a part nobody reads": (lambda: zipped({"word/document.xml": HEAD + TAIL, "word/media/a": b"\0" * 30_000_000}), "import.bomb"),
    "too many parts": (lambda: zipped({f"p{n}": b"" for n in range(2_001)}), "import.bomb"),
    "zip slip": (lambda: zipped({"word/document.xml": HEAD + TAIL, "../../etc/passwd": "x"}), "import.bomb"),
    "absolute name": (lambda: zipped({"word/document.xml": HEAD + TAIL, "/etc/passwd": "x"}), "import.bomb"),
    "macro": (lambda: zipped({"word/document.xml": HEAD + TAIL, "word/vbaProject.bin": b"x"}), "import.macro"),
    "outside entity": (lambda: zipped({"word/document.xml": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD + paragraph("&a;") + TAIL}), "import.damaged"),
    "billion laughs": (lambda: zipped({"word/document.xml": BILLION + HEAD + paragraph("&b;") + TAIL}), "import.damaged"),
    "no document": (lambda: zipped({"xl/workbook.xml": "<x/>"}), "import.docx"),
    "not xml": (lambda: zipped({"word/document.xml": "hello"}), "import.damaged"),
    "cut off": (lambda: document(paragraph("x" * 500))[:-40], "import.damaged"),
    "nested deep": (lambda: document("<w:sdt>" * 5_000 + "</w:sdt>" * 5_000), "import.damaged"),
    "empty": (lambda: document(""), "import.empty"),
    "bidi": (lambda: document(paragraph("a\u202eb")), "text.character"),
    "bar in a cell": (lambda: document("<w:tbl><w:tr><w:tc>" + paragraph("a|b") + "</w:tc></w:tr></w:tbl>"), "import.table"),
    "symbol font": (lambda: document('<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r></w:p>'), "import.symbol"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_in_words(kind: str) -> None:
    make, code = HOSTILE[kind]
    content = make()
    began = time.process_time()
    with pytest.raises(Invalid) as refusal:
        import_file(content, "a.docx")
    assert time.process_time() - began < 0.5
    assert refusal.value.issues[0].code == code


def test_a_part_that_lies_about_its_size_is_refused_while_inflating() -> None:
    content = bytearray(zipped({"word/document.xml": HEAD + paragraph("x" * 20_000_000) + TAIL}))
    for start in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.find(start) + (22 if start == b"PK\x03\x04" else 24)
        content[at : at + 4] = (50_000).to_bytes(4, "little")
    with pytest.raises(Invalid) as refusal:
        import_file(bytes(content), "a.docx")
    assert refusal.value.issues[0].code in ("import.bomb", "import.damaged")


def test_a_password_on_a_part_is_named() -> None:
    content = bytearray(document(paragraph("x")))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Invalid, match="password"):
        import_file(bytes(content), "a.docx")
