"""The letters about what the public sees. They name acts and addresses, never a word of what is hidden."""

from sqlmodel import select

from workers.words import Subject, Words
from workflow.publication.models import FormerCopy

DID = {
    "edition:redacted": "approved that parts of the text are hidden",
    "edition:released": "approved that hidden parts of the text are shown",
    "edition:withheld": "recorded an order by which parts of the text are withheld",
    "edition:removed": "took the public copy down",
    "edition:hiding:shown": "agreed that the whole text is published",
    "edition:hiding:refused": "refused a proposal about what the public sees",
}


def changed(about: Subject) -> Words:
    """Somebody decided what the public sees: the other side hears of it."""
    event = about.event
    return Words(
        f"What the public sees of {about.title}",
        f"{event.actor_name} ({event.actor_party}) {DID[event.kind]}.",
        ["The page says which parts, on which basis and by whose word."],
        f"{about.page}/public-copy", "See what was decided", "you help run this agreement.",
    )  # fmt: skip


def published(about: Subject) -> Words:
    """The public copy is there: for the first time, or anew because what is hidden has changed."""
    named = about.mou and about.edition
    address = f"{about.origin}/mou/{about.mou.slug}/{about.edition.number}" if named else about.origin
    again = about.edition and about.session.exec(
        select(FormerCopy.event_id).where(FormerCopy.edition_id == about.edition.id)
    ).first()  # fmt: skip
    subject, first = (
        ("A new public copy", "What is hidden has changed, and a new public copy is published.")
        if again
        else ("Signed and published", "Everyone required has signed, and the public copy is published.")
    )
    return Words(
        f"{subject}: {about.title}", first, ["Anyone can read it, download it and check the signatures without us."],
        address, "The public copy", "you take part in this agreement.",
    )  # fmt: skip


LETTERS = {"public_copy": changed, "published": published}
