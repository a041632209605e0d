"""The packet for the board, as poppler reads it: the fingerprint stands at the foot of every page."""

import io
from pathlib import Path

import pikepdf

from tests.foreign.tools import run
from workflow.adapters.pdf_text import squeezed
from workflow.adapters.typesetter import Document, typeset
from workflow.drafting.printed import printed

WORDS = "castle monarch peanut earth curtain shadow blossom early hockey diamond goblet county"


def test_every_page_carries_the_fingerprint(tmp_path: Path) -> None:
    clauses = [
        {"path": str(n), "text": f"# {n}. Duties\n\n" + "An officer helps. " * 200} for n in range(1, 9)
    ]
    packet = Document(
        title="Officers in schools", sides=["A", "B"], clauses=[printed(one) for one in clauses], fingerprint=WORDS,
        address="https://x.example/signing-events/1", banner="This text is frozen.", motion="Moved: to adopt.",
    )  # fmt: skip
    file = tmp_path / "packet.pdf"
    file.write_bytes(typeset(packet))
    with pikepdf.open(io.BytesIO(file.read_bytes())) as document:
        count = len(document.pages)
    assert count > 3
    for page in map(str, range(1, count + 1)):
        words = squeezed(run("pdftotext", "-f", page, "-l", page, file, "-"))
        assert squeezed(WORDS) in words and f"Page{page}of{count}" in words
