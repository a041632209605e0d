"""The public copy as a Word file: the words of the printed copy, for quoting and for next year's draft. It proves nothing, and says so."""

from dataclasses import replace
from functools import lru_cache

from workflow.adapters.seal import PACKAGE, attachments
from workflow.adapters.word import as_docx
from workflow.evidence import package
from workflow.publication import printing, rendering
from workflow.publication.core import Core
from workflow.publication.queries import Published

CHECK = (
    "This Word file is for reading and quoting. Anybody can change a word in it, so it proves nothing, and nobody should sign it.",
    "What was signed is proved by the sealed PDF and by the package for checking, which are published beside it at {address}.pdf and {address}.json. "
    "Whether a text is the one both sides signed can be checked there, or at {origin}/verify.",
)
BESIDE_THE_PDF = "attached to this PDF"
PUBLISHED = "published beside this copy"


def word_copy(published: Published) -> bytes:
    """The .docx copy of an edition as it is published now: made of the sealed PDF's own attachments, so it says what that says."""
    return _made(published.copy.pdf)


@lru_cache(maxsize=16)
def _made(pdf: bytes) -> bytes:
    """Made once a process: half a second for a long agreement, which anybody may ask for."""
    attached = attachments(pdf)
    beside, _ = rendering.read(attached[rendering.PAGE])
    core = Core(attached[PACKAGE], package.parse(attached[PACKAGE]), 0)
    document = printing.public_copy(
        core, signers=beside.signers, sides=beside.sides, facts=beside.facts, origin=beside.origin, slug=beside.slug
    )  # fmt: skip
    return as_docx(
        replace(
            document,
            signatures_words=document.signatures_words.replace(BESIDE_THE_PDF, PUBLISHED),
            check=[line.format(address=document.address, origin=beside.origin) for line in CHECK],
        ),
        made_at=beside.made_at,
    )
