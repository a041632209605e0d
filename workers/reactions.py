"""All consequences on one page: what each kind of event leads to.

If we crash between an event and its work, the event is still undispatched and comes round again.
"""

from sqlmodel import Session

from workers import neighbours, party_letters, recipients
from workers.consequences import (
    Consequence,
    Reaction,
    a_link,
    a_new_holder,
    all_but_the_actor,
    asked,
    clock_of_window,
    confirm_comment,
    letter,
    moved,
    note_to_the_clerk,
    place_comments,
    publish,
    schedule_review,
    settle_deputy,
    settle_seats,
    settle_turns,
    stamp,
    tell_commenters,
    the_actor,
    the_other_side,
    the_subject,
    their_turn,
    who_took_another_office,
    with_the_subject,
)
from workflow.core.events import EventKind
from workflow.history.models import Event

REACTIONS: dict[EventKind, tuple[Reaction, ...]] = {
    EventKind.LINK_REQUESTED: (a_link,),
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
    EventKind.REVISION_MADE: (place_comments, settle_turns, moved),
    EventKind.EDITION_CIRCULATED: (their_turn,),
    EventKind.STAGE_OPENED: (their_turn,),
    EventKind.LANE_PASSED: (their_turn,),
    EventKind.SEAT_REMINDED: (letter("reminder", the_subject),),
    EventKind.SEAT_ESCALATED: (their_turn,),
    EventKind.THREAD_OPENED: (
        letter("thread_opened", recipients.but_the_named(recipients.desk_of_the_thread)),
        asked,
    ),
    EventKind.COMMENTS_SENT: (letter("comments_sent", recipients.whom_the_sent_concern), asked),
    EventKind.COMMENT_POSTED: (letter("comment", recipients.but_the_named(recipients.in_the_thread)), asked),
    EventKind.THREAD_REOPENED: (
        letter("comment", recipients.but_the_named(recipients.in_the_thread)),
        asked,
        their_turn,
    ),
    EventKind.THREAD_DISPOSED: (letter("answered", recipients.in_the_thread), their_turn),
    EventKind.THREAD_WITHDRAWN: (their_turn,),
    EventKind.OBJECTION_ESCALATED: (letter("objection_escalated", recipients.those_who_run_it),),
    EventKind.OBJECTION_OVERRIDDEN: (letter("objection_set_aside", the_other_side),),
    EventKind.OBSERVER_ADDED: (a_link,),
    EventKind.NOTE_WRITTEN: (note_to_the_clerk,),
    EventKind.VERDICT_GIVEN: (their_turn,),
    EventKind.REVIEW_COMPLETED: (their_turn,),
    EventKind.WINDOW_PLANNED: (clock_of_window,),
    EventKind.WINDOW_EXTENDED: (clock_of_window,),
    EventKind.WINDOW_OPENED: (letter("window_opened", recipients.everyone), their_turn),
    EventKind.WINDOW_CLOSED: (letter("window_closed", recipients.those_who_run_it), their_turn),
    EventKind.WINDOW_CANCELLED: (letter("window_cancelled", all_but_the_actor), their_turn),
    EventKind.PUBLIC_SENT: (confirm_comment,),
    EventKind.PUBLIC_ANSWERED: (tell_commenters,),
    EventKind.EDITION_FROZEN: (their_turn, moved),
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
        moved,
    ),
    EventKind.EDITION_OPENED: (letter("review_begun", recipients.everyone), their_turn),
    EventKind.REVIEW_REMINDED: (letter("review_reminder", recipients.those_who_run_it),),
    EventKind.OUTCOME_RECORDED: (letter("outcome", the_other_side),),
}
"""Kinds that are not here lead to nothing, on purpose."""


def consequences(session: Session, event: Event) -> list[Consequence]:
    """The work that follows from one event."""
    return [work for react in REACTIONS.get(EventKind(event.kind), ()) for work in react(session, event)]
