"""Which approvals a change of the text outdates: named before it is saved.

1. An approval stands as long as the whole text reads as it did when it was given. A change outdates it, for the clauses
   that changed alone: its owner looks at those and at no others. Requests for changes stay.
2. Members of adopting bodies are never named or counted here: what they think before their meeting is theirs.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.approvals import Seat, Standing
from workflow.core.people import OFFICE_TITLES, Office, PartyKind
from workflow.drafting.concerns import concern
from workflow.drafting.models import Clause, Revision
from workflow.review.ground import Ground, load, texts
from workflow.review.route.queries import Review, differing, review


def standing_approvals(ground: Ground, state: Review) -> list[Seat]:
    """The approvals of the text as it is: what any change of its words outdates. Each person once."""
    return _once(
        ground,
        (seat for seats in state.seats.values() for seat in seats if seat.standing is Standing.APPROVED),
    )


def outdated_by(ground: Ground, state: Review, before: Mapping[str, Clause]) -> list[Seat]:
    """The approvals that stood on the text `before` and do not stand on the text of today."""
    return _once(
        ground,
        (
            seat
            for (stage, person), verdict in state.verdicts.items()
            for seat in state.seats.get(stage, ())
            if seat.person_id == person
            and seat.standing is Standing.OUTDATED
            and not differing(state.texts[verdict.revision_id], before)
        ),
    )


def _once(ground: Ground, seats: Iterable[Seat]) -> list[Seat]:
    bodies = ground.of_kinds([PartyKind.BODY])
    found: dict[str, Seat] = {}
    for seat in seats:
        if seat.party_id not in bodies:
            found.setdefault(seat.person_id, seat)
    return sorted(found.values(), key=lambda seat: (seat.name, seat.person_id))


def seat_value(ground: Ground, seat: Seat) -> dict[str, Any]:
    """Whose approval it is, as it is shown."""
    return {
        "name": seat.name,
        "office": OFFICE_TITLES[Office(seat.office)],
        "party": ground.name(seat.party_id),
    }


def in_words(ground: Ground, seats: Iterable[Seat]) -> str:
    """ "This outdates 2 approvals: Ann (Principal, Springfield High) and ..."; empty for none."""
    names = ["{name} ({office}, {party})".format(**seat_value(ground, seat)) for seat in seats]
    if not names:
        return ""
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    count = "an approval" if len(names) == 1 else f"{len(names)} approvals"
    return (
        f"This outdates {count}: {listed}. They will be asked to look at what changed, and at nothing else."
    )


@concern
def approvals_outdated(session: Session, revision: Revision, at: datetime) -> str:
    """What drafting asks of every revision before it is saved. Eight statements at most."""
    ground = load(session, revision.edition_id)
    state = review(session, ground, at)
    if not state.verdicts or revision.based_on is None:
        return ""
    return in_words(
        ground, outdated_by(ground, state, texts(session, [revision.based_on])[revision.based_on])
    )
