"""What the log says of the signing page's script, and whether the one that is served here is the last of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.adapters.templates import plural
from workflow.publication import scripts

Said = Mapping[str, Any]
"""The leaf of a script: docs/format.md, section 6."""


def sentences(told: Sequence[Said]) -> list[str]:
    """What whoever checks the record has to know; nothing where the log never said."""
    if not told:
        return []
    last = told[-1]
    here = "the one served here" if last["script"] == scripts.today() else "not the one that is here now"
    changes = f", after {plural(len(told) - 1, 'other')}" if len(told) > 1 else ""
    return [
        f"The signing page's script is {last['script']} since {last['at'][:10]}{changes}, as the log says: {here}."
    ]
