"""Letters to observers: the one with the link, and those they asked for."""

from sqlmodel import Session

from workers.words import Subject, Words
from workflow.core.events import EventKind
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.history.models import Event
from workflow.parties import links
from workflow.parties.observers.queries import told, watching

ASKED = "you asked for this letter as an observer. The link below ends it."


def asking(session: Session, event: Event) -> list[str]:
    """Observers who asked to hear of it when the text moves on."""
    return told(session, event.edition_id or "")


def link(about: Subject) -> Words | None:
    """The link that opens the one edition, while the person may observe it."""
    if about.edition is None or not watching(about.session, about.person.id, about.edition.id):
        return None
    secret = links.issue(about.session, about.person.id, "guest", at=about.at, edition_id=about.edition.id)
    return Words(
        f"To read along: {about.title}", f"You may read along: {about.title}.",
        ["You need no account. The link opens this one draft and the comments that all parties can read.",
         "Everybody who works on it sees that you read along. You cannot comment, and nobody waits for you."],
        f"{about.origin}/links/{secret}", "Read the draft", "you were named as an observer, or asked for this link.",
    )  # fmt: skip


def moved(about: Subject) -> Words | None:
    edition = about.edition
    if edition is None:
        return None
    row = watching(about.session, about.person.id, edition.id)
    if row is None or not row.tells:
        return None
    what = {
        EventKind.REVISION_MADE: "There is a new revision of the text.",
        EventKind.EDITION_FROZEN: "The text was frozen for signing.",
    }.get(EventKind(about.event.kind), "Everyone required has signed, and the public copy is published.")
    return Words(
        f"Moved on: {about.title}", what, [f"{about.title} is {IN_WORDS[Status(edition.status)]}."],
        f"{about.page}/observers", "See it, or end these letters", ASKED,
    )  # fmt: skip
