"""The comment matrix as files people pass on: CSV, JSON, a spreadsheet and a document.

All are made from `matrix.whole`: the same rows, columns and numbers. In a spreadsheet numbers are numbers and dates are
dates; no cell of any file is a formula (OWASP ASVS 1.2.10), whatever somebody wrote.
"""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import msgspec
import xlsxwriter
from sqlmodel import Session
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from workflow.core.cells import neutral
from workflow.core.people import Actor
from workflow.review.threads import matrix, matrix_document
from workflow.review.threads.matrix import COLUMNS

WIDE = {"comment", "rationale", "answer", "quotation", "clause"}
Matrix = dict[str, Any]


def file(
    session: Session, actor: Actor, edition_id: str, kind: str, *, base: str, at: datetime
) -> tuple[bytes, str]:
    """The whole matrix as this actor may see it, with its media type. `base` makes addresses whole. Raises NotFound."""
    whole = matrix.whole(session, actor, edition_id)
    whole["rows"] = [{**row, "link": base + row["link"]} for row in whole["rows"]]
    write, media = KINDS[kind]
    return write(whole, at), media


def as_csv(whole: Matrix, at: datetime) -> bytes:
    """RFC 4180, UTF-8."""
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL)
    write.writerow(COLUMNS.values())
    for row in whole["rows"]:
        write.writerow(neutral(_text(row[name])) for name in COLUMNS)
    return out.getvalue().encode("utf-8", "replace")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def as_json(whole: Matrix, at: datetime) -> bytes:
    return msgspec.json.format(msgspec.json.encode(whole), indent=1)


def as_xlsx(whole: Matrix, at: datetime) -> bytes:
    """A sheet with the header frozen and a filter over it, and one that says what this is."""
    out = io.BytesIO()
    edition = whole["edition"]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({
            "title": f"Comment matrix of {edition['title']}, edition {edition['number']}",
            "created": at.replace(tzinfo=None),
        })  # fmt: skip
        sheet = book.add_worksheet("Comments")
        _head(sheet, book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}))
        plain = {"text_wrap": True, "valign": "top"}
        formats = {
            date: book.add_format({**plain, "num_format": "yyyy-mm-dd"}),
            str: book.add_format(plain),
            None: book.add_format({**plain, "quote_prefix": True}),
        }
        for at_row, row in enumerate(whole["rows"], start=1):
            for place, name in enumerate(COLUMNS):
                _cell(sheet, at_row, place, row[name], formats)
        sheet.autofilter(0, 0, len(whole["rows"]), len(COLUMNS) - 1)
        _about(book.add_worksheet("About"), whole, formats[str])
    return out.getvalue()


def _head(sheet: Worksheet, bold: Format) -> None:
    for place, (name, words) in enumerate(COLUMNS.items()):
        sheet.write_string(0, place, words, bold)
        sheet.set_column(place, place, 48 if name in WIDE else 16)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _cell(sheet: Worksheet, row: int, place: int, value: Any, formats: dict[Any, Format]) -> None:
    """One value by its kind. Words are always written as words: the writer never guesses a formula or an address."""
    if value is None:
        sheet.write_blank(row, place, None, formats[str])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, formats[date])
    elif isinstance(value, int):
        sheet.write_number(row, place, value, formats[str])
    else:
        sheet.write_string(row, place, value, formats[None if neutral(value) != value else str])


def _about(sheet: Worksheet, whole: Matrix, wrapped: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    for row, (name, words) in enumerate(matrix_document.about(whole)):
        sheet.write_string(row, 0, name, wrapped)
        sheet.write_string(row, 1, words, wrapped)


KINDS: dict[str, tuple[Callable[[Matrix, datetime], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "json": (as_json, "application/json"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (
        matrix_document.as_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
"""What each file is written by, and its media type."""
