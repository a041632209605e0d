"""Some clauses and an exhibit, opened and sealed: the text that a page shows."""

from typing import Any

from workflow.evidence import clause_tree
from workflow.evidence.canonical import sha256
from workflow.evidence.clause_tree import Attachment, Clause

TEXTS = (
    "# 1. Hours\n\nFrom 7:30 to 3:30.",
    "- one\n- **two**",
    "¿Qué? 𝔘 🏫",
    "| A | B |\n|---|---|\n| x | y |",
    "5 * 3 = 15",
)
SALTS = [bytes([n]) * 32 for n in range(1, 12)]
EXHIBIT = Attachment("1", "Exhibit A.pdf", "application/pdf", 2**33 + 5, sha256(b"x"), redactable=True)


def clauses(count: int) -> list[Clause]:
    return [Clause(str(n), TEXTS[n % len(TEXTS)], n % 3 == 0) for n in range(1, count + 1)]


def opened(
    count: int, files: tuple[Attachment, ...] = ()
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return clause_tree.opened(clauses(count), list(files), SALTS[: count + len(files)])
