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


FULL: dict[str, Any] = {
    "format": "sro-mou/manifest/v1", "deployment": "d", "mou": "m", "title": "Officers at  two schools", "edition": 2, "revision": 7, "zone": "America/Los_Angeles",
    "frozen_at": "2026-05-13T00:00:30Z", "expires": "2026-12-12T08:05:00Z", "order": "set", "one_slot_each": False, "waiting_hours": 72,
    "text": {"n": 4, "attachments": 1, "alg": "sro-mou-tree-sha256-v1", "text_root": "R"},
    "parties": [{"id": "P", "kind": "agency", "legal_name": "Springfield Police"}, {"id": "Q", "kind": "district", "legal_name": "Springfield Unified"}, {"id": "S", "kind": "school", "legal_name": "North High"}, {"id": "B", "kind": "body", "legal_name": "Board of Education"}],
    "slots": [
        {"id": "s1", "offices": ["sheriff", "chief"], "paper": True, "party": "P", "required": True}, {"id": "s2", "offices": ["superintendent"], "paper": False, "party": "Q", "required": True},
        {"id": "s3", "offices": ["principal"], "paper": False, "party": "S", "required": False}, {"id": "s4", "offices": ["board_chair"], "paper": True, "party": "Q", "required": False},
    ],
    "adopting_bodies": [{"id": "board", "name": "Board of Education", "party": "B", "required": True}, {"id": "other", "name": "The Board in June", "party": "B", "required": False}],
    "delegated_change": [{"body": "board", "kind": "terms", "limit": "hours\nand days", "office": "counsel", "party": "P"}, {"body": "other", "kind": "scrivener", "limit": "names", "office": "superintendent", "party": "Q"}],
    "effective": {"date": "2026-07-01", "rule": "fixed"}, "term": {"date": "", "months": 12, "rule": "months"},
    "packs": [{"id": "us-ca", "version": "2026-1"}], "supersedes": [{"edition": 1, "head": "H"}],
}  # fmt: skip
"""A manifest that says everything a manifest can say."""
BARE = FULL | {
    "zone": "Pacific/Chatham", "order": "any", "one_slot_each": True, "waiting_hours": 0, "edition": 1,
    "text": FULL["text"] | {"n": 1, "attachments": 0}, "adopting_bodies": [], "delegated_change": [], "packs": [], "supersedes": [],
    "effective": {"date": "", "rule": "last-signature"}, "term": {"date": "", "months": 0, "rule": "until-ended"},
}  # fmt: skip
"""One that says as little as it can."""
