"""The printed numbers that Word computes and never writes down: from numbering.xml, counted as Word counts.

A number becomes literal text here, because in a signed text it must be (ADR 0010). Bullets become `- `.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True)
class Level:
    """One level of a list: how it prints (`%1.%2`), in which figures, from which start."""

    pattern: str
    figures: str
    start: int


@dataclass
class Numbering:
    """The lists of a document and where each of them stands."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)

    def next(self, list_id: str, depth: int) -> str:
        """What stands before the next paragraph of this list: `3.2`, `(a)`, `-`, or nothing for an unknown list."""
        levels = self.lists.get(list_id, {})
        if depth not in levels:
            return ""
        counts = self.counts.setdefault(self.shared.get(list_id, list_id), {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        level = levels[depth]
        if level.figures == "bullet":
            return "-"
        if level.figures == "none":
            return ""
        printed = level.pattern
        for above in range(depth, -1, -1):
            value = counts.get(above, levels[above].start if above in levels else 1)
            figures = levels[above].figures if above in levels else "decimal"
            printed = printed.replace(f"%{above + 1}", in_figures(value, figures))
        return printed.strip()


def read(root: Element | None) -> Numbering:
    """The lists of numbering.xml; none when the file has no such part."""
    numbering = Numbering()
    if root is None:
        return numbering
    kinds = {each.get(f"{W}abstractNumId", ""): _levels(each) for each in root.findall(f"{W}abstractNum")}
    for num in root.findall(f"{W}num"):
        list_id, kind = num.get(f"{W}numId", ""), _value(num.find(f"{W}abstractNumId"))
        overrides = num.findall(f"{W}lvlOverride")
        numbering.lists[list_id] = kinds.get(kind, {})
        if not overrides:
            numbering.shared[list_id] = f"kind {kind}"
    return numbering


def _levels(kind: Element) -> dict[int, Level]:
    return {
        int(level.get(f"{W}ilvl", "0")): Level(
            _value(level.find(f"{W}lvlText")),
            _value(level.find(f"{W}numFmt")) or "decimal",
            _number(_value(level.find(f"{W}start")), 1),
        )
        for level in kind.findall(f"{W}lvl")
        if level.get(f"{W}ilvl", "0").isdigit()
    }


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else otherwise


def in_figures(value: int, figures: str) -> str:
    """A count as Word prints it: decimal, letters (a .. z, aa), roman; anything else as decimal."""
    if figures in ("lowerLetter", "upperLetter") and value > 0:
        letters = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if figures == "lowerLetter" else letters.upper()
    if figures in ("lowerRoman", "upperRoman") and 0 < value < 400:
        return roman(value) if figures == "lowerRoman" else roman(value).upper()
    if figures == "decimalZero":
        return f"{value:02d}"
    return str(value)


def roman(value: int) -> str:
    out = ""
    for worth, sign in ROMAN:
        while value >= worth:
            out, value = out + sign, value - worth
    return out
