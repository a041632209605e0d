"""All consequences on one page: what each kind of event leads to.

A reaction looks at the event and answers with work, each under a key that makes a repeat harmless. No reaction does
anything itself: if we crash between the event and its work, the event is still undispatched and comes round again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from workers import recipients
from workflow.core.events import EventKind
from workflow.history.models import Event


@dataclass(frozen=True)
class Consequence:
    """One piece of work that follows. `payload` holds ids alone: no words, no secrets."""

    key: str
    task: str
    payload: dict[str, str] = field(default_factory=dict)
    delay: timedelta = timedelta(0)


Reaction = Callable[[Session, Event], list[Consequence]]
To = Callable[[Session, Event], list[str]]


def letter(name: str, to: To) -> Reaction:
    """Write this letter to these people, one each."""

    def react(session: Session, event: Event) -> list[Consequence]:
        return [
            Consequence(
                f"letter.{name}.{event.id}.{person}", "letter",
                {"letter": name, "event": str(event.id), "person": person},
            )
            for person in to(session, event)
        ]  # fmt: skip

    return react


def turn_letters(
    session: Session, event: Event, edition_id: str, since: datetime | None = None
) -> list[Consequence]:
    """A letter to each whose turn it is on this edition (or has become since then), but not to the one who acted.

    The turn's own beginning is in the key: one letter a turn, however many events and tasks ask for it.
    """
    return [
        Consequence(
            f"letter.your_turn.{edition_id}.{turn.person_id}.{turn.since:%Y%m%dT%H%M%S.%f}", "letter",
            {"letter": "your_turn", "event": str(event.id), "person": turn.person_id, "edition": edition_id},
        )
        for turn in recipients.whose_turn(session, edition_id)
        if turn.person_id != event.actor_id and (since is None or turn.since >= since)
    ]  # fmt: skip


def their_turn(session: Session, event: Event) -> list[Consequence]:
    """Tell those whose turn it has become."""
    return turn_letters(session, event, event.edition_id or "")


def settle_turns(session: Session, event: Event) -> list[Consequence]:
    """A new text outdates verdicts: whose turn it is has to be worked out anew, and they have to hear of it."""
    return [
        Consequence(f"turns.{event.id}", "turns", {"edition": event.edition_id or "", "event": str(event.id)})
    ]


def place_comments(session: Session, event: Event) -> list[Consequence]:
    """A new text: where each comment stands in it is worked out once and kept."""
    return [Consequence(f"places.{event.id}", "places", {"edition": event.edition_id or ""})]


def settle_seats(session: Session, event: Event) -> list[Consequence]:
    return [
        Consequence(f"seats.{event.id}", "seats", {"party": event.party_id or "", "event": str(event.id)})
    ]


def publish(session: Session, event: Event) -> list[Consequence]:
    return [Consequence(f"publish.{event.edition_id}", "publish", {"edition": event.edition_id or ""})]


def schedule_review(session: Session, event: Event) -> list[Consequence]:
    return [Consequence(f"schedule.{event.id}", "schedule_review", {"edition": event.edition_id or ""})]


def the_subject(session: Session, event: Event) -> list[str]:
    return [event.subject_id] if event.subject_id else []


def the_actor(session: Session, event: Event) -> list[str]:
    return [event.actor_id] if event.actor_id else []


def the_other_side(session: Session, event: Event) -> list[str]:
    """Those who run it, without the one who acted."""
    return [person for person in recipients.those_who_run_it(session, event) if person != event.actor_id]


def all_but_the_actor(session: Session, event: Event) -> list[str]:
    return [person for person in recipients.everyone(session, event) if person != event.actor_id]


REACTIONS: dict[EventKind, tuple[Reaction, ...]] = {
    EventKind.LINK_REQUESTED: (letter("sign_in", the_subject),),
    EventKind.PERSON_INVITED: (letter("invitation", the_subject), settle_seats),
    EventKind.GUEST_INVITED: (letter("guest", the_subject),),
    EventKind.KEY_VOUCHED: (letter("key_vouched", the_subject),),
    EventKind.APPOINTMENT_RECORDED: (settle_seats,),
    EventKind.APPOINTMENT_ENDED: (settle_seats,),
    EventKind.OFFICE_ENDED: (settle_seats,),
    EventKind.MOU_STARTED: (settle_turns,),
    EventKind.REVISION_MADE: (place_comments, settle_turns),
    EventKind.EDITION_CIRCULATED: (their_turn,),
    EventKind.STAGE_OPENED: (their_turn,),
    EventKind.LANE_PASSED: (their_turn,),
    EventKind.THREAD_OPENED: (letter("thread_opened", recipients.desk_of_the_thread),),
    EventKind.COMMENT_POSTED: (letter("comment", recipients.in_the_thread),),
    EventKind.THREAD_REOPENED: (letter("comment", recipients.in_the_thread), their_turn),
    EventKind.THREAD_DISPOSED: (letter("answered", recipients.in_the_thread), their_turn),
    EventKind.THREAD_WITHDRAWN: (their_turn,),
    EventKind.VERDICT_GIVEN: (their_turn,),
    EventKind.REVIEW_COMPLETED: (their_turn,),
    EventKind.EDITION_FROZEN: (their_turn,),
    EventKind.EDITION_SIGNED: (letter("receipt", the_actor), their_turn),
    EventKind.EDITION_DECLINED: (letter("declined", the_other_side), their_turn),
    EventKind.EDITION_ADOPTED: (letter("adopted", the_other_side), their_turn),
    EventKind.EDITION_VOIDED: (settle_turns, letter("reopened", all_but_the_actor)),
    EventKind.EDITION_WITHDRAWN: (letter("withdrawn", all_but_the_actor),),
    EventKind.EDITION_EXECUTED: (publish,),
    EventKind.EDITION_PUBLISHED: (
        schedule_review,
        letter("published", recipients.everyone),
    ),
    EventKind.EDITION_OPENED: (letter("review_begun", recipients.everyone), their_turn),
    EventKind.REVIEW_REMINDED: (letter("review_reminder", recipients.those_who_run_it),),
    EventKind.OUTCOME_RECORDED: (letter("outcome", the_other_side),),
}
"""Kinds that are not here lead to nothing, on purpose."""


def consequences(session: Session, event: Event) -> list[Consequence]:
    """The work that follows from one event."""
    return [work for react in REACTIONS.get(EventKind(event.kind), ()) for work in react(session, event)]
