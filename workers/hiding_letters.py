"""The letters about what the public sees. They name acts and addresses, never a word of what is hidden."""

from workers.words import Subject, Words

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


LETTERS = {"public_copy": changed}
