"""What every page about an edition begins with: its head, what the reader may do there, and what its forms offer."""

from collections.abc import Sequence
from typing import Any

from workflow.core.bodies import WRITABLE
from workflow.core.lifecycle import COMMENTABLE, EDITABLE, IN_WORDS, Status
from workflow.core.people import Actor
from workflow.core.permissions import Case, may
from workflow.core.routing import Turn, status_sentence
from workflow.review.ground import Ground
from workflow.review.route.queries import Review, has_seat
from workflow.review.threads import queries as threads
from workflow.review.turns.queries import turn_value

CHOICES = {
    "kinds": [list(pair) for pair in threads.KINDS.items()],
    "answers": [list(pair) for pair in threads.ANSWERS.items()],
    "visibilities": [list(pair) for pair in threads.VISIBILITIES.items()],
}
"""What the forms offer, as value and words."""


def head(ground: Ground, waiting: Sequence[Turn], actor: Actor) -> dict[str, Any]:
    """The head of every page about this edition: what it is, in what state, whose turn it is, until when."""
    edition, revision = ground.edition, ground.revision
    mine = next((turn for turn in waiting if turn.person_id == actor.person_id), None)
    return {
        "edition": {
            "id": edition.id,
            "number": edition.number,
            "title": edition.title,
            "status": edition.status,
            "status_words": IN_WORDS[ground.status],
            "source": edition.source,
        },
        "mou": {"id": ground.mou.id, "slug": ground.mou.slug, "title": ground.mou.title},
        "timezone": ground.mou.timezone,
        "parties": [{"id": p.id, "name": p.legal_name, "kind": p.kind, "listed": p.id in ground.listed} for p in ground.parties],
        "revision": {"id": revision.id, "number": revision.number, "created": revision.created, "author": revision.author_name} if revision else None,
        "sentence": status_sentence(ground.status, waiting),
        "turns": [turn_value(ground, turn) for turn in waiting],
        "your_turn": turn_value(ground, mine) if mine else None,
    }  # fmt: skip


def powers(ground: Ground, state: Review, actor: Actor) -> dict[str, bool]:
    """What this actor may do here and now: which forms the page offers. The acts themselves ask again."""
    desk, status = ground.desk(), ground.status
    talking = status in COMMENTABLE
    return {
        "edit": status in EDITABLE and may("edition:edit", actor, desk),
        "circulate": status is Status.DRAFTING and may("edition:circulate", actor, desk),
        "comment": talking and may("edition:comment", actor, ground.commenters()),
        "internal": talking and bool(ground.side_of(actor)),
        "block": talking and not actor.guest_of and may("edition:comment", actor, ground.commenters()),
        "accept": status in EDITABLE and talking and may("edition:suggestion:accept", actor, desk),
        "dispose": talking and may("edition:dispose", actor, desk),
        "decide": status is Status.IN_REVIEW
        and may("edition:decide", actor, Case(seated=has_seat(state, actor))),
        "advance": state.stage is not None and may("edition:stage:advance", actor, desk),
        "read_notes": may("edition:note:carry", actor, ground.chamber()),
        "write_note": status in WRITABLE and may("edition:note:write", actor, ground.chamber()),
        "keep_lists": may("edition:list:keep", actor, desk),
        "invite_guest": talking and may("edition:guest:invite", actor, desk),
        "history": not actor.guest_of,
    }


def acting(state: Review, actor: Actor) -> dict[str, Any]:
    """For whom this actor speaks in the open stage, when that is not the actor alone; and what an approval says there."""
    seats = {seat.person_id: seat.name for seat in state.seats_of(actor.person_id)}
    lanes = {seat.lane for seat in state.seats_of(actor.person_id)}
    asks = [lane.asks for lane in state.stage.lanes if lane.asks and lane.id in lanes] if state.stage else []
    return {
        "for": [[one, "Myself" if one == actor.person_id else name] for one, name in seats.items()]
        if set(seats) - {actor.person_id}
        else [],
        "asks": asks,
    }
