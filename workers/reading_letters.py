"""Letters to those who are asked to confirm that they have read a text. A guest's carries a new link of the one edition."""

from sqlmodel import Session

from workers.words import Subject, Words
from workflow.core.events import EventKind
from workflow.core.people import Actor
from workflow.history.models import Event
from workflow.parties import links
from workflow.parties.models import Person
from workflow.parties.queries import actor_of
from workflow.review.acknowledgements import queries
from workflow.review.acknowledgements.models import ReadingList
from workflow.review.ground import load


def awaited(session: Session, event: Event) -> list[str]:
    """Whoever on the event's list has the turn."""
    row = session.get(ReadingList, event.subject_id)
    if row is None or row.ended is not None:
        return []
    ground = load(session, row.edition_id)
    return [
        one.person_id for one in queries.readers(session, ground, [row], "", event.at)[row.id] if one.turn
    ]


def asked_with_the_office(session: Session, event: Event) -> list[tuple[str, str]]:
    """(person, edition) for somebody who took an office that lists ask."""
    person = session.get(Person, event.subject_id)
    if person is None:
        return []
    found = queries.yours(session, actor_of(session, person, event.at))
    return [(person.id, edition) for edition in dict.fromkeys(one.id for _, one, _ in found)]


def acknowledge(about: Subject) -> Words | None:
    """What is asked of this person on this agreement, if anything still is."""
    if about.edition is None:
        return None
    actor = actor_of(about.session, about.person, about.at)
    guest = Actor(about.person.id, about.person.name, guest_of=about.edition.id)
    asked = queries.asked_here(about.session, actor, about.edition.id)
    by_link = not asked
    asked = asked or queries.asked_here(about.session, guest, about.edition.id)
    if not asked:
        return None
    link = f"{about.page}/acknowledgements"
    if by_link:
        secret = links.issue(
            about.session, about.person.id, "guest", at=about.at, edition_id=about.edition.id
        )
        link = f"{about.origin}/links/{secret}"
    late = about.event.kind == EventKind.READING_REMINDED
    return Words(
        f"{'Reminder: read' if late else 'Please read'} {about.title}", "Your turn: read the text, and confirm that you have.",
        [f"Asked of: {', '.join(one.title for one in asked)}.", "One press at the end of the text. It is no approval and no signature.",
         *(["You need no account. The page it opens has a line that leads there."] if by_link else [])],
        link, "Read it", "you are on a list of those who confirm having read it.", min(one.due for one in asked),
    )  # fmt: skip
