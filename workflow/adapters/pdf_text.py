"""The words on the pages of a PDF that our own typesetter made, in reading order, without page furniture.

Enough for the binding check (does the page say what the package says?), not a general reader: the typesetter writes
composite fonts with two-byte codes, a ToUnicode map for each, and marks headers and footers as artifacts.
"""

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pikepdf

Glyphs = dict[int, str]
OPERATORS = "Tf BMC BDC EMC Tj TJ"
"""What shows text, in which font, and what marks it (ISO 32000-1 annex A)."""

_CHAR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_SPAN = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_BLOCK = re.compile(r"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


def page_words(pdf: bytes) -> str:
    """All words of all pages. Blanks and line ends mean nothing in it: compare with `squeezed`.

    Raises ValueError when the file cannot be read.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return "".join(part for page in document.pages for part in _page(page))
    except pikepdf.PdfError as error:
        raise ValueError("This is not a readable PDF.") from error


def squeezed(text: str) -> str:
    """The text without any blank: lines break where the page is full, and that is not part of what it says.

    Letters in their compatible form (NFKC), since a font may join two of them into one sign.
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def says_in_order(words: str, parts: Iterable[str]) -> list[int]:
    """Which of `parts` (counted from 0) the page does not say, reading on from each part found. Empty is good."""
    page, at, missing = squeezed(words), 0, []
    for number, part in enumerate(parts):
        wanted = squeezed(part)
        found = page.find(wanted, at)
        if found < 0:
            missing.append(number)
        else:
            at = found + len(wanted)
    return missing


def _page(page: pikepdf.Page) -> Iterator[str]:
    maps = {name: _glyphs(font) for name, font in page.resources.get("/Font", {}).items()}
    font: Glyphs = {}
    marks: list[str | None] = []  # what the open marked contents say instead: "" for an artifact
    for instruction in pikepdf.parse_content_stream(page, OPERATORS):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            font = maps[str(operands[0])]
        elif operator in ("BMC", "BDC"):
            instead = _instead(operands)
            if instead and not any(mark is not None for mark in marks):
                yield instead
            marks.append(instead)
        elif operator == "EMC":
            marks.pop()
        elif operator in ("Tj", "TJ") and not any(mark is not None for mark in marks):
            strings = operands[0] if operator == "TJ" else operands
            yield from (_decoded(bytes(s), font) for s in strings if isinstance(s, pikepdf.String))


def _instead(operands: Sequence[Any]) -> str | None:
    """What a marked content says in place of its glyphs; None when its glyphs say it."""
    tag, *rest = operands
    if str(tag) == "/Artifact":
        return ""
    if rest and isinstance(rest[0], pikepdf.Dictionary) and "/ActualText" in rest[0]:
        return str(rest[0].ActualText)
    return None


def _decoded(codes: bytes, font: Glyphs) -> str:
    pairs = (int.from_bytes(codes[at : at + 2], "big") for at in range(0, len(codes), 2))
    return "".join(font.get(code, "\N{REPLACEMENT CHARACTER}") for code in pairs)


def _glyphs(font: pikepdf.Object) -> Glyphs:
    """A font's ToUnicode map (ISO 32000-1 9.10.3) as code -> text."""
    glyphs: Glyphs = {}
    for kind, body in _BLOCK.findall(font.ToUnicode.read_bytes().decode("ascii")):
        if kind == "bfchar":
            glyphs |= {int(code, 16): _utf16(text) for code, text in _CHAR.findall(body)}
            continue
        for first, last, text in _SPAN.findall(body):
            start = int(text, 16)
            for code in range(int(first, 16), int(last, 16) + 1):
                glyphs[code] = _utf16(f"{start + code - int(first, 16):0{len(text)}x}")
    return glyphs


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be")
