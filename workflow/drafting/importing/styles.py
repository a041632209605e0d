"""What a Word file says by its styles: headings, lists, and words that are struck through, hidden or raised.

A style says what its own lines say, and else what the style it is based on says. Struck and hidden are switches: where
several kinds of style (of the table, the paragraph, the letters) switch one on, an even number of them cancels out.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from workflow.drafting.importing.wordml import W, count, switched, value

HEADING = re.compile(r"heading\s?([1-9])", re.IGNORECASE)
SWITCHES = ("strike", "vanish", "dstrike")
LONGEST = 20
"""Styles are based on one another; a longer chain, or a ring, ends here."""


@dataclass(frozen=True)
class Style:
    """One style: what its own lines say, and which it is based on."""

    id: str = ""
    based_on: str = ""
    level: int = 0
    switches: dict[str, bool] = field(default_factory=dict)
    raised: str = ""
    list_id: str = ""
    depth: int | None = None
    partly: bool = False


@dataclass
class Styles:
    """The styles of a file; `plain` is the one of each kind that holds where none is named."""

    all: dict[str, Style] = field(default_factory=dict)
    plain: dict[str, str] = field(default_factory=dict)
    base: Style = field(default_factory=Style)

    def chain(self, style_id: str, kind: str = "paragraph") -> list[Style]:
        """The style and those it is based on, nearest first."""
        found: list[Style] = []
        here = style_id if style_id in self.all else self.plain.get(kind, "")
        while here in self.all and len(found) < LONGEST:
            found.append(self.all[here])
            here = found[-1].based_on
        return found

    def heading(self, style_id: str) -> int:
        """The level of a heading style; -1 is the title, 0 none."""
        return self.all[style_id].level if style_id in self.all else 0

    def look(self, properties: Element | None, paragraph: str, table: str | None) -> str:
        """How Word shows a run of letters: `hidden`, `struck`, or plainly (empty)."""
        chains = [self.chain(_letters(properties), "character"), self.chain(paragraph)]
        if table is not None:
            chains.append(self.chain(table, "table"))
        if self._on("vanish", properties, chains):
            return "hidden"
        on = self._on("strike", properties, chains) or self._on("dstrike", properties, chains)
        return "struck" if on else ""

    def _on(self, name: str, properties: Element | None, chains: list[list[Style]]) -> bool:
        own = switched(properties, name)
        if own is not None:
            return own
        if self.base.switches.get(name):
            return True
        said = [
            next((style.switches[name] for style in chain if name in style.switches), None)
            for chain in chains
        ]
        if name == "dstrike":
            return next((one for one in said if one is not None), False)
        return sum(bool(one) for one in said) % 2 == 1

    def raised(self, properties: Element | None, paragraph: str) -> str:
        """`superscript` or `subscript`; empty for letters on the line."""
        own = value(properties.find(f"{W}vertAlign")) if properties is not None else ""
        chains = (*self.chain(_letters(properties), "character"), *self.chain(paragraph))
        said = own or next((style.raised for style in chains if style.raised), "")
        return said if said in ("superscript", "subscript") else ""


def _letters(properties: Element | None) -> str:
    return value(properties.find(f"{W}rStyle")) if properties is not None else ""


def read(root: Element | None) -> Styles:
    """The styles of styles.xml; none when the file has no such part."""
    styles = Styles()
    if root is None:
        return styles
    styles.base = Style(switches=_switches(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")))
    for node in root.findall(f"{W}style"):
        style = _style(node)
        styles.all[style.id] = style
        if node.get(f"{W}default", "").lower() in ("1", "true", "on"):
            styles.plain[node.get(f"{W}type", "paragraph")] = style.id
    return styles


def _style(node: Element) -> Style:
    name = value(node.find(f"{W}name"))
    found = HEADING.fullmatch(name)
    letters, lists = node.find(f"{W}rPr"), node.find(f"{W}pPr/{W}numPr")
    parts = node.findall(f"{W}tblStylePr/{W}rPr")
    return Style(
        node.get(f"{W}styleId", ""),
        value(node.find(f"{W}basedOn")),
        int(found[1]) if found else -1 if name.lower() == "title" else 0,
        _switches(letters),
        value(letters.find(f"{W}vertAlign")) if letters is not None else "",
        value(lists.find(f"{W}numId")) if lists is not None else "",
        None
        if lists is None or lists.find(f"{W}ilvl") is None
        else count(value(lists.find(f"{W}ilvl")), 0, 8),
        any(True in _switches(part).values() for part in parts),
    )


def _switches(properties: Element | None) -> dict[str, bool]:
    said = {name: switched(properties, name) for name in SWITCHES}
    return {name: on for name, on in said.items() if on is not None}
