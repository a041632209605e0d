"""Word files (.docx) to lines in the closed grammar. What cannot be carried over is refused or noted, never dropped.

1. Tracked changes are refused: which of the two texts is meant is not for a program to decide.
2. Headings come from their styles; printed numbers from the numbering, as literal text; tables become tables.
3. Footnotes stand after their paragraph. Comments, pictures, headers and footers are not imported, and said so.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from workflow.drafting import markup
from workflow.drafting.importing import numbering
from workflow.drafting.importing.container import Container
from workflow.drafting.importing.numbering import W
from workflow.drafting.importing.refusals import look_at_length, refuse
from workflow.drafting.importing.shapes import Note
from workflow.drafting.importing.text import Lines

CHANGES = ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "tblPrChange", "sectPrChange", "cellIns", "cellDel")  # fmt: skip
ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
PASSES = frozenset(f"{W}{name}" for name in ("hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "ins"))  # fmt: skip
HEADING_STYLE = re.compile(r"heading\s?([1-9])", re.IGNORECASE)
BUILT_IN = {f"{W}tab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": " "}


@dataclass
class _Styles:
    """Which styles are headings, and which list a style belongs to."""

    headings: dict[str, int] = field(default_factory=dict)
    lists: dict[str, tuple[str, int]] = field(default_factory=dict)


@dataclass
class _Reader:
    box: Container
    styles: _Styles
    numbers: numbering.Numbering
    footnotes: dict[str, str]
    title: str = ""
    headings: int = 0
    waiting: list[tuple[str, str]] = field(default_factory=list)

    def blocks(self, parent: Element) -> Iterator[str]:
        """One string a paragraph or table, in order."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag in PASSES:
                yield from self.blocks(child)

    def paragraph(self, node: Element) -> Iterator[str]:
        text = self.runs(node).strip()
        if text:
            style = _value(node.find(f"{W}pPr/{W}pStyle"))
            yield self.dressed(node, style, text)
        for box in _text_boxes(node):
            yield from self.blocks(box)
        yield from (f"[^{label}]: {words}" for label, words in self.waiting)
        self.waiting.clear()

    def dressed(self, node: Element, style: str, text: str) -> str:
        """The paragraph with its heading sign or its printed number."""
        level = self.styles.headings.get(style, 0)
        if level == -1:
            self.title = self.title or text.replace("\n", " ")
            return text
        list_id, depth = self.list_of(node, style)
        number = self.numbers.next(list_id, depth) if list_id else ""
        if level:
            self.headings += 1
            return f"{'#' * min(level, 4)} {number + ' ' if number else ''}{text.replace(chr(10), ' ')}"
        return f"{'  ' * min(depth, markup.DEEPEST) if number else ''}{number + ' ' if number else ''}{text}"

    def list_of(self, node: Element, style: str) -> tuple[str, int]:
        own = node.find(f"{W}pPr/{W}numPr")
        list_id, depth = self.styles.lists.get(style, ("", 0))
        if own is not None:
            list_id = _value(own.find(f"{W}numId")) or list_id
            depth = _depth(own, depth)
        return ("", 0) if list_id == "0" else (list_id, depth)

    def runs(self, node: Element) -> str:
        return "".join(self._run_parts(node))

    def _run_parts(self, node: Element) -> Iterator[str]:
        for child in node:
            if child.tag == f"{W}t":
                yield child.text or ""
            elif child.tag in BUILT_IN:
                yield BUILT_IN[child.tag] if child.get(f"{W}type") != "page" else ""
            elif child.tag == f"{W}footnoteReference":
                yield self.refer(child.get(f"{W}id", ""))
            elif child.tag == f"{W}sym":
                raise refuse("symbol", "The text holds a symbol from a special font (Insert > Symbol), which has no letter of its own. Replace it with an ordinary character and try again.")  # fmt: skip
            elif child.tag == f"{W}r" or child.tag in PASSES:
                yield from self._run_parts(child)

    def refer(self, note_id: str) -> str:
        if note_id not in self.footnotes:
            return ""
        self.waiting.append((note_id, self.footnotes[note_id]))
        return f"[^{note_id}]"

    def table(self, node: Element) -> Iterator[str]:
        rows = [[" ".join(self.blocks(cell)) for cell in row.iter(f"{W}tc")] for row in node.iter(f"{W}tr")]
        rows = [[re.sub(r"\s+", " ", cell) for cell in row] for row in rows if any(row)]
        nested = sum(1 for _ in node.iter(f"{W}tbl")) > 1
        if nested or any("|" in cell for row in rows for cell in row):
            raise refuse("table", "A table holds another table, or a vertical bar inside a cell. Make it a plain table and try again.")  # fmt: skip
        if rows:
            lines = ["| " + " | ".join(row) + " |" for row in rows]
            width = max(len(row) for row in rows)
            yield "\n".join([lines[0], "|" + "---|" * width, *lines[1:]])


def read(content: bytes) -> Lines:
    """The lines of a Word file. Raises Invalid."""
    box = Container(content)
    document = box.xml("word/document.xml")
    body = None if document is None else document.find(f"{W}body")
    if document is None or body is None:
        raise refuse("docx", "This Word file holds no document. Open it in Word, save it as .docx and try again.")  # fmt: skip
    _refuse_tracked(document)
    notes_part = box.xml("word/footnotes.xml")
    reader = _Reader(box, _read_styles(box), numbering.read(box.xml("word/numbering.xml")), _footnotes(notes_part))  # fmt: skip
    text = "\n\n".join(reader.blocks(body))
    look_at_length(text)
    lines = unicodedata.normalize("NFC", text.replace("\u00ad", "").replace("\u00a0", " ")).split("\n")
    found = Lines(lines, title=reader.title, marked=reader.headings > 0)
    found.notes = _notes(box, document)
    return found


def _refuse_tracked(document: Element) -> None:
    changes = sum(1 for name in CHANGES for _ in document.iter(f"{W}{name}"))
    if changes:
        raise refuse("tracked", f"The file holds tracked changes ({changes} of them), so it is two texts at once. In Word, accept or reject them all (Review > Accept > Accept All), save, and try again.")  # fmt: skip


def _footnotes(root: Element | None) -> dict[str, str]:
    if root is None:
        return {}
    _refuse_tracked(root)
    notes = {}
    for note in root.findall(f"{W}footnote"):
        words = " ".join("".join(t.text or "" for t in p.iter(f"{W}t")) for p in note.iter(f"{W}p")).strip()
        if words and note.get(f"{W}type") is None:
            notes[note.get(f"{W}id", "")] = words
    return notes


def _read_styles(box: Container) -> _Styles:
    styles = _Styles()
    root = box.xml("word/styles.xml")
    for style in () if root is None else root.findall(f"{W}style"):
        style_id, name = style.get(f"{W}styleId", ""), _value(style.find(f"{W}name"))
        if found := HEADING_STYLE.fullmatch(name):
            styles.headings[style_id] = int(found[1])
        elif name.lower() == "title":
            styles.headings[style_id] = -1
        own = style.find(f"{W}pPr/{W}numPr")
        if own is not None and (list_id := _value(own.find(f"{W}numId"))):
            styles.lists[style_id] = (list_id, _depth(own, 0))
    return styles


def _notes(box: Container, document: Element) -> list[Note]:
    notes = []
    if any(re.fullmatch(r"word/(header|footer)\d*\.xml", name) for name in box.names):
        notes.append(Note("running", "Page headers and footers of the Word file were not imported: they are no part of the text."))  # fmt: skip
    if "word/comments.xml" in box.names:
        notes.append(Note("comments", "Comments in the margin of the Word file were not imported."))
    if any(name.startswith("word/media/") for name in box.names):
        notes.append(Note("pictures", "Pictures in the Word file were not imported. Attach what belongs to the agreement as an exhibit."))  # fmt: skip
    if "word/endnotes.xml" in box.names and any(True for _ in document.iter(f"{W}endnoteReference")):
        raise refuse("endnotes", "The file has endnotes. In Word, turn them into footnotes and try again.")
    if any(True for _ in document.iter(f"{W}vanish")):
        notes.append(Note("hidden", "The Word file holds text formatted as hidden. It was imported as ordinary text: look for it."))  # fmt: skip
    if any(element.tag.endswith("}oMath") for element in document.iter()):
        raise refuse("formula", "The file holds a formula of Word's formula editor. Write it as text and try again.")  # fmt: skip
    return notes


def _text_boxes(node: Element) -> Iterator[Element]:
    """Text boxes anchored in a paragraph; the second copy that Word keeps for old readers is passed over."""
    stack = [child for child in node if child.tag != ALTERNATE]
    while stack:
        child = stack.pop(0)
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag not in (ALTERNATE, f"{W}p"):
            stack[:0] = list(child)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")


def _depth(own: Element, otherwise: int) -> int:
    text = _value(own.find(f"{W}ilvl"))
    return int(text) if text.isdigit() and len(text) < 3 else otherwise
