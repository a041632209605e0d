"""Saying, before the freeze, in which order the parties sign."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, delete

from workflow.core import signing_order
from workflow.core.errors import Invalid, Issue, Refused
from workflow.core.events import EventKind
from workflow.core.paper import CHOOSING
from workflow.core.people import Actor
from workflow.core.permissions import require
from workflow.core.signing_order import Order
from workflow.history import actions as history
from workflow.parties.models import Party
from workflow.signing import matter, slots
from workflow.signing.order import queries
from workflow.signing.order.models import SigningPlace


def choose(
    session: Session, actor: Actor, edition_id: str, *, order: str, parties: Sequence[str], at: datetime
) -> list[str]:
    """Any order, or these parties one after another. From the freeze on it stands in the manifest. Raises Invalid."""
    case = matter.of_edition(session, actor, edition_id, lock=True)
    require("edition:order:set", actor, case.ground.desk())
    if case.ground.status not in CHOOSING:
        raise Refused(
            "This text is frozen: in which order it is signed stands in it.", "Reopen it to change the order."
        )
    chosen = _read(slots.signing_parties(case.parties), order, parties)
    if chosen == queries.chosen(session, edition_id):
        return chosen
    session.connection().execute(delete(SigningPlace).where(SigningPlace.edition_id == edition_id))
    session.add_all(
        SigningPlace(
            edition_id=edition_id, party_id=party, position=position, person_id=actor.person_id, person_name=actor.name, at=at
        )
        for position, party in enumerate(chosen, start=1)
    )  # fmt: skip
    history.record(
        session, EventKind.ORDER_SET, actor=actor, at=at, mou_id=case.mou.id, edition_id=edition_id,
        detail={"parties": chosen},
    )  # fmt: skip
    session.flush()
    return chosen


def carry(session: Session, edition_id: str, following_id: str) -> None:
    """The next edition begins with the order of the last one, to be kept or changed before its freeze."""
    for row in queries.places(session, edition_id):
        session.add(SigningPlace(**row.model_dump() | {"edition_id": following_id}))


def _read(parties: Sequence[Party], order: str, chosen: Sequence[str]) -> list[str]:
    """The order as it was sent. Raises Invalid with everything to mend."""
    if order not in set(Order):
        words = "Say whether the parties sign in any order, or in the one that is set."
        raise Invalid([Issue("missing", words, field="order")])
    if order == Order.ANY:
        return []
    names = {party.id: party.legal_name for party in parties}
    found = signing_order.mistakes(list(names), chosen)
    if found:
        raise Invalid([_issue(place, kind, names, chosen) for place, kind in found.items()])
    return list(chosen)


def _issue(place: int, kind: str, names: dict[str, str], chosen: Sequence[str]) -> Issue:
    if kind == "twice":
        name = names[chosen[place - 1]]
        words = (
            f"{name} stands in an earlier place already, and signs once. Choose who signs as number {place}."
        )
    elif kind == "more":
        words = f"Only {len(names)} parties sign: there is no place {place}."
    else:
        words = f"Choose who signs as number {place}."
    return Issue(kind, words, field=f"place-{place}")
