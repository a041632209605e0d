"""Unsent comments as their author sees them: where each stands in the text of today, and what sending takes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.lifecycle import COMMENTABLE, FINISHED, IN_WORDS, SIGNED
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.drafting.models import Clause
from workflow.review.ground import Ground, find, texts
from workflow.review.head import CHOICES, acting, head, powers
from workflow.review.models import Thread
from workflow.review.places.queries import Asked, Standing, standings
from workflow.review.route.queries import Review, review
from workflow.review.threads.anchors import State
from workflow.review.threads.queries import KINDS
from workflow.review.unsent.queries import Row, one, own
from workflow.review.verdicts.queries import clause_name


def page(session: Session, actor: Actor, edition_id: str, *, at: datetime) -> dict[str, Any]:
    """Everything that waits, where it stands in the text of today, and what sending takes. Raises NotFound."""
    ground = find(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    rows = own(session, actor, edition_id)
    state = review(session, ground, at) if ground.status in COMMENTABLE else Review()
    return {
        **head(ground, (), actor),
        "unsent": _values(session, ground, rows),
        "may": powers(ground, state, actor),
        "acting": acting(state, actor),
        "closed": "" if ground.status in COMMENTABLE else closed(ground),
    }


def form(session: Session, actor: Actor, edition_id: str, unsent_id: str) -> dict[str, Any]:
    """One of them, to be changed. Raises NotFound."""
    ground = find(session, actor, edition_id)
    require("edition:comment", actor, ground.commenters())
    row = one(session, actor, edition_id, unsent_id)
    found = [other for other in own(session, actor, edition_id) if other.unsent.id == row.id]
    return {
        **head(ground, (), actor),
        "unsent": _values(session, ground, found)[0],
        "may": powers(ground, Review(), actor),
        "choices": CHOICES,
    }


def closed(ground: Ground) -> str:
    """What to do when comments are closed: nothing is lost, and whether it can still be sent."""
    over = ground.status in FINISHED | SIGNED
    way = (
        "Open the next edition when there is one, and write there what still matters."
        if over
        else "They can be sent when it is open for review: before that, when the draft is sent out; after the freeze, when it is "
        "reopened. If it cannot wait, write to those who run the agreement."
    )
    return f"This edition is {IN_WORDS[ground.status]}, so comments are closed. What you wrote is kept here. {way}"


def _values(session: Session, ground: Ground, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """As they are shown. Anchors are followed into the text of today as those of threads are."""
    known = texts(session, [ground.edition.revision_id or ""])
    where = standings(session, ground, [_asked(row) for row in rows], known)
    now = known.get(ground.edition.revision_id or "", {})
    return [_value(ground, row, where[row.unsent.id], now) for row in rows]


def _asked(row: Row) -> Asked:
    """The thread it would be, for those who work out places; it is never stored."""
    one = row.unsent
    thread = Thread(
        id=one.id, edition_id=one.edition_id, number=0, author_id=one.person_id, revision_id=one.revision_id,
        clause_key=one.clause_key, selector=one.selector, created=one.created,
    )  # fmt: skip
    return Asked(thread, row.revision)


def _value(ground: Ground, row: Row, standing: Standing, now: Mapping[str, Clause]) -> dict[str, Any]:
    one, place = row.unsent, standing.place
    here = now.get(place.clause)
    return {
        "id": one.id,
        "reply_to": row.thread.number if row.thread else 0,
        "kind": one.kind,
        "kind_words": KINDS.get(one.kind, one.kind),
        "blocking": one.blocking,
        "basis": one.basis,
        "visibility": one.visibility,
        "visibility_words": dict(CHOICES["visibilities"]).get(one.visibility, one.visibility),
        "words": one.words,
        "clause": place.clause,
        "clause_name": clause_name(here) if here else "",
        "revision": row.revision,
        "quote": one.selector.get("exact", ""),
        "anchor": {
            "state": str(place.state), "clause": place.clause, "last_seen": standing.last_seen, "chosen_by": "",
            "text": here.text[place.start : place.end] if here and place.end else "",
            "old_text": (row.old or "") if place.state is not State.EXACT else "",
        },
        "changed": one.changed,
        "link": f"{ground.link}/unsent/{one.id}",
    }  # fmt: skip
