"""Tables: merged cells are unmerged, and said."""

from typing import Any

import pytest

from tests.drafting.importing.made import notes, p, packed, read, refused, run, saved
from workflow.drafting.importing.tables import WIDEST, lines


def merged(document: Any) -> None:
    table = document.add_table(rows=3, cols=3)
    for number, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"w{number}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))


def test_merged_cells_keep_their_words_in_order_and_the_columns_below_them() -> None:
    found = read(saved(merged))
    assert found.text.split("\n") == [
        "| w0 w1 |  | w2 |", "|---|---|---|", "| w3 | w4 | w5 w8 |", "| w6 | w7 |  |",
    ]  # fmt: skip
    (note,) = notes(found, "merged")
    assert "“w0 w1”" in note.words and "“w5 w8”" in note.words and note.place.startswith("In the table that")


def test_a_plain_table_has_nothing_to_say_and_a_cell_no_heading_signs() -> None:
    def build(document: Any) -> None:
        cell = document.add_table(rows=1, cols=2).rows[0].cells[0]
        cell.text = "one"
        cell.add_paragraph("Two", style="Heading 1")

    found = read(saved(build))
    assert found.text == "| one Two |  |\n|---|---|" and not found.notes


def test_a_note_in_a_cell_stands_after_the_table() -> None:
    cell = p(run("Pay"), '<w:r><w:footnoteReference w:id="9"/></w:r>')
    content = packed(
        f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>",
        footnotes=f'<w:footnote w:id="9">{p(run("Yearly."))}</w:footnote>',
    )
    assert read(content).text == "| Pay[^1] |\n|---|\n\n[^1]: Yearly."


@pytest.mark.parametrize("span", ["99999", "999999999", "-1", "x"])
def test_a_span_that_no_table_has_is_held_down(span: str) -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{p(run("a"))}</w:tc>'
    assert read(packed(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")).text.count("|") <= 2 * (WIDEST + 1)


def test_columns_left_free_before_a_row_stay_free() -> None:
    row = '<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr><w:tc>{}</w:tc></w:tr>'
    assert read(packed(f"<w:tbl>{row.format(p(run('a')))}</w:tbl>")).text.startswith("|  | a |")


def test_a_style_that_strikes_some_rows_is_said() -> None:
    style = '<w:style w:type="table" w:styleId="G"><w:tblStylePr w:type="firstRow"><w:rPr><w:strike/></w:rPr></w:tblStylePr></w:style>'
    table = (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="G"/></w:tblPr><w:tr><w:tc>{p(run("a"))}</w:tc></w:tr></w:tbl>'
    )
    assert "style of a table" in notes(read(packed(table, styles=style)), "struck")[0].words


def test_a_table_within_a_table_is_refused() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{p(run('a'))}</w:tc></w:tr></w:tbl>"
    assert refused(packed(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>"))[0].code == "import.table"
    assert lines([["a", "b"], ["c"]]) == "| a | b |\n|---|---|\n| c |"
