"""The letters about what the public sees. They name acts and addresses, never a word of what is hidden."""

from sqlmodel import Session

from workers import recipients
from workers.words import Subject, Words
from workflow.history.models import Event
from workflow.publication.hiding import queries

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


def those_with_a_package(session: Session, event: Event) -> list[str]:
    """Whoever may take a party's own package, where it shows what the public copy may not."""
    private = queries.has_private(session, event.edition_id or "")
    return recipients.those_who_run_it(session, event) if private else []


def package(about: Subject) -> Words | None:
    """The parties' own packages can be taken, for the first time or in a new version; nothing once a later one is there."""
    newest = queries.private_version(about.session, about.event.edition_id or "")
    if newest is None or newest.id != about.event.id:
        return None
    first = about.event.kind == "edition:executed"
    return Words(
        f"Your party’s own package: {about.title}",
        "Everyone has signed, and your party’s own package can be downloaded."
        if first
        else "There is a new version of your party’s own package.",
        [
            "It shows every part of the text, also what the public does not see, and proves who signed it without this service.",
            "Sign in, download it, keep it where your party keeps its records, and say on the same page that you have it. "
            "It is never sent by mail.",
        ],
        f"{about.page}/public-copy#private", "Download it", "you help run this agreement.",
    )  # fmt: skip


LETTERS = {"public_copy": changed, "private_package": package}
