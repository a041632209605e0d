"""Everything the review does, by one name each: what pages, the demo, other rooms and the reactions call."""

from workflow.review.guests.actions import invite_guest
from workflow.review.ladder.actions import nudge
from workflow.review.places.actions import place_comments, relocate
from workflow.review.route.actions import advance, after_appointment, after_revision, circulate, refresh_seats
from workflow.review.threads.actions import dispose, open_thread, reopen, reply, withdraw
from workflow.review.turns.actions import set_turns
from workflow.review.verdicts.actions import give_verdict

__all__ = [
    "advance", "after_appointment", "after_revision", "circulate", "dispose", "give_verdict", "invite_guest",
    "nudge", "open_thread", "place_comments", "refresh_seats", "relocate", "reopen", "reply", "set_turns", "withdraw",
]  # fmt: skip
