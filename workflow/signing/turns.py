"""Whose turn it is while a text is frozen: those who still have to adopt or sign, else those who run the agreement.

Where an order is set, those who sign later have no turn yet: they are written down beside the turns, with whom they wait for.
A turn that has to wait for its key says so (`keys.waiting_for`), and begins anew when the wait is over: then its letter goes out.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from workflow.core.lifecycle import Status
from workflow.core.people import SERVICE, Office
from workflow.core.routing import Turn
from workflow.drafting.models import Edition, MouParty
from workflow.parties.queries import holders
from workflow.review import ground
from workflow.review.turns import actions as review
from workflow.review.turns.actions import Waits
from workflow.review.turns.queries import runners
from workflow.signing import keys, matter, queries
from workflow.signing.corrections import queries as corrections
from workflow.signing.matter import Matter
from workflow.signing.models import SigningEvent
from workflow.signing.order import queue
from workflow.signing.paper import queries as paper
from workflow.signing.votes import queries as votes


def for_event(session: Session, case: Matter, at: datetime) -> None:
    """Set the turns that follow from the open event: adopting bodies first, then signatories; a decline stops it."""
    turns, later = _turns(session, case, at)
    _set(session, case, turns, at, later)


def settle(session: Session, party_id: str, at: datetime) -> list[tuple[str, int]]:
    """Somebody took or left an office of this party, or a key of it counts or does not count any more: every text it is to sign
    follows. Those editions, each with the hours that a key waits there. Safe to repeat."""
    found = session.exec(
        select(SigningEvent.id)
        .join(Edition, col(Edition.id) == col(SigningEvent.edition_id))
        .join(MouParty, col(MouParty.mou_id) == col(Edition.mou_id))
        .where(MouParty.party_id == party_id, SigningEvent.state == "open")
        .order_by(Edition.mou_id, Edition.id)
    ).all()
    cases = [matter.of_event(session, SERVICE, one, lock=True) for one in found]
    for case in cases:
        if case.frozen.state == "open":
            for_event(session, case, at)
    return [(case.edition.id, int(queries.manifest_of(case)["waiting_hours"])) for case in cases]


def _turns(session: Session, case: Matter, at: datetime) -> tuple[list[Turn], list[Waits]]:
    status = queries.signing_status(session, case)
    if status.declined:
        reason = f"{status.declined[0].title} declined to sign: reopen the text or withdraw the edition"
        people = holders(session, case.ground.listed, at)
        return runners(case.ground, people, reason, at, case.frozen.expires), []
    if case.edition.status == Status.ADOPTION and (refused := votes.not_adopted(session, case)):
        reason = f"{refused[0].name} did not adopt this text: reopen it with a reason or withdraw the edition"
        people = holders(session, case.ground.listed, at)
        return runners(case.ground, people, reason, at, case.frozen.expires), []
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
        sheets, on_paper = paper.asked(session, case), paper.allowed(case)
        order = queue.queue(session, case, status)
        for slot in status.missing:
            if slot.id in sheets:
                turns += _sheet(session, case, sheets[slot.id], at)
                continue
            reason = f"Sign for {case.party(slot.party_id).legal_name}"
            by_hand = slot.id in on_paper
            people = _people(session, case, slot.party_id, slot.title, slot.offices, reason, at, by_hand)
            if after := queue.after(session, case, order, slot.id, at):
                later += [
                    Waits(one.person_id, f"You sign for {case.party(slot.party_id).legal_name} {after}")
                    for one in people
                    if one.person_id
                ]
                continue
            since = queue.since(session, case, order, slot.id)
            turns += [replace(one, since=max(one.since, since)) for one in people]
    return turns, later


def for_review(session: Session, case: Matter, at: datetime) -> None:
    """After a reopening or an expiry the review says whose turn it is."""
    session.flush()
    review.refresh(session, ground.load(session, case.edition.id), at)


def clear(session: Session, case: Matter, at: datetime) -> None:
    """Nothing is left for people to do."""
    _set(session, case, [], at)


def _sheet(session: Session, case: Matter, asked: paper.Asked, at: datetime) -> list[Turn]:
    """A sheet that was signed by hand waits for one of these people."""
    since, due = at, case.frozen.expires
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
    by_hand: bool = False,
) -> list[Turn]:
    """Everybody who holds one of the offices today; where nobody does, the office itself waits for its holder. `by_hand`: where
    nobody has to wait for a key."""
    opened, due = case.frozen.opened, case.frozen.expires
    found = holders(session, [party_id], at, offices=frozenset(offices))
    if not found:
        return [Turn("", title, party_id, "", reason, opened, due)]
    waits = {} if by_hand else {one.person_id: keys.waiting_for(session, case, one, at) for one in found}
    return [
        Turn(one.person_id, one.name, party_id, one.office, reason + wait, opened if wait else at, due)
        for one in found for wait in (waits.get(one.person_id, ""),)
    ]  # fmt: skip


def _set(
    session: Session, case: Matter, turns: list[Turn], at: datetime, later: Iterable[Waits] = ()
) -> None:
    link = f"/signing-events/{case.event.id}" if case.event else ""
    review.set_turns(session, case.edition, turns, at=at, link=link, later=later)
