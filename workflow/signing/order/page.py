"""What the page about the signing order says."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from workflow.core.errors import Issue
from workflow.core.paper import CHOOSING
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.core.signing_order import Order
from workflow.signing import matter, slots
from workflow.signing import queries as signing
from workflow.signing.order import queries, queue


def ordering(
    session: Session, actor: Actor, edition_id: str, *, typed: Sequence[str] = (), issues: Sequence[Issue] = ()
) -> dict[str, Any]:  # fmt: skip
    """Where those who run it set the order; others read it. `typed` and `issues`: what was sent and has to be mended."""
    case = matter.of_edition(session, actor, edition_id)
    planned = signing.planned(session, case)
    is_set = queue.is_set(case) if case.event else bool(queries.chosen(session, edition_id))
    parties = slots.signing_parties(case.parties)
    shown = list(typed) or [slot.party_id for slot in planned]
    return {
        "edition": {
            "id": edition_id, "number": case.edition.number, "title": case.edition.title, "link": case.ground.link,
        },
        "order": Order.SET if is_set else Order.ANY,
        "places": [[slot.party_id, slot.title] for slot in planned],
        "shown": [shown[place] if place < len(shown) else "" for place in range(len(parties))],
        "may_choose": case.ground.status in CHOOSING and may("edition:order:set", actor, case.ground.desk()),
        "frozen": case.event is not None,
        "issues": [{"code": one.code, "words": one.words, "field": one.field, "link": one.link} for one in issues],
    }  # fmt: skip
