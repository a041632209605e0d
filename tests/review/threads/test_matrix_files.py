"""The matrix as files: opened by other people's readers, the same rows in each, and no cell a formula."""

import csv
import io
import json
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from tests.review.threads.test_actions import comment, dispose
from tests.review.world import World
from workflow.core.cells import neutral
from workflow.review.threads import matrix, matrix_files

BASE = "https://x.gov"


@pytest.fixture
def talked(reviewed: World) -> World:
    """Two open comments of hostile words, one answered; and one that only the district may read."""
    comment(
        reviewed,
        words='=HYPERLINK("http://evil")\nsecond line, with "quotes"',
        quote="visits each campus daily",
    )
    comment(reviewed, "officer", words="http://evil.example", clause="", blocking=True, basis="-policy")
    comment(reviewed, "counsel", words="Our fallback.", visibility="party")
    dispose(reviewed, "dana", "rejected", "@no")
    return reviewed


def made(world: World, kind: str, name: str = "chief") -> bytes:
    content, _ = matrix_files.file(
        world.session, world.actor(name), world.edition.id, kind, base=BASE, at=world.now
    )
    return content


def shown(world: World) -> list[dict[str, Any]]:
    """The page's rows, with whole addresses."""
    page = matrix.page(world.session, world.actor("chief"), world.edition.id)
    return [{**row, "link": BASE + row["link"]} for row in page["rows"]]


@pytest.mark.both_databases
def test_page_and_csv_hold_the_same_rows(talked: World) -> None:
    head, *rows = csv.reader(io.StringIO(made(talked, "csv").decode()))
    assert head == list(matrix.COLUMNS.values())
    assert rows == [
        [neutral("" if row[name] is None else str(row[name])) for name in matrix.COLUMNS]
        for row in shown(talked)
    ]
    first = dict(zip(matrix.COLUMNS, rows[0], strict=True))
    assert first["comment"].startswith("'=HYPERLINK")
    assert (first["disposition"], first["answer"], first["decided_by"]) == ("Rejected", "'@no", "Dana")


def test_page_and_json_hold_the_same_rows(talked: World) -> None:
    value = json.loads(made(talked, "json"))
    assert [row["number"] for row in value["rows"]] == [1, 2]
    assert value["rows"] == json.loads(json.dumps(shown(talked), default=lambda day: day.isoformat()))
    assert (value["total"], value["hidden"]) == (2, 1)


def test_the_spreadsheet_has_real_types_and_the_same_rows(talked: World) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(talked, "xlsx")))["Comments"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert list(head) == list(matrix.COLUMNS.values())
    assert [
        [value.date() if isinstance(value, datetime) else "" if value is None else value for value in row]
        for row in rows
    ] == [["" if row[name] is None else row[name] for name in matrix.COLUMNS] for row in shown(talked)]
    first = dict(zip(matrix.COLUMNS, sheet[2], strict=True))
    assert (first["number"].data_type, first["introduced"].data_type, first["commented"].data_type) == (
        "n",
        "n",
        "d",
    )
    assert first["commented"].value.date() == date(2026, 5, 12)


def test_no_cell_of_the_spreadsheet_is_a_formula_or_a_link(talked: World) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made(talked, "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value[:1] in ("=", "-", "@")]
    assert len(risky) == 3 and all(cell.quotePrefix for cell in risky)


def test_the_spreadsheet_keeps_its_header_in_sight_and_wraps(talked: World) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(talked, "xlsx")))["Comments"]
    assert sheet.freeze_panes == "B2" and sheet.print_title_rows == "$1:$1"
    assert all(cell.alignment.wrap_text for row in sheet["A1:S3"] for cell in row)
    assert sheet.auto_filter.ref == "A1:S3"


def test_a_file_says_how_many_comments_it_does_not_show(talked: World) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(made(talked, "xlsx")))["About"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["Comment matrix of", "Edition 1, edition 1"],
        ["Text as of revision", "1"],
        ["Comments", "2 comments"],
        ["Not shown", "1 internal comment of another party, counted and not shown"],
    ]


@pytest.mark.parametrize("kind", matrix_files.KINDS)
def test_an_empty_matrix_is_a_file_as_well(reviewed: World, kind: str) -> None:
    assert made(reviewed, kind)
