"""What people type: taken as it is, or refused with the reason. Nothing invisible, nothing endless."""

import unicodedata

from workflow.core.errors import Invalid, Issue
from workflow.evidence import text as characters

MOST = 20_000


def written(words: str, field: str, missing: str = "", *, most: int = MOST) -> str:
    """The words, composed and trimmed. `missing` is the refusal when there are none; empty allows none.

    Raises Invalid for characters that show nothing or reorder what is shown, naming the first, and for too many.
    """
    # Tabs and typographic spaces are how people type; they become plain spaces. The rest of the door holds.
    clean = characters.normalise(words).strip()
    issues = []
    if not clean and missing:
        issues.append(Issue(f"{field}.missing", missing, field))
    if len(clean) > most:
        issues.append(
            Issue(f"{field}.long", f"That is {len(clean):,} characters long; {most:,} is the most.", field)
        )
    elif found := [one for one in characters.problems(_without_emoji(clean)) if one.code != "NFC"]:
        first = found[0]
        issues.append(
            Issue(
                f"{field}.character",
                f"Line {first.line} holds {first.words} ({first.code}, {first.name}). Please type it again.",
                field,
            )
        )
    if issues:
        raise Invalid(issues)
    return clean


def is_number(words: str) -> bool:
    """Digits that every database can hold; "²" is a digit to Python and no number."""
    return words.isascii() and words.isdigit() and len(words) <= 9


def _without_emoji(text: str) -> str:
    """Joiners and presentation selectors between pictographs are part of how phones write them: no reason to refuse."""
    out = []
    for at, char in enumerate(text):
        joins = (
            char in "\u200d\ufe0f"
            and at > 0
            and unicodedata.category(text[at - 1]) in ("So", "Sk", "Mn", "Cf")
        )
        out.append("" if joins else char)
    return "".join(out)
