"""The character door as a form sees it: what may stand in a signed text (`workflow.evidence.text`), in our words."""

from workflow.core.errors import Invalid, Issue
from workflow.evidence import text as door

SHOWN = 5
ADVICE = "Delete it and type the word anew; such characters often come along when text is copied."


def check(text: str, field: str) -> None:
    """Raises Invalid with the place and name of each character that may not stand in a text that is signed."""
    found = door.problems(text)
    if not found:
        return
    issues = [
        Issue(
            "text.character",
            f"Line {problem.line}, character {problem.column} ({problem.name or problem.code}) is {problem.words}. {ADVICE}",
            field=field,
        )
        for problem in found[:SHOWN]
    ]
    if len(found) > SHOWN:
        issues.append(Issue("text.character", f"There are {len(found) - SHOWN} more of these.", field=field))
    raise Invalid(issues)


def clean(text: str, field: str) -> str:
    """A typed text as it will be kept: line ends and spaces in their plain form, no blanks at line ends. Raises Invalid."""
    plain = "\n".join(line.rstrip(" ") for line in door.normalise(text).split("\n")).strip("\n")
    check(plain, field)
    return plain
