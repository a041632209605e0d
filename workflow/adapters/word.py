"""A printed document as a Word file, for whoever quotes from it, or writes next year's draft in it. It proves nothing.

What is printed is the typesetter's `Document`, in the same order and the same words. Text goes in as text, never as markup
or fields. The same document gives the same bytes: the file's dates are those of what it was made from.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt
from docx.text.paragraph import Paragraph

from workflow.adapters.typesetter import Document, Node, PrintedClause, closed_up

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SMALL = Pt(8)
INDENT = 0.3
"""Inches a level of a list goes in."""


def as_docx(document: Document, *, made_at: datetime) -> bytes:
    """The Word file. Headings are headings and tables have a heading row, so that a screen reader finds its way."""
    made = docx.Document()
    _settle(made, document, made_at)
    made.add_heading(document.title, level=0)
    if document.sides:
        made.add_paragraph(" and ".join(document.sides))
    _lines(made, [*document.status, *document.adopted])
    for name, words in document.facts:
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(words)
    made.add_heading("The text", level=1)
    for clause, nodes in zip(
        document.clauses, closed_up([clause.nodes for clause in document.clauses]), strict=True
    ):
        _clause(made, clause, nodes)
    _sections(made, document)
    out = io.BytesIO()
    made.save(out)
    return _dated(out.getvalue(), made_at)


def _sections(made: WordDocument, document: Document) -> None:
    """What stands below the text; a section without content is left out."""
    if document.signatures:
        made.add_heading("Signed by", level=1)
        made.add_paragraph(document.signatures_words)
        rows = [(one.name, one.office, one.date, one.how) for one in document.signatures]
        _table(made, [("Name", "Office", "Signed on", "How"), *rows])
    if document.amended:
        made.add_heading("What was changed after it was adopted", level=1)
        _lines(made, document.amended)
        _table(made, [("Clause", "As it was adopted", "As it was signed"), *document.amended_texts])
    if document.hidden:
        made.add_heading("What is not public", level=1)
        _table(made, [("Part", "Why", "Approved by", "Looked at again by"), *document.hidden])
    if document.opened:
        made.add_heading("What was hidden before", level=1)
        _table(made, [("Part", "Why it is shown now", "Since"), *document.opened])
    if document.check:
        made.add_heading("How to check it", level=1)
        _lines(made, document.check)


def _settle(made: WordDocument, document: Document, made_at: datetime) -> None:
    """Paper, the foot of each page, title and dates of the file."""
    section = made.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1.1)
    foot = section.footer.paragraphs[0]
    for words in (
        f"{document.address}    Page ",
        None,
        f"\n{document.fingerprint_words} {document.fingerprint}",
    ):
        run = foot.add_run(words)
        run.font.size = SMALL
        if words is None:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), "PAGE")
            field.append(OxmlElement("w:r"))
            run._r.addprevious(field)
    properties, when = made.core_properties, made_at.astimezone(UTC).replace(tzinfo=None)
    properties.title, properties.comments = document.title, document.about
    properties.author = properties.last_modified_by = " and ".join(document.sides)[:255]
    properties.language = f"{document.language}-{document.region.upper()}"
    properties.created = properties.modified = when
    properties.revision = 1


def _clause(made: WordDocument, clause: PrintedClause, nodes: Iterable[Node]) -> None:
    if clause.hidden is not None:
        for number, line in enumerate(clause.hidden):
            paragraph = made.add_paragraph(style="Intense Quote")
            paragraph.add_run(line).bold = not number
    for node in nodes:
        match node["type"]:
            case "heading":
                _inline(made.add_heading("", level=min(node["level"] + 1, 9)), node["children"])
            case "list":
                for item in node["children"]:
                    _item(made, item)
            case "table":
                _nodes_table(made, node)
            case "footnote":
                paragraph = made.add_paragraph()
                paragraph.add_run(f"[{node['label']}] ").font.superscript = True
                _inline(paragraph, node["children"])
            case _:
                _inline(made.add_paragraph(), node["children"])


def _item(made: WordDocument, item: Node) -> None:
    """The number is text, as typed: a list of Word's own would count anew."""
    paragraph = made.add_paragraph()
    shape = paragraph.paragraph_format
    shape.left_indent, shape.first_line_indent = Inches(INDENT * (item["level"] + 1)), Inches(-INDENT)
    shape.tab_stops.add_tab_stop(Inches(INDENT * (item["level"] + 1)))
    paragraph.add_run(f"{item['marker'] or '•'}\t")
    _inline(paragraph, item["children"])


def _inline(paragraph: Paragraph, nodes: Iterable[Node], *, bold: bool = False, italic: bool = False) -> None:
    for node in nodes:
        match node["type"]:
            case "strong":
                _inline(paragraph, node["children"], bold=True, italic=italic)
            case "em":
                _inline(paragraph, node["children"], bold=bold, italic=True)
            case "break":
                paragraph.add_run().add_break()
            case "footnote_ref":
                paragraph.add_run(f"[{node['label']}]").font.superscript = True
            case _:
                run = paragraph.add_run(node["text"])
                run.bold, run.italic = bold or None, italic or None


def _nodes_table(made: WordDocument, node: Node) -> None:
    table = _grid(made, len(node["children"]), node["columns"])
    for row, line in zip(table.rows, node["children"], strict=True):
        for cell, inside in zip(row.cells, line["children"], strict=True):
            _inline(cell.paragraphs[0], inside["children"], bold=line["header"])


def _table(made: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    """Rows of words, the first of them the heading; nothing where only that is there."""
    if len(rows) < 2:
        return
    table = _grid(made, len(rows), len(rows[0]))
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.paragraphs[0].add_run(words).bold = not number or None


def _grid(made: WordDocument, rows: int, columns: int) -> Any:
    """An empty table whose first row repeats on each page."""
    table = made.add_table(rows, columns, style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    return table


def _lines(made: WordDocument, lines: Iterable[str]) -> None:
    for line in lines:
        made.add_paragraph(line)


def _dated(content: bytes, made_at: datetime) -> bytes:
    """The same archive with one date for all of its parts, instead of the moment of writing."""
    out, when = io.BytesIO(), made_at.astimezone(UTC).timetuple()[:6]
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            entry = zipfile.ZipInfo(one.filename, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(one))
    return out.getvalue()
