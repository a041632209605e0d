"""A clause as HTML with passages marked in it: where comments stand, seen in the text itself.

What is shown stays the tree of the closed grammar; only its texts are cut where a passage begins or ends, and wrapped. The
place of each text in the clause is found by walking the tree and the clause side by side: the grammar never reorders, so
every sign between two texts is one that the node asks for.

Where a passage ends a link leads to its thread. Its number is shown by the style sheet: who chooses words in the text chooses
no number with them.
"""

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup

from workflow.core.passages import Passage, Piece, pieces
from workflow.drafting.markup import BLANKS, BULLET, FOOTNOTE, HEADING, NUMBER, RULE, Node, html, tree

MOST_LINKS = 3


def marked(text: str, passages: Sequence[Passage], *, level: int = 3) -> Markup:
    """The clause with these passages marked. Offsets count code points of `text`."""
    root = tree(text)
    if passages:
        _Walk(text, pieces(passages)).blocks(root)
    return html(root, level)


class _Walk:
    """The clause's text beside its tree. `at` is how far it has been read; nothing is ever read twice."""

    def __init__(self, text: str, cut: Sequence[Piece]) -> None:
        self.text, self.cut, self.at = text, list(cut), 0

    def blocks(self, root: Node) -> None:
        for block in root["children"]:
            match block["type"]:
                case "list":
                    for item in block["children"]:
                        self._skip(f"{BLANKS}\n")
                        sign = (BULLET if block["kind"] == "bullet" else NUMBER).match(self.text, self.at)
                        self._past(sign.end() if sign else self.at, item)
                case "table":
                    self._table(block)
                case "heading" | "footnote" as name:
                    self._skip(f"{BLANKS}\n")
                    sign = (HEADING if name == "heading" else FOOTNOTE).match(self.text, self.at)
                    self._past(sign.end() if sign else self.at, block)
                case _:
                    self._skip(f"{BLANKS}\n")
                    self._past(self.at, block)

    def _past(self, at: int, node: Node) -> None:
        self.at = at
        node["children"] = list(self._inline(node["children"]))

    def _table(self, table: Node) -> None:
        for row in table["children"]:
            self._skip(f"{BLANKS}\n")
            self.at += 1
            for cell in row["children"]:
                self._skip(BLANKS)
                self._past(self.at, cell)
                self._skip(BLANKS)
                if self.text[self.at : self.at + 1] == "|":
                    self.at += 1
            if row["header"]:
                self._skip(f"{BLANKS}\n")
                self.at = rule.end() if (rule := RULE.match(self.text, self.at)) else self.at

    def _inline(self, nodes: Iterable[Node]) -> Iterator[Node]:
        for node in nodes:
            match node["type"]:
                case "text":
                    yield from self._text(node["text"])
                case "break":
                    self._skip(f"{BLANKS}\n")
                    yield node
                case "footnote_ref":
                    self.at += len(f"[^{node['label']}]")
                    yield node
                case kind:
                    stars = 2 if kind == "strong" else 1
                    self.at += stars
                    self._past(self.at, node)
                    self.at += stars
                    yield node

    def _text(self, words: str) -> Iterator[Node]:
        start, end = self.at, self.at + len(words)
        self.at = end
        for piece in [one for one in self.cut if one.start < end and one.end > start]:
            low, high = max(piece.start, start), min(piece.end, end)
            if start < low:
                yield {"type": "text", "text": self.text[start:low]}
            ends = piece.ends if high == piece.end else ()
            yield {"type": "mark", "html": _mark(self.text[low:high], piece.covers, ends)}
            start = high
        if start < end:
            yield {"type": "text", "text": self.text[start:end]}

    def _skip(self, signs: str) -> None:
        while self.at < len(self.text) and self.text[self.at] in signs:
            self.at += 1


def _mark(words: str, covers: Sequence[Passage], ends: Sequence[Passage]) -> Markup:
    """One marked stretch: how it is covered, and the links of the passages that end with it."""
    kinds = ["more"] if len(covers) > 1 else []
    kinds += ["settled"] if all(one.settled for one in covers) else []
    kind = Markup(' class="{}"').format(" ".join(kinds)) if kinds else Markup("")
    return Markup("<mark{}>{}</mark>{}").format(kind, words, _links(ends))


def _links(ends: Sequence[Passage]) -> Markup:
    if len(ends) > MOST_LINKS:
        first = ends[0].number
        words = f"{len(ends)} comments on these words, the first is comment {first}"
        return _link(first, f"{len(ends)} comments", words)
    return Markup("").join(
        _link(one.number, str(one.number), f"Comment {one.number} on these words") for one in ends
    )


def _link(number: int, shown: str, words: str) -> Markup:
    return Markup('<a class="noted" href="#thread-{}" data-n="{}" aria-label="{}"></a>').format(
        number, shown, words
    )
