"""A clause of a package as the typesetter takes it: its nodes, or the lines that stand where it is hidden."""

from collections.abc import Sequence
from typing import Any

from workflow.adapters.typesetter import PrintedClause
from workflow.drafting import markup


def printed(clause: dict[str, Any], hidden: Sequence[str] = ()) -> PrintedClause:
    """A clause of a package (docs/format.md, section 9), open, or hidden behind these lines."""
    if "text" in clause:
        return PrintedClause(markup.tree(clause["text"])["children"])
    return PrintedClause(hidden=list(hidden) or [f"Clause {clause['path'].replace('/', '.')} is not public."])
