"""The letter about a public copy that is there: for the first time, or anew and why.

Whoever signed here with a key gets the package itself with it. So it lies in several places outside the operator's reach, and
each of them can show, without us, what was signed.
"""

from sqlmodel import select

from workers.words import Subject, Words
from workflow.adapters.mail import Attached
from workflow.drafting.models import Edition
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.publication.anew import because
from workflow.publication.core import on_the_web
from workflow.publication.models import FormerCopy, PublicCopy, Tombstone
from workflow.publication.queries import executed_event
from workflow.signing import receipts

MOST_ATTACHED = 5_000_000
"""Bytes of a package that mail servers take; a larger one (its exhibits lie in it) is fetched from the address in the letter."""


def published(about: Subject) -> Words | None:
    """Nothing once the copy was taken down."""
    if about.mou is None or about.edition is None or about.session.get(Tombstone, about.edition.id):
        return None
    copy = about.session.get_one(PublicCopy, about.edition.id)
    again = about.session.exec(
        select(FormerCopy.event_id).where(FormerCopy.edition_id == about.edition.id)
    ).first()  # fmt: skip
    subject, first = (
        ("A new public copy", f"A new public copy is published, because {because(about.event.detail)}.")
        if again
        else ("Signed and published", "Everyone required has signed, and the public copy is published.")
    )
    event = executed_event(about.session, about.edition.id)
    lines = [
        "Anyone can read it, download it and check the signatures without us.",
        f"Fingerprint of the text: {fingerprint(unb64u(event.head, 32))}",
    ]
    address, attached = f"{about.origin}/mou/{about.mou.slug}/{about.edition.number}", ()
    if about.person.id in receipts.signers(about.session, event.id):
        attached = _attached(about, copy, about.edition)
        lines += _kept(bool(attached), f"{address}.json", f"{about.origin}/verify.html")
    return Words(
        f"{subject}: {about.title}", first, lines, address, "The public copy", "you take part in this agreement.",
        details=[("Head of the text (SHA-256)", event.head)], attached=attached,
    )  # fmt: skip


def _attached(about: Subject, copy: PublicCopy, edition: Edition) -> tuple[Attached, ...]:
    content = on_the_web(about.session, copy)
    name = f"{about.mou.slug if about.mou else 'agreement'}-{edition.number}.json"
    return (Attached(name, "application/json", content),) if len(content) <= MOST_ATTACHED else ()


def _kept(attached: bool, package: str, page: str) -> list[str]:
    where = "The package is attached" if attached else f"The package is too large for a letter: {package}"
    return [
        f"You signed for this with your own key. {where}. Please keep it: with it you can show later what was signed, also where we are gone.",
        f"The page that checks it works from your own disk: {page}",
    ]


LETTERS = {"published": published}
