"""The character door: which characters may stand in a text that is signed (docs/format.md, section 1).

What is signed must be what is seen. So a text is NFC, its only line end is a line feed, its only space is U+0020, and
characters that show nothing, reorder what is shown, or mean nothing are refused with their place and name.
"""

import re
import unicodedata
from dataclasses import dataclass

from workflow.evidence.assigned import assigned

_STRANGE = re.compile(r"[^ -~\n]")
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff")
_REASONS = {
    "Cc": "a control character",
    "Cf": "an invisible format character",
    "Co": "a private-use character, which looks different on every machine",
    "Cs": "half of a character (a lone surrogate)",
    "Zl": "a line separator that is not a line feed",
    "Zp": "a paragraph separator that is not a line feed",
    "Zs": "a space that is not the ordinary space",
}


@dataclass(frozen=True)
class Problem:
    """One character that may not stand here. Lines and columns count from 1; `name` is Unicode's, or U+XXXX."""

    line: int
    column: int
    code: str
    name: str
    words: str


def normalise(text: str) -> str:
    """What an import may change without asking: line ends to \\n, other spaces and tabs to a space, then NFC.

    It removes nothing else, so that `problems` still shows what a person must decide about.
    """
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    spaced = "".join(" " if char == "\t" or unicodedata.category(char) == "Zs" else char for char in text)
    return unicodedata.normalize("NFC", spaced)


def problems(text: str) -> list[Problem]:
    """Every character the door refuses, in order, and last whether the text is not NFC. Empty: the text may pass."""
    strange = set(_STRANGE.findall(text))
    if not strange:
        return []
    composed = unicodedata.is_normalized("NFC", text)
    if composed and not any(map(_reason, strange)):
        return []
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        for column, char in enumerate(line, start=1):
            words = _reason(char)
            if words:
                found.append(Problem(number, column, f"U+{ord(char):04X}", _name(char), words))
    if not found:
        found.append(Problem(*_first_change(text), "NFC", "", "not in composed form (Unicode NFC)"))
    return found


def passes(text: str) -> bool:
    """Whether the door lets the text through as it is."""
    return not problems(text)


def _reason(char: str) -> str:
    if char in _BIDI:
        return "a control that reorders what is shown (bidi)"
    if char in _ZERO_WIDTH:
        return "a zero-width character"
    if _INVISIBLE.match(char):
        return "a character that shows nothing"
    if not assigned(char):
        return "not an assigned character (Unicode 14.0)"
    category = unicodedata.category(char)
    return "" if char == " " else _REASONS.get(category, "")


def _name(char: str) -> str:
    return unicodedata.name(char, f"U+{ord(char):04X}")


def _first_change(text: str) -> tuple[int, int]:
    composed = unicodedata.normalize("NFC", text)
    same = next(
        (i for i, (a, b) in enumerate(zip(text, composed, strict=False)) if a != b),
        min(len(text), len(composed)),
    )
    before = text[:same]
    return before.count("\n") + 1, same - (before.rfind("\n") + 1) + 1
