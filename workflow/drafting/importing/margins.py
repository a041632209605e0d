"""What stands around the text and is no part of it: page headers and footers, and comments in the margin. Named, with words."""

from xml.etree.ElementTree import Element

from workflow.drafting.importing.findings import Findings, quoted
from workflow.drafting.importing.wordml import W, words_in


def running(parts: list[tuple[str, Element]], findings: Findings) -> None:
    """The words of page headers and footers; `parts` are (header or footer, its root)."""
    for kind, root in parts:
        if words := words_in(root):
            findings.add(
                "running",
                f"A page {kind} was not imported, because it is no part of the text: {quoted(words)}.",
            )


class Comments:
    """The comments of a file, each told where its mark stands."""

    def __init__(self, root: Element | None) -> None:
        notes = [] if root is None else root.findall(f"{W}comment")
        self.waiting = {note.get(f"{W}id", ""): note for note in notes}

    def tell(self, comment_id: str, findings: Findings) -> None:
        if (note := self.waiting.pop(comment_id, None)) is not None:
            author = note.get(f"{W}author", "").strip()
            by = f" by {quoted(author)[1:-1]}" if author else ""
            findings.add(
                "comments", f"A comment in the margin{by} was not imported: {quoted(words_in(note))}."
            )

    def tell_rest(self, findings: Findings) -> None:
        """Those that no mark in the text leads to."""
        for comment_id in list(self.waiting):
            self.tell(comment_id, findings)
