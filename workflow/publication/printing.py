"""The public copy as a document for the typesetter: the words of the core package, and who signed them."""

from collections.abc import Sequence

from workflow.adapters.templates import plural
from workflow.adapters.typesetter import Document, PrintedClause, PrintedSignature, words_of
from workflow.drafting import markup
from workflow.drafting.printed import printed
from workflow.evidence.manifest import head
from workflow.publication import adoptions, amended
from workflow.publication.core import Core
from workflow.publication.hiding import shown
from workflow.publication.standing import Signer

WHOLE = "Edition {}. Signed by both sides; the text below is exactly what they signed."
IN_PART = "Edition {}. Signed by both sides. What is shown below is exactly what they signed; {} not public, as listed at the end."
SIGNED = (
    "Each of these people approved this text with a key that only they hold. The approvals themselves are in the file "
    "package.json, which is attached to this PDF."
)
BY_HAND = (
    "Whoever is listed here as having signed by hand on paper did not use a key. Two people, each with a key of their own, attest the "
    "signed sheet; their statements are in the file package.json, which is attached to this PDF. The sheet itself is kept by the parties."
)
CHECK = (
    "This PDF carries the publisher's seal. The seal says that the service published this file and that not one byte of it "
    "has changed since. It was made with a certificate of the service's own, so a PDF reader may call its issuer unknown.",
    "Whether the people named above signed this very text is proved by the attached package.json, not by the seal. Upload the "
    "PDF or the package at the address below, or check it on your own computer with the command countersign verify "
    "--policy policy.json package.json.",
)


def public_copy(
    core: Core,
    *,
    signers: Sequence[PrintedSignature],
    sides: Sequence[str],
    facts: Sequence[tuple[str, str]],
    origin: str,
    slug: str,
) -> Document:
    """What is printed of a published edition. Everything about the text is taken from the package, nothing from elsewhere."""
    manifest = core.parcel["manifest"]
    address = f"{origin}/mou/{slug}/{manifest['edition']}"
    return Document(
        title=manifest["title"],
        sides=list(sides),
        about="A signed agreement about police officers in schools",
        status=[_status(core)],
        adopted=[one.sentence() for one in adoptions.votes(core.parcel)],
        facts=facts,
        clauses=_clauses(core),
        amended=amended.lines(core.parcel),
        amended_texts=_amended(core),
        hidden=[(row.name, row.basis, row.approved, row.review) for row in shown.rows(core.parcel)],
        opened=[(row.name, row.reason, row.since) for row in shown.opened(core.parcel)],
        signatures=signers,
        signatures_words=_signed_words(signers),
        check=[*CHECK, f"{origin}/verify"],
        fingerprint=head(manifest),
        address=address,
    )


def signature(one: Signer) -> PrintedSignature:
    """A line of the table "Signed by"."""
    return PrintedSignature(one.name, f"{one.office}, {one.party}", one.day, one.how, one.on_paper)


def _signed_words(signers: Sequence[PrintedSignature]) -> str:
    """What stands above the table of signatures: of keys, of paper, or of both."""
    keys = any(not one.on_paper for one in signers)
    by_hand = any(one.on_paper for one in signers)
    some = SIGNED.replace("Each of these people", "Each of those listed with a key") if by_hand else SIGNED
    return " ".join([*([some] if keys else []), *([BY_HAND] if by_hand else [])])


def _amended(core: Core) -> list[tuple[str, str, str]]:
    """Each clause that was changed after its adoption: its name, and its words then and now."""
    said = amended.value(core.parcel)
    return [
        (name, *(markup.plain(markup.tree(text)) for text in (was, now)))
        for name, was, now in (said["texts"] if said else ())
    ]


def _status(core: Core) -> str:
    count = len(shown.rows(core.parcel))
    words = f"{plural(count, 'part')} of it {'are' if count > 1 else 'is'}"
    number = core.parcel["manifest"]["edition"]
    return IN_PART.format(number, words) if count else WHOLE.format(number)


def must_be_said(core: Core) -> list[str]:
    """The words of each clause as they have to be found on the pages, in order."""
    return [words_of(clause) for clause in _clauses(core)]


def _clauses(core: Core) -> list[PrintedClause]:
    """Open clauses as they were signed; in the place of a hidden one stands why it is hidden."""
    lines = shown.lines(core.parcel)
    return [printed(clause, lines.get(clause["path"], ())) for clause in core.parcel["clauses"]]
