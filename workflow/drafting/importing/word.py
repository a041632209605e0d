"""Word files (.docx) to lines in the closed grammar. What cannot be carried over is refused or noted, never dropped.

1. Tracked changes are refused: which of the two texts is meant is not for a program to decide. Words that are struck
   through or hidden are asked about (`aside`).
2. Headings come from their styles; printed numbers from the numbering, as literal text; tables become tables.
3. Notes stand after their paragraph, text boxes too. What stands in the margins, is drawn or computed is named (docs/importing.md).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from workflow.drafting import markup
from workflow.drafting.importing import drawings, fields, footnotes, margins, numbering, parts, tables
from workflow.drafting.importing import styles as style_sheet
from workflow.drafting.importing.aside import Aside, Choice
from workflow.drafting.importing.container import Container
from workflow.drafting.importing.findings import Findings, beginning, quoted
from workflow.drafting.importing.refusals import count_letters, look_at_length
from workflow.drafting.importing.runs import Runs
from workflow.drafting.importing.shapes import Note
from workflow.drafting.importing.text import Lines
from workflow.drafting.importing.wordml import MC, W, alternative, count, switched, value

PROPERTIES = frozenset(f"{W}{name}" for name in ("sectPr", "sdtPr", "sdtEndPr", "tcPr", "customXmlPr"))


@dataclass
class _Reader:
    styles: style_sheet.Styles
    numbers: numbering.Numbering
    runs: Runs
    findings: Findings
    title: str = ""
    headings: int = 0
    letters: int = 0
    inside: bool = False
    """In a cell or a note, where nothing begins a clause and notes wait."""

    def blocks(self, parent: Element) -> Iterator[str]:
        """One string a paragraph or table, in order."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self.paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self.table(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self.blocks(alternative(child))
            elif child.tag == f"{W}r":  # letters outside any paragraph: no file of Word has them
                yield from self.paragraph(_alone(child))
            elif child.tag not in PROPERTIES:
                yield from self.blocks(child)

    def paragraph(self, node: Element) -> Iterator[str]:
        style = value(node.find(f"{W}pPr/{W}pStyle"))
        with self.findings.at(self.findings.place if self.inside else _place(node)):
            text = self.runs.text(node, style).strip()
            list_id, depth = self.list_of(node, style)
            number = self.number(node, list_id, depth, text)
            line = self.dressed(style, text, number, depth)
        if text:
            self.letters += len(text) + len(number)
            count_letters(self.letters)
            yield line
        if text and node.find(f"{W}pPr/{W}framePr[@{W}dropCap]") is not None:
            self.findings.add("initial", f"A large initial stands on a line of its own: {quoted(text)}. Put it back before its word.")  # fmt: skip
        boxes, self.runs.boxes = self.runs.boxes, []
        for box in boxes:
            yield from self.blocks(box)
        if not self.inside:
            yield from self.notes()

    def notes(self) -> Iterator[str]:
        """The notes that wait, each as a line of its own."""
        waiting, self.runs.waiting = self.runs.waiting, []
        for label, note in waiting:
            with self.findings.at(f"in note [^{label}]"):
                words = " ".join(self.within(note).split())
            if words:
                yield f"[^{label}]: {words}"
            else:
                self.findings.add("footnotes", f"Nothing was taken of the note [^{label}]: take its mark out of the text too.")  # fmt: skip

    def within(self, node: Element) -> str:
        """Everything in a cell or a note, in one string."""
        was, self.inside = self.inside, True
        words = " ".join(self.blocks(node))
        self.inside = was
        return words

    def number(self, node: Element, list_id: str, depth: int, text: str) -> str:
        """The number printed before this paragraph. One without words is counted too, unless Word does not show it."""
        if not list_id or (not text and switched(node.find(f"{W}pPr/{W}rPr"), "vanish")):
            return ""
        number = self.numbers.next(list_id, depth)
        if number and number != "-" and not text:
            self.findings.add("number", f"A number without words after it was left out: {quoted(number)}. The numbers after it are those that Word prints.")  # fmt: skip
        if figures := self.numbers.unknown(list_id, depth):
            self.findings.add("number", f"A list has figures that are not known here ({quoted(figures)}); they were written in digits. Check them.")  # fmt: skip
        return number

    def dressed(self, style: str, text: str, number: str, depth: int) -> str:
        """The paragraph with its heading sign or its printed number."""
        level = self.styles.heading(style)
        numbered = f"{number} {text}" if number else text
        if level == -1:
            self.title = self.title or text.replace("\n", " ")
        if level > 0 and not self.inside:
            self.headings += 1
            heading = numbered.replace("\n", " ")
            self.findings.heading = heading
            return f"{'#' * min(level, 4)} {heading}"
        if not number and markup.begins(text) in ("heading", "footnote"):
            self.findings.add("sign", f"Here these words are read as a heading or a footnote, because of the sign they begin with: {beginning(text)}.")  # fmt: skip
        return f"{'  ' * min(depth, markup.DEEPEST) if number and level == 0 else ''}{numbered}"

    def list_of(self, node: Element, style: str) -> tuple[str, int]:
        own = node.find(f"{W}pPr/{W}numPr")
        chain = self.styles.chain(style)
        list_id = next((each.list_id for each in chain if each.list_id), "")
        depth = self.numbers.depth_of(list_id, chain) if list_id else 0
        if own is not None:
            list_id = value(own.find(f"{W}numId")) or list_id
            depth = count(value(own.find(f"{W}ilvl")), depth, 8)
        return ("", 0) if list_id == "0" else (list_id, depth)

    def table(self, node: Element) -> Iterator[str]:
        with self.findings.at(_place(node, "in the table that begins")):
            self.runs.table = value(node.find(f"{W}tblPr/{W}tblStyle"))
            if any(style.partly for style in self.styles.chain(self.runs.table, "table")):
                self.findings.add("struck", "The style of a table strikes through or hides the words of some of its rows or columns. They were taken as text: look at them.")  # fmt: skip
            cells = tables.rows(node, self.cell, self.findings)
            self.runs.table = None
        if cells:
            yield tables.lines(cells)
        if not self.inside:
            yield from self.notes()

    def cell(self, node: Element, hidden: bool) -> str:
        self.runs.hidden = hidden
        words = self.within(node)
        self.runs.hidden = False
        return words


def read(content: bytes, choice: Choice | None = None) -> Lines:
    """The lines of a Word file, with what was decided about words set aside. Raises Invalid."""
    box = Container(content)
    found = parts.read(box)
    findings = Findings()
    aside = Aside(choice or Choice(), findings)
    styles = style_sheet.read(found.styles)
    notes = {
        "footnote": footnotes.read(found.footnotes, "footnote", findings),
        "endnote": footnotes.read(found.endnotes, "endnote", findings),
    }
    comments = margins.Comments(found.comments)
    whole = [root for root in (found.document, found.footnotes, found.endnotes) if root is not None]
    open_fields = fields.Fields(findings, all(fields.balanced(root) for root in whole))
    runs = Runs(styles, aside, findings, notes, comments, open_fields)
    reader = _Reader(styles, numbering.read(found.numbering, styles.all), runs, findings)
    text = "\n\n".join(reader.blocks(found.body))
    look_at_length(text)
    findings.heading = ""
    for each in notes.values():
        each.unread(findings)
    comments.tell_rest(findings)
    for root in whole:
        fields.look_at_blanks(root, findings)
        drawings.look_at_forms(root, findings)
    footnotes.look_at_counting([found.document, *found.settings], findings)
    margins.running(found.running, findings)
    aside.insist()
    plain = unicodedata.normalize("NFC", text.replace("\u00ad", "").replace("\u00a0", " "))
    return Lines(
        plain.split("\n"), title=reader.title, marked=reader.headings > 0, notes=_notes(box, findings)
    )


def _notes(box: Container, findings: Findings) -> list[Note]:
    if not findings.knows("pictures") and any(name.startswith("word/media/") for name in box.names):
        findings.add("pictures", "Pictures in the Word file were not imported. Attach what belongs to the agreement as an exhibit.")  # fmt: skip
    return findings.notes()


def _alone(run: Element) -> Element:
    paragraph = Element(f"{W}p")
    paragraph.append(run)
    return paragraph


def _place(node: Element, words: str = "in the paragraph that begins") -> str:
    first = ""
    for each in node.iter(f"{W}t"):
        first += each.text or ""
        if len(first) > 100:
            break
    return f"{words} {beginning(first)}" if first.strip() else ""
