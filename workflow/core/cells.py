"""A table that leaves the house as CSV: no cell may be a formula to any spreadsheet (OWASP ASVS 1.2.10)."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = "=+-@\t\r\n\0＝＋－＠"


def neutral(cell: str) -> str:
    """A cell that a spreadsheet shows as it is: what would begin a formula gets a quotation mark before it."""
    return f"'{cell}" if cell.lstrip(" ")[:1] and cell.lstrip(" ")[0] in FORMULA else cell


def as_csv(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV (RFC 4180), every cell quoted and neutral."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue()
