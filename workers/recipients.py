"""Who is told: the people behind an event. Returns person ids, each once, in a fixed order.

1. Those who run an agreement belong to its listed parties, never to an adopting body.
2. What is said in a thread goes to those who may read it: an internal thread never leaves its side, whoever spoke in it, and
   of an adopting body its clerk alone hears of it, and only of a thread that the clerk opened.
3. Asked twice: when the event is dispatched, and again when the letter is written. Who has left meanwhile gets nothing.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import Session, col, select

from workers import neighbours
from workflow.core.events import EventKind
from workflow.core.lifecycle import Status
from workflow.core.people import DESK_OFFICES, Office
from workflow.drafting.models import Edition, MouParty
from workflow.history.models import Event
from workflow.parties.models import Appointment, Party
from workflow.parties.observers.queries import watching
from workflow.parties.queries import holders
from workflow.review.ground import Ground, load, officers
from workflow.review.mentions.models import Mention
from workflow.review.models import Comment, Guest, Later, Thread, Turns

FROZEN = frozenset({Status.FROZEN, Status.ADOPTION, Status.SIGNING})
"""While a text is signed its turns are told at once."""
UNDER_WAY = FROZEN | {Status.IN_REVIEW, Status.PUBLIC_COMMENT}

OF_THREADS = frozenset({
    EventKind.THREAD_OPENED, EventKind.COMMENTS_SENT, EventKind.COMMENT_POSTED, EventKind.THREAD_DISPOSED, EventKind.THREAD_REOPENED,
    EventKind.OBJECTION_ESCALATED, EventKind.OBJECTION_OVERRIDDEN,
})  # fmt: skip


def _once(people: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(people))


def those_who_run_it(session: Session, event: Event) -> list[str]:
    """Everybody at the agreement's desk, on both sides."""
    return _desk(session, event.edition_id or "", event.at)


def _desk(session: Session, edition_id: str, at: datetime) -> list[str]:
    ground = load(session, edition_id)
    return _once(
        one.person_id for one in officers(session, ground, at, parties=ground.running, offices=DESK_OFFICES)
    )


def those_who_run_what_is_open(session: Session, event: Event) -> list[str]:
    """Those who run the agreements of the event's party that are in review or before their signatures."""
    party = session.get_one(Party, event.party_id)
    ours = [one for one in (party.id, party.parent_id) if one]
    editions = session.exec(
        select(Edition.id)
        .join(MouParty, col(MouParty.mou_id) == col(Edition.mou_id))
        .where(col(MouParty.party_id).in_(ours), col(Edition.status).in_(UNDER_WAY))
        .distinct()
        .order_by(Edition.id)
    ).all()
    return _once(person for edition in editions for person in _desk(session, edition, event.at))


def everyone(session: Session, event: Event) -> list[str]:
    """All who hold an office at the agreement's parties, the schools in its scope and the bodies that adopt it included."""
    ground = load(session, event.edition_id or "")
    return _once(one.person_id for one in holders(session, [party.id for party in ground.parties], event.at))


def whose_turn(session: Session, edition_id: str) -> list[Turns]:
    return list(session.exec(select(Turns).where(Turns.edition_id == edition_id).order_by(Turns.person_id)))


def whose_turn_is_later(session: Session, event: Event) -> list[str]:
    """Those who sign after others, while the text is signed one after another."""
    rows = select(Later.person_id).where(Later.edition_id == event.edition_id)
    return list(session.exec(rows.order_by(Later.person_id)))


def _thread(session: Session, event: Event) -> tuple[Ground, Thread]:
    return load(session, event.edition_id or ""), session.get_one(Thread, event.subject_id)


def _readers(ground: Ground, thread: Thread) -> frozenset[str]:
    """Rule 2: the parties whose people may read the thread."""
    return ground.members(thread.party_id or "") if thread.visibility == "party" else ground.reviewing


def desk_of_the_thread(session: Session, event: Event) -> list[str]:
    """Those who run the agreement and may read the thread: they have to answer it."""
    ground, thread = _thread(session, event)
    able = _readers(ground, thread) & ground.running
    desk = officers(session, ground, event.at, parties=able, offices=DESK_OFFICES)
    return _once(one.person_id for one in desk if one.person_id != event.actor_id)


def numbers_of(event: Event) -> list[int]:
    """The numbers of the threads an event of threads is about."""
    many = [*event.detail.get("threads", ()), *event.detail.get("replies", ())]
    return many or [event.detail["thread"]]


def whom_the_sent_concern(session: Session, event: Event) -> list[str]:
    """Of comments sent together: those who have to answer new ones, and those who spoke where there is a reply."""
    desk = desk_of_the_thread(session, event) if event.detail["threads"] else []
    spoken = session.exec(
        select(Comment.author_id)
        .distinct()
        .join(Thread, col(Thread.id) == col(Comment.thread_id))
        .where(
            Thread.edition_id == event.edition_id, col(Thread.number).in_(event.detail.get("replies", ())),
            Comment.author_id != event.actor_id,
        )
        .order_by(Comment.author_id)
    ).all()  # fmt: skip
    return _once([*desk, *(one for one in spoken if may_read_thread(session, event, one, event.at))])


def named(session: Session, event: Event) -> list[str]:
    """Whom the actor named in what was just said, if they may still read it."""
    numbers = numbers_of(event)
    found = session.exec(
        select(Mention.person_id)
        .distinct()
        .join(Comment, col(Comment.id) == col(Mention.comment_id))
        .join(Thread, col(Thread.id) == col(Mention.thread_id))
        .where(
            Thread.edition_id == event.edition_id, col(Thread.number).in_(numbers), Mention.at == event.at,
            Comment.author_id == event.actor_id,
        )
        .order_by(Mention.person_id)
    ).all()  # fmt: skip
    return [person for person in found if may_read_thread(session, event, person, event.at)]


def but_the_named(to: Callable[[Session, Event], list[str]]) -> Callable[[Session, Event], list[str]]:
    """These people, without those who are told of the same comment because they are named in it."""

    def people(session: Session, event: Event) -> list[str]:
        asked = set(named(session, event))
        return [person for person in to(session, event) if person not in asked]

    return people


def in_the_thread(session: Session, event: Event) -> list[str]:
    """Everyone who has spoken in the thread and may still read it, but not the one who just did."""
    spoken = session.exec(
        select(Comment.author_id)
        .distinct()
        .where(Comment.thread_id == event.subject_id, Comment.author_id != event.actor_id)
        .order_by(Comment.author_id)
    ).all()
    return [person for person in spoken if may_read_thread(session, event, person, event.at)]


def may_read_thread(session: Session, event: Event, person_id: str, at: datetime) -> bool:
    """Rule 2 for one person at one time: an officer of a party that may read it, or a guest where it is open to all."""
    ground, thread = _thread(session, event)
    readers = _readers(ground, thread)
    for one in officers(session, ground, at):
        own = one.office is Office.CLERK and one.party_id == thread.party_id
        if one.person_id == person_id and (one.party_id in readers or own):
            return True
    return thread.visibility != "party" and _is_guest(session, ground.edition.id, person_id)


def still_concerned(session: Session, event: Event, edition_id: str, person_id: str, at: datetime) -> bool:
    """Rule 3: whether this person is still who the letter was meant for. What somebody did himself, he is always told."""
    if event.actor_id == person_id:
        return True
    if EventKind(event.kind) in OF_THREADS:
        return may_read_thread(session, event, person_id, at)
    if edition_id:
        ground = load(session, edition_id)
        people = holders(session, [party.id for party in ground.parties], at)
        return (
            any(one.person_id == person_id for one in people)
            or _is_guest(session, edition_id, person_id)
            or watching(session, person_id, edition_id) is not None
        )
    if EventKind(event.kind) in neighbours.NOTICED:
        return neighbours.concerned(session, event, person_id, at)
    return _in_office(session, event.party_id, person_id, at)


def _is_guest(session: Session, edition_id: str, person_id: str) -> bool:
    found = select(Guest.id).where(Guest.edition_id == edition_id, Guest.person_id == person_id)
    return session.exec(found).first() is not None


def _in_office(session: Session, party_id: str | None, person_id: str, at: datetime) -> bool:
    """Holds an office at the party (or anywhere, for what concerns no party), or is about to. A day of grace for zones."""
    query = select(Appointment.id).where(
        Appointment.person_id == person_id,
        or_(
            col(Appointment.until_date).is_(None),
            col(Appointment.until_date) >= at.date() - timedelta(days=1),
        ),
    )
    if party_id:
        query = query.where(Appointment.party_id == party_id)
    return session.exec(query.limit(1)).first() is not None
