import csv
import io

import pytest

from workflow.core.cells import as_csv, neutral


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", "＠x", "\0=1"]
)
def test_what_would_begin_a_formula_is_neutralised(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "words", "1 = 1", "a-b", "(x)", " word"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert neutral(cell) == cell


def test_rows_come_back_as_they_were_but_for_formulas() -> None:
    rows = [["file", "says"], ["a,b.json", 'he said "no"\nand left'], ["=1", ""]]
    assert list(csv.reader(io.StringIO(as_csv(rows)))) == [*rows[:2], ["'=1", ""]]


def test_every_cell_is_quoted_and_what_looks_empty_stays() -> None:
    assert as_csv([["a", "=1"], ["", "b c"]]) == '"a","\'=1"\r\n"","b c"\r\n'
    assert neutral("   ") == "   " and neutral("word =") == "word ="
