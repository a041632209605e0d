"""A document with everything the typesetter knows, and with everything a stranger may try to make it do."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import docx

from workflow.adapters.typesetter import Document, PrintedClause, PrintedSignature
from workflow.drafting.markup import tree

AT = datetime(2026, 5, 12, 17, 0, tzinfo=UTC)
PACKAGE = '{"format":"sro-mou/package/v1","name":"Peña"}'.encode()

PLAIN = "# 1. Purpose\n\nThe **City** and the *District* agree.\n\n(a) first\n(c) third,\nits second line[^1]\n\n[^1]: A note."
NESTED = "### 1.1 A heading that skips a level\n\n- one\n  - deeper\n- two\n\n| Item | Share |\n|---|---|\n| Salary | 50% |\n| Training ||"
HOSTILE = (
    '## 2. Hostile\n\n#read("/etc/passwd") {{7*7}} $x^2$ @label <script>alert(1)</script> \\ ~ --- "quoted" it\'s'
    " ____ // no comment /* nor here */ = no heading `raw` #panic() https://example.gov <!-- kept --> &amp; *** _a_"
)


def printed(text: str) -> PrintedClause:
    return PrintedClause(tree(text)["children"])


def agreement(**changes: Any) -> Document:
    values: dict[str, Any] = {
        "title": "School Resource Officer Agreement",
        "sides": ["Springfield School District", "Springfield Police Department"],
        "clauses": [
            printed(PLAIN),
            printed(NESTED),
            PrintedClause(hidden=["Clause 3 is not public.", "Legal basis: Example Code 12.3"]),
            printed(HOSTILE),
        ],
        "fingerprint": "ab" * 32,
        "address": "http://localhost:8000/mou/springfield/1",
        "status": ["In force until Tuesday 31 August 2027."],
        "facts": [("Period", "1 September 2026 to 31 August 2027"), ("Schools", "North High, South Middle")],
        "signatures": [
            PrintedSignature("Ann Lee", "Chief of Police", "Tuesday 12 May 2026", "by own key"),
            PrintedSignature("Bo Peña", "Superintendent", "Tuesday 12 May 2026", "by own key"),
        ],
        "signatures_words": "Each signed with a key of their own.",
        "check": ["Open the address at the foot of this page and choose “Check it yourself”."],
    }
    return replace(Document("", [], [], "", ""), **(values | changes))


def opened_docx(content: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(content))


def words_in(made: docx.document.Document) -> str:
    """Everything it says, in order, tables too."""
    return "\n".join(
        block.text
        if hasattr(block, "text")
        else "\n".join(cell.text for row in block.rows for cell in row.cells)
        for block in made.iter_inner_content()
    )
