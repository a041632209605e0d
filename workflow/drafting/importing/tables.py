"""Tables of a Word file to rows of the closed grammar, which knows no merged cells: those are unmerged, and said."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from workflow.drafting.importing.findings import Findings, quoted
from workflow.drafting.importing.refusals import refuse
from workflow.drafting.importing.wordml import W, count, switched, value

WIDEST = 63
"""Columns of a table of Word."""


def rows(node: Element, read_cell: Callable[[Element, bool], str], findings: Findings) -> list[list[str]]:
    """The cells' words, row by row; `read_cell` is also told whether its row is hidden. Raises Invalid."""
    if sum(1 for _ in node.iter(f"{W}tbl")) > 1:
        raise _not_plain()
    found: list[list[str]] = []
    merged: list[str] = []
    for row in node.iter(f"{W}tr"):
        properties = row.find(f"{W}trPr")
        cells = [""] * _wide(properties, "gridBefore", 0)
        hidden = bool(switched(properties, "hidden"))
        for cell in row.iter(f"{W}tc"):
            words = re.sub(r"\s+", " ", read_cell(cell, hidden)).strip()
            wide = _wide(cell.find(f"{W}tcPr"), "gridSpan", 1)
            if "|" in words:
                raise _not_plain()
            if wide > 1 or _joined(cell):
                merged.append(words)
            cells += [words, *[""] * (wide - 1)]
        found.append(cells)
    if merged:
        named = "; ".join(quoted(words) for words in merged if words) or "without words"
        findings.add(
            "merged",
            f"Merged cells of a table were unmerged; their words stand in the first of them: {named}.",
        )
    return [cells for cells in found if any(cells)]


def lines(cells: list[list[str]]) -> str:
    """The rows as lines between bars, the first of them the heading."""
    barred = ["| " + " | ".join(row) + " |" for row in cells]
    return "\n".join([barred[0], "|" + "---|" * max(len(row) for row in cells), *barred[1:]])


def _wide(properties: Element | None, name: str, otherwise: int) -> int:
    said = None if properties is None else properties.find(f"{W}{name}")
    return min(count(value(said), otherwise), WIDEST) if said is not None else otherwise


def _joined(cell: Element) -> bool:
    return any(cell.find(f"{W}tcPr/{W}{name}") is not None for name in ("vMerge", "hMerge"))


def _not_plain() -> Exception:
    return refuse("table", "A table holds another table, or a vertical bar inside a cell. Make it a plain table and try again.")  # fmt: skip
