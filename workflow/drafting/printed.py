"""A clause of a package as the typesetter takes it: its nodes, or the lines that stand where it is hidden."""

from typing import Any

from workflow.adapters.typesetter import PrintedClause
from workflow.drafting import markup


def printed(clause: dict[str, Any]) -> PrintedClause:
    """A clause of a package (docs/format.md, section 9), open or hidden."""
    if "text" in clause:
        return PrintedClause(markup.tree(clause["text"])["children"])
    return PrintedClause(hidden=hidden_words(clause))


def hidden_words(clause: dict[str, Any]) -> list[str]:
    """What stands where a clause is hidden."""
    return [f"Clause {clause['path'].replace('/', '.')} is not public."]
