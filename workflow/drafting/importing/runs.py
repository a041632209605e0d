"""The letters of a paragraph, run by run: which of them Word shows, which it strikes through or hides, and what else is there."""

from dataclasses import dataclass, field
from itertools import groupby
from xml.etree.ElementTree import Element

from workflow.drafting.importing import drawings
from workflow.drafting.importing.aside import Aside
from workflow.drafting.importing.fields import Fields
from workflow.drafting.importing.findings import Findings, quoted
from workflow.drafting.importing.footnotes import Footnotes
from workflow.drafting.importing.margins import Comments
from workflow.drafting.importing.refusals import refuse
from workflow.drafting.importing.styles import Styles
from workflow.drafting.importing.wordml import DRAWN, MC, W, alternative, words_in

BUILT_IN = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
COMPUTED = frozenset(["dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong", "pgNum"])
PASSED = frozenset(["pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr", "customXmlPr", "smartTagPr", "delText", "delInstrText", "fldData", "ffData"])  # fmt: skip
CODE = "code"


@dataclass(frozen=True)
class Piece:
    """Letters of one look: `struck`, `hidden`, `code` (instructions of a field) or plain; raised, lowered or on the line."""

    text: str
    look: str = ""
    raised: str = ""


@dataclass
class Runs:
    """Reads paragraphs one after the other. Notes and text boxes wait for the paragraph's end."""

    styles: Styles
    aside: Aside
    findings: Findings
    notes: dict[str, Footnotes]
    comments: Comments
    fields: Fields
    style: str = ""
    table: str | None = None
    hidden: bool = False
    waiting: list[tuple[str, Element]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def text(self, paragraph: Element, style: str) -> str:
        """The letters that stay, in order."""
        self.style = style
        pieces: list[Piece] = []
        for child in paragraph:
            self._walk(child, "", "", pieces)
        out, gap = "", False
        kept: list[Piece] = []
        for look, group in groupby((piece for piece in pieces if piece.text), key=lambda piece: piece.look):
            alike = list(group)
            words = "".join(piece.text for piece in alike)
            stays = self._leave_code(words) if look == CODE else self.aside.weigh(look, words)
            if stays:
                kept += alike
                out += stays.lstrip(" ") if gap and (not out or out[-1] in " \n") else stays
            gap = not stays
        self._look_at_raised(kept)
        return out

    def _walk(self, node: Element, look: str, raised: str, pieces: list[Piece]) -> None:
        name = node.tag.removeprefix(W)
        if name in PASSED:
            return
        if name == "r":
            properties = node.find(f"{W}rPr")
            look = "hidden" if self.hidden else self.styles.look(properties, self.style, self.table)
            raised = self.styles.raised(properties, self.style)
        if node.tag == f"{MC}AlternateContent":
            node = alternative(node)
        elif node.tag in DRAWN:
            self._draw(node, look)
            return
        elif name == "fldSimple":
            self._simple(node)
        if text := self._letter(node, name, look):
            plain = name in ("footnoteReference", "endnoteReference")
            pieces.append(Piece(text, CODE if self.fields.instructing else look, "" if plain else raised))
        for child in node:
            self._walk(child, look, raised, pieces)

    def _letter(self, node: Element, name: str, look: str) -> str:
        """What this element itself says."""
        if name == "t":
            return node.text or ""
        if name in BUILT_IN:
            return BUILT_IN[name]
        if name in ("footnoteReference", "endnoteReference"):
            return self._refer(node, name.removesuffix("Reference"), look)
        if name == "sym":
            return _symbol(node)
        if name == "fldChar":
            self.fields.mark(node)
        elif name == "instrText":
            self.fields.instruct(node.text or "")
        elif name == "commentReference":
            self.comments.tell(node.get(f"{W}id", ""), self.findings)
        elif name in COMPUTED:
            self.findings.add(
                "field", f"What Word computes here ({quoted(name)}) has no words and was left out."
            )
        return ""

    def _refer(self, node: Element, kind: str, look: str) -> str:
        notes, note_id = self.notes[kind], node.get(f"{W}id", "")
        own_mark = node.get(f"{W}customMarkFollows", "") in ("1", "true", "on")
        first = note_id not in notes.labels
        label = notes.refer(note_id, own_mark=own_mark)
        words = words_in(notes.notes[note_id]) if label else ""
        if not words:
            self.findings.add("footnotes", f"The mark of a {kind} leads to no words and was left out.")
            return ""
        if own_mark:
            self.findings.add("footnotes", f"A {kind} with a mark of its own is called [^{label}] here; its mark stayed in the text.")  # fmt: skip
        if not self.aside.takes(look):
            return f" ({kind}: {words}) "
        if first:
            self.waiting.append((label, notes.notes[note_id]))
        return f"[^{label}]"

    def _draw(self, node: Element, look: str) -> None:
        drawn = drawings.read(node)
        drawings.name(drawn, self.findings)
        if look == "hidden":
            words = " ".join(words_in(box) for box in drawn.boxes)
            if not self.aside.weigh(look, words):
                return
        elif drawn.boxes:
            self.findings.add(
                "textbox", "The words of a text box stand after the paragraph that it is tied to."
            )
        self.boxes += drawn.boxes

    def _simple(self, node: Element) -> None:
        self.fields.note(node.get(f"{W}instr", ""), empty=not any(each.text for each in node.iter(f"{W}t")))

    def _leave_code(self, words: str) -> str:
        if words.strip():
            self.findings.add("field", f"Words within the instructions of a field, which Word does not show, were left out: {quoted(words)}.")  # fmt: skip
        return ""

    def _look_at_raised(self, pieces: list[Piece]) -> None:
        """Raised and lowered letters become ordinary ones, which may mean something else: 10 to the sixth is no 106."""
        for number, piece in enumerate(pieces):
            if not piece.raised or not piece.text.strip():
                continue
            before = "".join(each.text for each in pieces[max(0, number - 20) : number]).split(" ")[-1][-30:]
            after = "".join(each.text for each in pieces[number + 1 : number + 20]).split(" ")[0][:30]
            how = "Raised" if piece.raised == "superscript" else "Lowered"
            self.findings.add("raised", f"{how} in Word and taken as ordinary letters: {quoted(piece.text)} in {quoted(before + piece.text + after)}.")  # fmt: skip


def _symbol(node: Element) -> str:
    """A symbol with a letter of its own. Raises Invalid for one that only its font gives a shape."""
    code = node.get(f"{W}char", "")
    letter = (
        int(code, 16) if code and len(code) < 6 and all(c in "0123456789abcdefABCDEF" for c in code) else 0
    )
    if letter < 0x20 or 0xD800 <= letter < 0xF900 or node.get(f"{W}font", "").lower().startswith(("symbol", "wingdings", "webdings")):  # fmt: skip
        raise refuse("symbol", "The text holds a symbol from a special font (Insert > Symbol), which has no letter of its own. Replace it with an ordinary character and try again.")  # fmt: skip
    return chr(letter)
