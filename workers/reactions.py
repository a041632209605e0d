"""All consequences on one page: what each kind of event leads to.

A reaction looks at the event and answers with work, each under a key that makes a repeat harmless. No reaction does
anything itself: if we crash between the event and its work, the event is still undispatched and comes round again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session

from workers import neighbours, party_letters, recipients, service_letters, succession_letters
from workers.digests import DAILY
from workflow.core.events import EventKind
from workflow.core.lifecycle import Status
from workflow.drafting.models import Edition
from workflow.history.models import Event
from workflow.parties.absences.queries import begins, ends
from workflow.parties.models import Deputy, Party
from workflow.review.window import queries as window
from workflow.review.window.models import CommentWindow
from workflow.signing import stamping


@dataclass(frozen=True)
class Consequence:
    """One piece of work that follows. `payload` holds ids alone: no words, no secrets."""

    key: str
    task: str
    payload: dict[str, str] = field(default_factory=dict)
    delay: timedelta = timedelta(0)


FROZEN = frozenset({Status.FROZEN, Status.ADOPTION, Status.SIGNING})
"""While a text is signed its turns are told at once."""

Reaction = Callable[[Session, Event], list[Consequence]]
To = Callable[[Session, Event], list[str]]


def letter(name: str, to: To) -> Reaction:
    """Tell these people, one each: at once, or in the day's letter."""

    def react(session: Session, event: Event) -> list[Consequence]:
        return [
            Consequence(
                f"letter.{name}.{event.id}.{person}", "notice" if name in DAILY else "letter",
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
    edition = session.get(Edition, edition_id)
    signing = edition is not None and edition.status in FROZEN
    return [
        Consequence(
            f"letter.your_turn.{edition_id}.{turn.person_id}.{turn.since:%Y%m%dT%H%M%S.%f}", "letter" if signing else "notice",
            {"letter": "your_turn", "event": str(event.id), "person": turn.person_id, "edition": edition_id},
        )
        for turn in recipients.whose_turn(session, edition_id)
        if (turn.person_id != event.actor_id or turn.since > event.at) and (since is None or turn.since >= since)
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


def settle_deputy(session: Session, event: Event) -> list[Consequence]:
    """Turns follow a deputy now, when the first day begins, and when the last one is over: it begins and ends by itself."""
    deputy = session.get_one(Deputy, event.detail["deputy"])
    zone = session.get_one(Party, deputy.party_id).timezone
    moments = {"now": event.at, "begins": begins(deputy, zone), "ends": ends(deputy, zone)}
    return [
        Consequence(
            f"seats.{event.id}.{name}", "seats", {"party": event.party_id or "", "event": str(event.id)},
            max(when - event.at, timedelta(0)),
        )
        for name, when in moments.items()
    ]  # fmt: skip


def publish(session: Session, event: Event) -> list[Consequence]:
    return [Consequence(f"publish.{event.edition_id}", "publish", {"edition": event.edition_id or ""})]


def stamp(session: Session, event: Event) -> list[Consequence]:
    """Independent time for a signed statement; the task finds nothing to do where no authority is configured."""
    return [Consequence(stamping.key_of(event.id or 0), stamping.TASK, {"event": str(event.id)})]


def schedule_review(session: Session, event: Event) -> list[Consequence]:
    return [Consequence(f"schedule.{event.id}", "schedule_review", {"edition": event.edition_id or ""})]


def the_subject(session: Session, event: Event) -> list[str]:
    return [event.subject_id] if event.subject_id else []


def with_the_subject(to: To) -> To:
    """These people, and whom it is about; each once, and never the one who acted."""

    def people(session: Session, event: Event) -> list[str]:
        found = dict.fromkeys([event.subject_id, *to(session, event)])
        return [person for person in found if person and person != event.actor_id]

    return people


def who_took_another_office(session: Session, event: Event) -> list[str]:
    """Whom it is about, unless he did it himself; a new holder of an office that signs has a letter of his own."""
    if succession_letters.takes_a_signing_office(event):
        return []
    return [one for one in the_subject(session, event) if one != event.actor_id]


def the_actor(session: Session, event: Event) -> list[str]:
    return [event.actor_id] if event.actor_id else []


def the_other_side(session: Session, event: Event) -> list[str]:
    """Those who run it, without the one who acted."""
    return [person for person in recipients.those_who_run_it(session, event) if person != event.actor_id]


def all_but_the_actor(session: Session, event: Event) -> list[str]:
    return [person for person in recipients.everyone(session, event) if person != event.actor_id]


def confirm_comment(session: Session, event: Event) -> list[Consequence]:
    """Ask somebody of the public to confirm the comment. The address is read when the letter is written."""
    return [
        Consequence(
            f"confirm.{event.subject_id}",
            "commenter_letter",
            {"letter": "confirm", "comment": event.subject_id},
        )
    ]


def tell_commenters(session: Session, event: Event) -> list[Consequence]:
    """The answer, to each of its group who asked to be told: once, whatever is answered later."""
    return [
        Consequence(f"answered.{comment}", "commenter_letter", {"letter": "answered", "comment": comment})
        for comment in window.waiting_for_answers(session, event.subject_id)
    ]


def clock_of_window(session: Session, event: Event) -> list[Consequence]:
    """Open it and close it to the second; the sweep comes by as well. The jobs look again."""
    row = session.get_one(CommentWindow, event.subject_id)
    return [
        Consequence(f"window.{what}.{row.id}.{when:%Y%m%dT%H%M%S}", f"{what}_window", {"window": row.id}, when - event.at)
        for what, when in (("open", row.opens), ("close", row.closes))
    ]  # fmt: skip


a_new_holder = (
    letter("new_holder", succession_letters.told),
    letter("welcome", succession_letters.newcomer),
)
"""An office that signs has a new holder: both sides hear of it, and the holder of what comes with it."""

REACTIONS: dict[EventKind, tuple[Reaction, ...]] = {
    EventKind.SERVICE_RESUMED: (letter("resumed", service_letters.keepers),),
    EventKind.LINK_REQUESTED: (letter("sign_in", the_subject),),
    EventKind.PERSON_INVITED: (letter("invitation", the_subject), *a_new_holder, settle_seats),
    EventKind.GUEST_INVITED: (letter("guest", the_subject),),
    EventKind.PARTY_FOUNDED: (
        letter("party_founded", neighbours.beside),
        letter("party_turn", party_letters.newly_called),
    ),
    EventKind.PARTY_ACCEPTED: (letter("party_accepted", neighbours.both),),
    EventKind.FOUNDING_BEGUN: (letter("party_turn", party_letters.registrars),),
    EventKind.KEY_MADE: (letter("party_turn", party_letters.registrars),),
    EventKind.KEY_CLAIMED: (letter("key_claimed", neighbours.registrars),),
    EventKind.KEY_VOUCHED: (letter("key_vouched", the_subject), letter("enrolment", neighbours.both)),
    EventKind.OBJECTION_RAISED: (letter("objection", with_the_subject(neighbours.both)),),
    EventKind.OBJECTION_ANSWERED: (letter("objection_answered", with_the_subject(neighbours.both)),),
    EventKind.OBJECTION_WITHDRAWN: (letter("objection_withdrawn", with_the_subject(neighbours.both)),),
    EventKind.KEY_LOST: (letter("key_lost", neighbours.registrars),),
    EventKind.KEY_REVOKED: (letter("key_revoked", with_the_subject(neighbours.both)),),
    EventKind.APPOINTMENT_RECORDED: (
        *a_new_holder,
        settle_seats,
        letter("party_turn", who_took_another_office),
    ),
    EventKind.APPOINTMENT_ENDED: (settle_seats,),
    EventKind.OFFICE_ENDED: (settle_seats, letter("office_ended", with_the_subject(neighbours.both))),
    EventKind.DEPUTY_NAMED: (settle_deputy,),
    EventKind.DEPUTY_ENDED: (settle_seats,),
    EventKind.MOU_STARTED: (settle_turns,),
    EventKind.MOU_RENAMED: (settle_turns,),
    EventKind.REVISION_MADE: (place_comments, settle_turns),
    EventKind.EDITION_CIRCULATED: (their_turn,),
    EventKind.STAGE_OPENED: (their_turn,),
    EventKind.LANE_PASSED: (their_turn,),
    EventKind.SEAT_REMINDED: (letter("reminder", the_subject),),
    EventKind.SEAT_ESCALATED: (their_turn,),
    EventKind.THREAD_OPENED: (letter("thread_opened", recipients.desk_of_the_thread),),
    EventKind.COMMENT_POSTED: (letter("comment", recipients.in_the_thread),),
    EventKind.THREAD_REOPENED: (letter("comment", recipients.in_the_thread), their_turn),
    EventKind.THREAD_DISPOSED: (letter("answered", recipients.in_the_thread), their_turn),
    EventKind.THREAD_WITHDRAWN: (their_turn,),
    EventKind.OBJECTION_ESCALATED: (letter("objection_escalated", recipients.those_who_run_it),),
    EventKind.OBJECTION_OVERRIDDEN: (letter("objection_set_aside", the_other_side),),
    EventKind.VERDICT_GIVEN: (their_turn,),
    EventKind.REVIEW_COMPLETED: (their_turn,),
    EventKind.WINDOW_PLANNED: (clock_of_window,),
    EventKind.WINDOW_EXTENDED: (clock_of_window,),
    EventKind.WINDOW_OPENED: (letter("window_opened", recipients.everyone), their_turn),
    EventKind.WINDOW_CLOSED: (letter("window_closed", recipients.those_who_run_it), their_turn),
    EventKind.WINDOW_CANCELLED: (letter("window_cancelled", all_but_the_actor), their_turn),
    EventKind.PUBLIC_SENT: (confirm_comment,),
    EventKind.PUBLIC_ANSWERED: (tell_commenters,),
    EventKind.EDITION_FROZEN: (their_turn,),
    EventKind.SIGNERS_WARNED: (letter("signer_warned", neighbours.late_signers),),
    EventKind.EDITION_SIGNED: (stamp, letter("receipt", the_actor), their_turn),
    EventKind.EDITION_DECLINED: (stamp, letter("declined", the_other_side), their_turn),
    EventKind.EDITION_ADOPTED: (stamp, letter("adopted", the_other_side), their_turn),
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
