"""Footnotes and endnotes: which number each of them is printed with. Word counts the marks in the text, not its own ids."""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from workflow.drafting.importing.findings import Findings, quoted
from workflow.drafting.importing.numbering import roman
from workflow.drafting.importing.wordml import W, value, words_in

OURS = ("", "normal")
"""Of the types of note; the others are separators, which Word prints itself."""
COUNTED = (("footnotePr", "Footnotes", "1, 2, 3"), ("endnotePr", "Endnotes", "i, ii, iii"))


@dataclass
class Footnotes:
    """The notes of one kind (`footnote` or `endnote`) and the labels given so far, in the order of their marks."""

    kind: str
    notes: dict[str, Element] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    counted: int = 0
    marked: int = 0

    def refer(self, note_id: str, *, own_mark: bool) -> str:
        """The label of the note a mark leads to; empty where there is no such note."""
        if note_id not in self.notes:
            return ""
        if note_id not in self.labels:
            self.labels[note_id] = self._label(own_mark)
        return self.labels[note_id]

    def _label(self, own_mark: bool) -> str:
        if own_mark:
            self.marked += 1
            return f"{self.kind[0]}x{self.marked}"
        self.counted += 1
        if self.kind == "footnote":
            return str(self.counted)
        return roman(self.counted) if self.counted < 40 else f"e{self.counted}"

    def unread(self, findings: Findings) -> None:
        """Notes of the file that no mark leads to: Word does not print them."""
        for note_id, note in self.notes.items():
            if note_id not in self.labels and (words := words_in(note)):
                findings.add("footnotes", f"No mark in the text leads to this {self.kind}, so it was left out: {quoted(words)}.")  # fmt: skip


def read(root: Element | None, kind: str, findings: Findings) -> Footnotes:
    """The notes of footnotes.xml or endnotes.xml; none when the file has no such part."""
    found = Footnotes(kind)
    for note in () if root is None else root.findall(f"{W}{kind}"):
        if note.get(f"{W}type", "") in OURS:
            found.notes[note.get(f"{W}id", "")] = note
        elif words := words_in(note):
            findings.add(
                "footnotes",
                f"A line that Word prints between text and {kind}s was left out: {quoted(words)}.",
            )
    return found


def look_at_counting(parts: list[Element], findings: Findings) -> None:
    """Says so when Word counts notes in another way than they are counted here."""
    for name, plural, ours in COUNTED:
        said = [each for part in parts for properties in part.iter(f"{W}{name}") for each in properties]
        usual = {"numFmt": ("decimal",) if name == "footnotePr" else ("lowerRoman",), "numStart": ("1",), "numRestart": ("continuous",)}  # fmt: skip
        if any(value(each) not in usual.get(each.tag.removeprefix(W), (value(each),)) for each in said):
            findings.add("footnotes", f"{plural} have figures, a start or a count of their own in Word. Here they are counted through: {ours}.")  # fmt: skip
