"""The matrix as a document: a landscape table with a header that repeats, opened by somebody else's reader."""

import io

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from tests.review.threads.test_matrix_files import made, shown, talked
from tests.review.world import World
from workflow.review.threads import matrix, matrix_document

__all__ = ["talked"]


def test_the_document_is_a_landscape_table_with_a_header_row(talked: World) -> None:
    document = docx.Document(io.BytesIO(made(talked, "docx")))
    section, (table,) = document.sections[0], document.tables
    assert section.orientation == WD_ORIENT.LANDSCAPE and section.page_width > section.page_height
    assert [cell.text for cell in table.rows[0].cells] == list(matrix.COLUMNS.values())[:10]
    marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert marks == [True, False, False]
    assert document.paragraphs[0].style.name == "Heading 1"


def test_the_document_holds_the_same_rows(talked: World) -> None:
    (table,) = docx.Document(io.BytesIO(made(talked, "docx"))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows][1:]
    for cells, row in zip(rows, shown(talked), strict=True):
        for text, name in zip(cells, matrix_document.PRINTED, strict=True):
            assert text.startswith("" if row[name] is None else str(row[name])), name
    assert "visits each campus daily" in rows[0][3] and "Dana" in rows[0][6]


def test_words_that_look_like_markup_are_words(reviewed: World) -> None:
    whole = matrix.whole(reviewed.session, reviewed.actor("chief"), reviewed.edition.id)
    row = dict.fromkeys(matrix.COLUMNS, "</w:t><w:evil/> & so on") | {"commented": None, "decided": None}
    content = matrix_document.as_docx({**whole, "rows": [row]}, reviewed.now)
    (table,) = docx.Document(io.BytesIO(content)).tables
    assert table.rows[1].cells[4].text == "</w:t><w:evil/> & so on"


def test_the_document_says_what_it_does_not_show(talked: World) -> None:
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(made(talked, "docx"))).paragraphs]
    assert "Not shown: 1 internal comment of another party, counted and not shown." in words
