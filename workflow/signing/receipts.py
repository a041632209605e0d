"""Receipts: every act that a key signs here has one, from the moment it is recorded.

Until a checkpoint covers it the receipt is pending, and the page says so; where witnesses are asked, until one of them has signed
that checkpoint. After that it is a file (C2SP tlog-proof) that its holder can check without us, also by the policy under
`/log/tlog-policy`: what was signed, on which text, and that it stands in the log (evidence/receipt.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.core.errors import NotFound, Refused
from workflow.core.people import Actor
from workflow.evidence import receipt as receipts
from workflow.evidence import tlog
from workflow.history import queries as history
from workflow.history import witnessing
from workflow.history.models import Event, LogEntry
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


def cards(session: Session, frozen: str, witnesses: Sequence[str] = ()) -> Cards:
    """The receipt of every act under a frozen text as its page shows it, by the act's event. No statement for each."""
    found = acts(session, frozen)
    standing = _standing(session, found, _covering(session, witnesses), bool(witnesses))
    return {
        act.event_id: {
            **vars(standing[act.event_id]),
            "link": act.link if standing[act.event_id].state == "in_the_log" else "",
        }
        for act in found
    }


def card(cards: Cards, event_id: int | None, decision: str) -> dict[str, Any]:
    """The receipt of one act. One that was signed while the page was being read has its own at the next look."""
    return cards.get(event_id or 0) or {**vars(_receipt(decision, 0, None, False)), "link": ""}


def _covering(session: Session, witnesses: Sequence[str]) -> str:
    """The newest checkpoint that a receipt can lead to, with the lines of the witnesses that it takes; empty while there is none."""
    if witnesses:
        return witnessing.newest_note(session, witnesses)
    newest = history.newest_checkpoint(session)
    return newest.note if newest else ""


def _standing(session: Session, found: list[Act], note: str, witnessed: bool) -> dict[int, Receipt]:
    size = tlog.body(note)[1] if note else 0
    rows = session.exec(
        select(LogEntry).where(col(LogEntry.event_id).in_([act.event_id for act in found]))
    ).all()
    places = {row.event_id: row.index for row in rows}
    return {act.event_id: _receipt(act.decision, size, places.get(act.event_id), witnessed) for act in found}


def _receipt(decision: str, size: int, index: int | None, witnessed: bool) -> Receipt:
    done = f"{DONE[decision]}. Recorded."
    if index is not None and index < size:
        by = ", signed by a witness" if witnessed else ""
        return Receipt("in_the_log", f"{done} In the log (checkpoint size {size}{by}).", index, size)
    waits = " until a witness has signed the log" if witnessed else ""
    return Receipt("pending", f"{done} Receipt pending{waits}.")


def file(session: Session, actor: Actor, event_id: str, place: str, witnesses: Sequence[str] = ()) -> str:
    """The receipt of one signed act as tlog-proof text. Raises NotFound, and Refused while it is pending.

    `witnesses`: those that the service asks (vkeys). Its own policy takes no receipt that none of them has signed.
    """
    case = of_event(session, actor, event_id)
    act = next((one for one in acts(session, case.frozen.id) if one.place == place), None)
    if act is None:
        raise NotFound("receipt")
    note = _covering(session, witnesses)
    found = _standing(session, [act], note, bool(witnesses))[act.event_id]
    if found.index is None or found.size is None:
        until = (
            "a witness has signed a checkpoint that covers it"
            if witnesses
            else "the next checkpoint covers it"
        )
        soon = "minutes" if witnesses else "seconds"
        raise Refused("Recorded. The receipt is pending.", f"It is there as soon as {until}: within {soon}.")
    said = receipts.extra(history.leaf_of(session.get_one(Event, act.event_id)), act.envelope)
    return tlog.tlog_proof(found.index, history.inclusion_proof(session, found.index, found.size), note, said)
