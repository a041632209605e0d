"""Filling the blanks of a text, as a clerk would: by an ordinary edit of the clause, from what stands around the blank."""

import re

from workflow.demo.names import Sides

BLANK = re.compile(
    r"_{2,}(?:[ /.,]*_{2,})*"
    r"|\[(?!\^)[^\[\]\n]{1,120}\]"
    r"|\b(?:this\s+)?(?:the\s+)?['‘’]?day\s+of\s*,?\s*(?=\d{4}|,|\.|$|\s+between)(?:\s*\d{4})?"
    r"|\bDRAFT\b|\bTBD\b",
    re.MULTILINE,
)


def filled(text: str, sides: Sides) -> str:
    """The text with every blank filled. What was blank and why it reads so now is in the revision's note."""
    return BLANK.sub(lambda found: _words_for(found, text, sides), text)


def _words_for(found: re.Match[str], text: str, sides: Sides) -> str:
    blank, before, after = found[0], text[: found.start()][-40:].lower(), text[found.end() :][:40].lower()
    inside = blank.strip("[]_ /.,").lower()
    if "truncated" in inside:
        return "(The public source of this text ends here.)"
    if "metadata" in inside:
        return ""  # a mark of the archive the text was taken from, and nothing to fill
    if "day of" in blank.lower():
        return "the 1st day of July " + (re.search(r"\d{4}", blank) or ["2026"])[0]
    if after.lstrip().startswith("day of"):
        return "1st"
    if before.rstrip().endswith("day of"):
        return "July"
    if "police" in after or "sheriff" in after or "police" in inside:
        return sides.place if after else sides.agency
    if "school" in after or "school" in inside:
        return sides.place if "school" in after else sides.district
    if "date" in inside or before.rstrip().endswith(("on", "dated", "date")):
        return "1 July 2026"
    if inside in ("draft", "tbd"):
        return "text" if inside == "draft" else "as agreed by the parties"
    return inside.replace("_", " ") or "as agreed by the parties"


def parties_clause(sides: Sides, school: str) -> str:
    """A clause that names both sides in full and the schools (requirements 61 and 71)."""
    return (
        f"# Parties\n\nThe parties to this agreement are {sides.district} (the District) and {sides.agency} (the Agency). "
        f"It covers {school} and the District's other schools."
    )


SIGNATURES_CLAUSE = (
    "# Signatures\n\nThis agreement is signed by the highest ranking law enforcement executive of the Agency and by the Superintendent of the "
    "District, each with a signing key of their own. The date of each signature stands in the record of this agreement."
)
EXHIBIT = (
    "{name}\n\nThe public source of this agreement speaks of {name} but does not hold it. This page stands in its place in the demonstration, "
    "so that what is signed is complete.\n"
)
