"""Receipts: every act that a key signs here has one, from the moment it is recorded.

Until a checkpoint covers it the receipt is pending, and the page says so. After that it is a file (C2SP tlog-proof) that
its holder can check without us: what was signed, on which text, and that it stands in the log (evidence/receipt.py).
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound, Refused
from workflow.core.people import Actor
from workflow.evidence import receipt as receipts
from workflow.evidence import tlog
from workflow.history import queries as history
from workflow.history.models import Checkpoint, Event, LogEntry
from workflow.signing.corrections.models import Answer
from workflow.signing.matter import of_event
from workflow.signing.models import Adoption, Signature

Cards = dict[int, dict[str, Any]]
DONE = {"approval": "Signed", "decline": "Declined", "adoption": "Adopted", "correction": "Answered"}


class Act(NamedTuple):
    """One signed act: what it was, under which frozen text, at which place, and its event. Of an answer for a correction the place
    is its own id: places to answer in close when they are filled."""

    decision: str
    frozen: str
    place: str
    event_id: int
    envelope: dict[str, Any]

    @property
    def link(self) -> str:
        return f"/signing-events/{self.frozen}/receipts/{self.place}"


@dataclass(frozen=True)
class Receipt:
    """Where one signed act stands in the log."""

    state: str
    words: str
    index: int | None = None
    size: int | None = None


def acts(session: Session, frozen: str) -> list[Act]:
    """Everything that was signed under a frozen text."""
    return _acts(session, "signing_event_id", frozen)


def signers(session: Session, frozen: str) -> set[str]:
    """Everybody whose key signed something under a frozen text."""
    events = [act.event_id for act in acts(session, frozen)]
    found = session.exec(select(Event.actor_id).where(col(Event.id).in_(events)))
    return {person for person in found if person}


def act_of(session: Session, event_id: int | None) -> Act | None:
    """The signed act that an event records; None where it records another one."""
    return next(iter(_acts(session, "event_id", event_id)), None) if event_id else None


def link_of(session: Session, event_id: int | None) -> str:
    """Where the receipt of the act that this event records is to be had."""
    act = act_of(session, event_id)
    return act.link if act else ""


def _acts(session: Session, column: str, wanted: str | int) -> list[Act]:
    signed = session.exec(select(Signature).where(getattr(Signature, column) == wanted))
    voted = session.exec(
        select(Adoption, Event)
        .join(Event, col(Event.id) == col(Adoption.event_id))
        .where(getattr(Adoption, column) == wanted)
    )
    answered = session.exec(select(Answer).where(getattr(Answer, column) == wanted))
    found = [
        Act(one.decision, one.signing_event_id, one.slot, one.event_id or 0, one.envelope) for one in signed
    ]
    found += [
        Act("adoption", one.signing_event_id, event.detail["slot"], event.id or 0, one.envelope)
        for one, event in voted
    ]
    return found + [
        Act("correction", one.signing_event_id, one.id, one.event_id or 0, one.envelope) for one in answered
    ]


def cards(session: Session, frozen: str) -> Cards:
    """The receipt of every act under a frozen text as its page shows it, by the act's event. No statement for each."""
    found = acts(session, frozen)
    standing = _standing(session, found)
    return {
        act.event_id: {
            **vars(standing[act.event_id]),
            "link": act.link if standing[act.event_id].index is not None else "",
        }
        for act in found
    }


def _standing(session: Session, found: list[Act]) -> dict[int, Receipt]:
    newest = history.newest_checkpoint(session)
    rows = session.exec(
        select(LogEntry).where(col(LogEntry.event_id).in_([act.event_id for act in found]))
    ).all()
    places = {row.event_id: row.index for row in rows}
    return {act.event_id: _receipt(act, newest, places.get(act.event_id)) for act in found}


def _receipt(act: Act, newest: Checkpoint | None, index: int | None) -> Receipt:
    done = f"{DONE[act.decision]}. Recorded."
    if newest is None or index is None or index >= newest.size:
        return Receipt("pending", f"{done} Receipt pending.")
    return Receipt("in_the_log", f"{done} In the log (checkpoint size {newest.size}).", index, newest.size)


def file(session: Session, actor: Actor, event_id: str, place: str) -> str:
    """The receipt of one signed act as tlog-proof text. Raises NotFound, and Refused while it is pending."""
    case = of_event(session, actor, event_id)
    act = next((one for one in acts(session, case.frozen.id) if one.place == place), None)
    if act is None:
        raise NotFound("receipt")
    index, newest = _standing(session, [act])[act.event_id].index, history.newest_checkpoint(session)
    if index is None or newest is None:
        raise Refused(
            "Recorded. The receipt is pending.",
            "It is there as soon as the next checkpoint covers it: within seconds.",
        )
    said = receipts.extra(history.leaf_of(session.get_one(Event, act.event_id)), act.envelope)
    return tlog.tlog_proof(index, history.inclusion_proof(session, index, newest.size), newest.note, said)
