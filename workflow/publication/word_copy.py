"""The public copy as a Word file: the words of the printed copy, for quoting and for next year's draft. It proves nothing, and says so."""

from dataclasses import replace

from workflow.adapters.seal import attachments
from workflow.adapters.word import as_docx
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
    beside, _ = rendering.read(attachments(published.copy.pdf)[rendering.PAGE])
    core = Core(published.copy.core, published.parcel, published.copy.checkpoint_size)
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
