"""Fields: what Word computes and prints. Their last result is the text; their instructions are not.

A field is a mark where it begins, its instructions, a mark that separates, its result, a mark where it ends; all of them
may lie paragraphs apart and within one another. What was never computed has no result, and is said.
"""

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from workflow.drafting.importing.findings import Findings, quoted
from workflow.drafting.importing.wordml import W, count, value, words_in

SILENT = frozenset(["XE", "TC", "TA", "RD", "SET", "PRIVATE", "ADVANCE", "ASK", "BOOKMARK", ""])
"""They print nothing at all."""
FORMS = frozenset(["FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"])
ANEW = frozenset(["DATE", "TIME", "PRINTDATE", "SAVEDATE", "CREATEDATE", "PAGE", "NUMPAGES", "FILENAME", "AUTHOR", "EDITTIME", "INFO"])  # fmt: skip


@dataclass
class _Field:
    instructions: str = ""
    result: bool = False


@dataclass
class Fields:
    """The fields that are open where the reader stands. Marks that do not match are no fields (`balanced`)."""

    findings: Findings
    balanced: bool = True
    open: list[_Field] = field(default_factory=list)

    @property
    def instructing(self) -> bool:
        """Whether letters here are part of instructions, which nobody sees."""
        return self.balanced and any(not each.result for each in self.open)

    def instruct(self, words: str) -> None:
        if self.open:
            self.open[-1].instructions += words

    def mark(self, node: Element) -> None:
        kind = node.get(f"{W}fldCharType", "")
        if kind == "begin":
            self.open.append(_Field())
            self._look_at_form(node)
        elif kind == "separate" and self.open:
            self.open[-1].result = True
            self.note(self.open[-1].instructions, empty=False)
        elif kind == "end" and self.open and not (ended := self.open.pop()).result:
            self.note(ended.instructions, empty=True)

    def note(self, instructions: str, *, empty: bool) -> None:
        """What a person should know of a field by its instructions; of some, Word shows a part of these."""
        name = (instructions.split() or [""])[0].upper()
        if empty and name not in SILENT | FORMS:
            self.findings.add(
                "field",
                f"A field that was never computed ({quoted(instructions)}) has no words and was left out.",
            )
        elif not empty and name in ANEW:
            self.findings.add(
                "field", f"What Word fills in anew each time ({quoted(name)}) was taken as it stands now."
            )

    def _look_at_form(self, node: Element) -> None:
        for box in node.iter(f"{W}checkBox"):
            ticked = (
                box.find(f"{W}checked") if box.find(f"{W}checked") is not None else box.find(f"{W}default")
            )
            on = ticked is not None and value(ticked) not in ("0", "false", "off")
            self.findings.add("field", f"A box to tick ({'ticked' if on else 'not ticked'}) was left out.")
        for choice in node.iter(f"{W}ddList"):
            entries = [value(each) for each in choice.findall(f"{W}listEntry")]
            at = count(value(choice.find(f"{W}result")), 0)
            chosen = entries[at] if at < len(entries) else ""
            self.findings.add("field", f"A list to choose from was left out; {quoted(chosen)} was chosen.")


def look_at_blanks(root: Element, findings: Findings) -> None:
    """Says which blanks of a form still hold the words that ask for something to be typed."""
    for blank in root.iter(f"{W}sdt"):
        if blank.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            findings.add(
                "blank",
                f"A blank of a form is not filled in; its words were taken as text: {quoted(words_in(blank))}.",
            )


def balanced(root: Element) -> bool:
    """Whether every field that begins in this part ends in it, and the other way round."""
    depth = 0
    for mark in root.iter(f"{W}fldChar"):
        depth += {"begin": 1, "end": -1}.get(mark.get(f"{W}fldCharType", ""), 0)
        if depth < 0:
            return False
    return depth == 0
