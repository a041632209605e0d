"""The comment matrix as a document for a board packet: a landscape table that a screen reader can follow.

The ten columns of the matrix fit across a page; what a file has beyond them stands in small lines below, in the cell it
belongs to. The header row repeats on every page and no row is torn apart.
"""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Inches, Pt

from workflow.adapters.templates import day, plural
from workflow.review.threads.matrix import COLUMNS

PRINTED = tuple(COLUMNS)[:10]
WIDTHS = (0.5, 1.0, 0.8, 1.0, 2.1, 1.1, 0.9, 1.5, 0.8, 0.8)
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11.69, 8.27, 0.5


def about(whole: dict[str, Any]) -> list[tuple[str, str]]:
    """What a file says about itself."""
    edition = whole["edition"]
    rows = [
        ("Comment matrix of", f"{edition['title']}, edition {edition['number']}"),
        ("Text as of revision", str(edition["revision"] or "")),
        ("Comments", plural(whole["total"], "comment")),
    ]
    if whole["hidden"]:
        words = f"{plural(whole['hidden'], 'internal comment')} of another party, counted and not shown"
        rows.append(("Not shown", words))
    return rows


def as_docx(whole: dict[str, Any], at: datetime) -> bytes:
    """The whole matrix as a Word document."""
    made = docx.Document()
    _settle(made, whole, at)
    made.add_heading("Comment matrix", level=1)
    for name, words in about(whole):
        made.add_paragraph().add_run(f"{name}: {words}.")
    if whole["rows"]:
        made.element.body.insert(len(made.element.body) - 1, _table(whole["rows"]))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _settle(made: Document, whole: dict[str, Any], at: datetime) -> None:
    """Page, language of the words, title and dates of the file."""
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Inches(PAGE_WIDTH), Inches(PAGE_HEIGHT)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(MARGIN)
    properties, when = made.core_properties, at.replace(tzinfo=None)
    properties.title = f"Comment matrix of {whole['edition']['title']}, edition {whole['edition']['number']}"
    properties.author = properties.comments = ""
    properties.language = "en-US"
    properties.created = properties.modified = when
    made.styles["Normal"].font.size = Pt(9)
    made.styles["Normal"].paragraph_format.space_after = Pt(2)


def _table(rows: Iterable[dict[str, Any]]) -> BaseOxmlElement:
    """The table, written as what it is: a library's cell costs a hundred times what its words do."""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in WIDTHS)
    head = _row("<w:tblHeader/>", (_line(COLUMNS[name], "<w:b/>") for name in PRINTED))
    body = "".join(
        _row(
            "<w:cantSplit/>",
            (_cell("" if row[name] is None else str(row[name]), _below(row, name)) for name in PRINTED),
        )
        for row in rows
    )
    return parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{_twips(sum(WIDTHS))}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1" w:lastRow="0" w:firstColumn="1"/>'
        f'<w:tblDescription w:val="One row a comment, with the answer it was given."/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )  # fmt: skip


def _row(marks: str, cells: Iterable[str]) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, WIDTHS, strict=True)
    )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{made}</w:tr>"


def _cell(words: str, below: list[str]) -> str:
    return "".join([*map(_line, words.split("\n")), *(_line(line, '<w:sz w:val="15"/>') for line in below)])


def _line(words: str, looks: str = "") -> str:
    return f'<w:p><w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def _twips(inches: float) -> int:
    return round(inches * 1440)


def _below(row: dict[str, Any], name: str) -> list[str]:
    """What belongs to a cell and has no column of its own on paper."""
    lines = {
        "number": [],
        "party": [row["reviewer"], row["audience"] if row["audience"] != "all parties" else ""],
        "kind": ["blocking"] if row["blocking"] == "yes" else [],
        "clause": [f"“{row['quotation']}”" if row["quotation"] else "", row["anchor"]],
        "comment": [day(row["commented"])],
        "disposition": [row["decided_by"], day(row["decided"])],
    }
    return [line for line in lines.get(name, []) if line]
