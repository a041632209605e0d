"""Words that people type here and that stand in statements and on pages for good: one way to take them."""

from workflow.core.errors import Invalid, Issue
from workflow.parties.words import Typed


def reason_of(text: str, missing: str) -> str:
    """A reason, required. Raises Invalid on the field `reason`, in the given words when there is none."""
    if not text.strip():
        raise Invalid([Issue("missing", missing, field="reason")])
    typed = Typed()
    said = typed.words("reason", "The reason", text)
    typed.settle()
    return said
