"""The printed numbers that Word computes and never writes down: from numbering.xml, counted as Word counts.

A number becomes literal text here, because in a signed text it must be (ADR 0010). Bullets become `- `.

1. Lists of one kind count on from one another. A list that overrides a start begins there when it is first used, once.
2. A level begins anew below a new number of a level above it, or only of those above `lvlRestart`.
3. A legal level (`isLgl`) prints every figure as a decimal: `Article IV` and below it `4.1`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from workflow.drafting.importing.styles import Style
from workflow.drafting.importing.wordml import W, count, value

ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
KNOWN = frozenset(
    ["decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "ordinal", "numberInDash", "bullet", "none"]
)  # fmt: skip
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
DEEPEST_LINK = 10
MOST_LETTERED = 780
"""Thirty times the same letter; Word goes no further."""


@dataclass(frozen=True)
class Level:
    """One level of a list: how it prints (`%1.%2`), in which figures, from which start; `restart` as rule 2 says."""

    pattern: str
    figures: str
    start: int
    style: str = ""
    legal: bool = False
    restart: int | None = None


@dataclass
class Numbering:
    """The lists of a document and where each of them stands."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    anew: dict[str, set[int]] = field(default_factory=dict)
    """Of a list that overrides starts: the levels that have still to begin there."""

    def next(self, list_id: str, depth: int) -> str:
        """What stands before the next paragraph of this list: `3.2`, `(a)`, `-`, or nothing for an unknown list."""
        levels = self.lists.get(list_id, {})
        if depth not in levels:
            return ""
        counts = self.counts.setdefault(self.shared.get(list_id, list_id), {})
        self._step(list_id, depth, levels, counts)
        level = levels[depth]
        if level.figures == "bullet":
            return "-"
        printed = level.pattern
        for above in range(depth, -1, -1):
            value = counts.get(above, levels[above].start if above in levels else 1)
            figures = levels[above].figures if above in levels else "decimal"
            printed = printed.replace(
                f"%{above + 1}", in_figures(value, "decimal" if level.legal else figures)
            )
        return printed.strip()

    def _step(self, list_id: str, depth: int, levels: dict[int, Level], counts: dict[int, int]) -> None:
        if depth in self.anew.get(list_id, ()):
            self.anew[list_id].discard(depth)
            counts.pop(depth, None)
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            after = levels[deeper].restart if deeper in levels else None
            if after is None or depth < after:
                del counts[deeper]

    def depth_of(self, list_id: str, chain: list[Style]) -> int:
        """The level of a paragraph that is in a list by its style: the one tied to the style, else the one it names."""
        tied = {level.style: depth for depth, level in self.lists.get(list_id, {}).items() if level.style}
        named = next((style.depth for style in chain if style.depth is not None), 0)
        return next((tied[style.id] for style in chain if style.id in tied), named)

    def unknown(self, list_id: str, depth: int) -> str:
        """The kind of figures that a level wants and that is not known here; empty where it is."""
        level = self.lists.get(list_id, {}).get(depth)
        return level.figures if level and level.figures not in KNOWN else ""


def read(root: Element | None, styled: Mapping[str, Style] | None = None) -> Numbering:
    """The lists of numbering.xml; none when the file has no such part. A list may be that of a style (`styled`)."""
    numbering = Numbering()
    if root is None:
        return numbering
    kinds = {each.get(f"{W}abstractNumId", ""): each for each in root.findall(f"{W}abstractNum")}
    nums = {each.get(f"{W}numId", ""): each for each in root.findall(f"{W}num")}
    links = {value(each.find(f"{W}styleLink")): name for name, each in kinds.items()}
    for list_id, num in nums.items():
        kind = _kind(num)
        for _ in range(DEEPEST_LINK):
            if not (style := value(kinds[kind].find(f"{W}numStyleLink")) if kind in kinds else ""):
                break
            named = (styled or {}).get(style, Style()).list_id
            kind = links.get(style) or (_kind(nums[named]) if named in nums else "")
        numbering.lists[list_id] = _levels(kinds[kind]) if kind in kinds else {}
        numbering.shared[list_id] = f"kind {kind}"
        _override(numbering, list_id, num)
    return numbering


def _kind(num: Element) -> str:
    return value(num.find(f"{W}abstractNumId"))


def _override(numbering: Numbering, list_id: str, num: Element) -> None:
    levels = numbering.lists[list_id]
    for each in num.findall(f"{W}lvlOverride"):
        depth = count(each.get(f"{W}ilvl", ""), 0)
        levels.update(_levels(each))
        start = value(each.find(f"{W}startOverride"))
        if each.find(f"{W}startOverride") is not None and depth in levels:
            levels[depth] = replace(levels[depth], start=count(start, 0))
            numbering.anew.setdefault(list_id, set()).add(depth)


def _levels(kind: Element) -> dict[int, Level]:
    return {
        count(level.get(f"{W}ilvl", "0"), 0): Level(
            value(level.find(f"{W}lvlText")),
            next((value(each) for each in level.iter(f"{W}numFmt")), "") or "decimal",
            count(value(level.find(f"{W}start")), 1),
            value(level.find(f"{W}pStyle")),
            level.find(f"{W}isLgl") is not None
            and value(level.find(f"{W}isLgl")) not in ("0", "false", "off"),
            None if level.find(f"{W}lvlRestart") is None else count(value(level.find(f"{W}lvlRestart")), 0),
        )
        for level in kind.findall(f"{W}lvl")
        if level.get(f"{W}ilvl", "0").isdigit()
    }


def in_figures(value: int, figures: str) -> str:
    """A count as Word prints it: decimal, letters (a .. z, aa), roman; anything else as decimal."""
    if figures in ("lowerLetter", "upperLetter") and 0 < value <= MOST_LETTERED:
        letters = chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters if figures == "lowerLetter" else letters.upper()
    if figures in ("lowerRoman", "upperRoman") and 0 < value < 400:
        return roman(value) if figures == "lowerRoman" else roman(value).upper()
    if figures == "ordinal":
        return f"{value}{'th' if value % 100 in (11, 12, 13) else ENDINGS.get(value % 10, 'th')}"
    if figures == "decimalZero":
        return f"{value:02d}"
    return {"numberInDash": f"- {value} -", "none": "", "bullet": ""}.get(figures, str(value))


def roman(value: int) -> str:
    out = ""
    for worth, sign in ROMAN:
        while value >= worth:
            out, value = out + sign, value - worth
    return out
