"""Whose turn it is while a text is frozen: those who still have to adopt or sign, else those who run the agreement.

Where an order is set, those who sign later have no turn yet: they are written down beside the turns, with whom they wait for.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from workflow.core.lifecycle import Status
from workflow.core.people import Office
from workflow.core.routing import Turn
from workflow.parties.queries import holders
from workflow.review import ground
from workflow.review.turns import actions as review
from workflow.review.turns.actions import Waits
from workflow.review.turns.queries import runners
from workflow.signing import queries
from workflow.signing.corrections import queries as corrections
from workflow.signing.matter import Matter
from workflow.signing.order import queue
from workflow.signing.paper import queries as paper


def for_event(session: Session, case: Matter, at: datetime) -> None:
    """Set the turns that follow from the open event: adopting bodies first, then signatories; a decline stops it."""
    status = queries.signing_status(session, case)
    if status.declined:
        reason = f"{status.declined[0].title} declined to sign: reopen the text or withdraw the edition"
        people = holders(session, case.ground.listed, at)
        _set(session, case, runners(case.ground, people, reason, at, case.frozen.expires), at)
        return
    turns: list[Turn] = []
    later: list[Waits] = []
    if case.edition.status == Status.ADOPTION:
        for place in corrections.waiting(session, case):
            reason = f"Answer for the correction for {case.party(place.party_id).legal_name}"
            turns += _people(session, case, place.party_id, place.title, place.offices, reason, at)
        over = corrections.carried(session, case)
        for body in queries.unadopted(session, case):
            if body.party_id in over:
                continue
            reason = f"Record the vote of {case.party(body.party_id).legal_name}"
            turns += _people(session, case, body.party_id, body.title, {Office.CLERK}, reason, at)
    else:
        sheets, order = paper.asked(session, case), queue.queue(session, case, status)
        for slot in status.missing:
            if slot.id in sheets:
                turns += _sheet(session, case, sheets[slot.id], at)
                continue
            reason = f"Sign for {case.party(slot.party_id).legal_name}"
            people = _people(session, case, slot.party_id, slot.title, slot.offices, reason, at)
            if after := queue.after(session, case, order, slot.id, at):
                later += [
                    Waits(one.person_id, f"You sign for {case.party(slot.party_id).legal_name} {after}")
                    for one in people
                    if one.person_id
                ]
                continue
            since = queue.since(session, case, order, slot.id)
            turns += [replace(one, since=since) for one in people]
    _set(session, case, turns, at, later)


def for_review(session: Session, case: Matter, at: datetime) -> None:
    """After a reopening or an expiry the review says whose turn it is."""
    session.flush()
    review.refresh(session, ground.load(session, case.edition.id), at)


def clear(session: Session, case: Matter, at: datetime) -> None:
    """Nothing is left for people to do."""
    _set(session, case, [], at)


def _sheet(session: Session, case: Matter, asked: paper.Asked, at: datetime) -> list[Turn]:
    """A sheet that was signed by hand waits for one of these people."""
    since, due = case.frozen.opened, case.frozen.expires
    found = holders(session, asked.parties, at, offices=asked.offices)
    if not found:
        return [Turn("", "Registrar", asked.parties[0], "", asked.reason, since, due)]
    return [
        Turn(one.person_id, one.name, one.party_id, one.office, asked.reason, since, due) for one in found
    ]


def _people(
    session: Session,
    case: Matter,
    party_id: str,
    title: str,
    offices: Iterable[Office],
    reason: str,
    at: datetime,
) -> list[Turn]:
    """Everybody who holds one of the offices today; where nobody does, the office itself waits for its holder."""
    since, due = case.frozen.opened, case.frozen.expires
    found = holders(session, [party_id], at, offices=frozenset(offices))
    if not found:
        return [Turn("", title, party_id, "", reason, since, due)]
    return [Turn(one.person_id, one.name, party_id, one.office, reason, since, due) for one in found]


def _set(
    session: Session, case: Matter, turns: list[Turn], at: datetime, later: Iterable[Waits] = ()
) -> None:
    link = f"/signing-events/{case.event.id}" if case.event else ""
    review.set_turns(session, case.edition, turns, at=at, link=link, later=later)
