"""Receipts: every act that a key signs here has one, from the moment it is recorded.

Until a checkpoint covers it the receipt is pending, and the page says so; where witnesses are asked, until one of them has signed
that checkpoint. After that it is a file (C2SP tlog-proof) that its holder can check without us, also by the policy under
`/log/tlog-policy`: what was signed, on which text, and that it stands in the log (evidence/receipt.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, col, select

from workflow.adapters.templates import moment
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
_SOON = "It is there as soon as the next checkpoint covers it: within seconds."
DONE = {"approval": "Signed", "decline": "Declined", "adoption": "Adopted", "correction": "Answered"}


class Act(NamedTuple):
    """One signed act: what it was, under which frozen text, at which place, and its event. Of an answer for a correction the place
    is its own id: places to answer in close when they are filled."""

    decision: str
    frozen: str
    place: str
    event_id: int
    envelope: dict[str, Any]
    at: datetime

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
        Act(one.decision, one.signing_event_id, one.slot, one.event_id or 0, one.envelope, one.at)
        for one in signed
    ]
    found += [
        Act("adoption", one.signing_event_id, event.detail["slot"], event.id or 0, one.envelope, one.at)
        for one, event in voted
    ]
    return found + [
        Act("correction", one.signing_event_id, one.id, one.event_id or 0, one.envelope, one.at)
        for one in answered
    ]


def cards(session: Session, frozen: str, witnesses: Sequence[str] = (), zone: str = "UTC") -> Cards:
    """The receipt of every act under a frozen text as its page shows it, by the act's event. No statement for each. `zone`: in
    which it is told since when one waits.
    """
    found = acts(session, frozen)
    standing = _standing(session, found, _covering(session, witnesses), witnesses, zone)
    return {
        act.event_id: {
            **vars(standing[act.event_id]),
            "link": act.link if standing[act.event_id].state == "in_the_log" else "",
        }
        for act in found
    }


def card(cards: Cards, event_id: int | None, decision: str) -> dict[str, Any]:
    """The receipt of one act. One that was signed while the page was being read has its own at the next look."""
    return cards.get(event_id or 0) or {**vars(Receipt("pending", _pending(decision))), "link": ""}


def pending(cards: Cards) -> bool:
    """Whether any of these is still to come: its page then looks for it."""
    return any(one["state"] == "pending" for one in cards.values())


def mark(frozen_state: str, cards: Cards) -> str:
    """Changes whenever somebody signs, a receipt arrives or the text is closed: what an open page asks for. It says no more."""
    return f"{frozen_state}-{len(cards)}-{sum(one['state'] == 'in_the_log' for one in cards.values())}"


def version(session: Session, actor: Actor, event_id: str, witnesses: Sequence[str] = ()) -> str:
    """The same, for an open page. Raises NotFound."""
    case = of_event(session, actor, event_id)
    return mark(case.frozen.state, cards(session, case.frozen.id, witnesses))


def awaited(witnesses: Sequence[str]) -> str:
    """Whose signature under the log a receipt waits for: "the witness library.example"."""
    names = [key.partition("+")[0] for key in witnesses]
    return f"the witness {names[0]}" if len(names) == 1 else f"one of the witnesses {', '.join(names)}"


def _covering(session: Session, witnesses: Sequence[str]) -> str:
    """The newest checkpoint that a receipt can lead to, with the lines of the witnesses that it takes; empty while there is none."""
    if witnesses:
        return witnessing.newest_note(session, witnesses)
    newest = history.newest_checkpoint(session)
    return newest.note if newest else ""


def _standing(
    session: Session, found: list[Act], note: str, witnesses: Sequence[str], zone: str
) -> dict[int, Receipt]:
    size = tlog.body(note)[1] if note else 0
    rows = session.exec(
        select(LogEntry).where(col(LogEntry.event_id).in_([act.event_id for act in found]))
    ).all()
    places = {row.event_id: row.index for row in rows}
    return {act.event_id: _receipt(act, size, places.get(act.event_id), witnesses, zone) for act in found}


def _receipt(act: Act, size: int, index: int | None, witnesses: Sequence[str], zone: str) -> Receipt:
    if index is not None and index < size:
        by = ", signed by a witness" if witnesses else ""
        words = f"{DONE[act.decision]}. Recorded. In the log (checkpoint size {size}{by})."
        return Receipt("in_the_log", words, index, size)
    if not witnesses:
        return Receipt("pending", _pending(act.decision))
    waits = f": since {moment(act.at, zone)} it waits for {awaited(witnesses)} to sign the log"
    return Receipt("pending", _pending(act.decision, waits))


def _pending(decision: str, waits: str = "") -> str:
    return f"{DONE[decision]}. Recorded. Receipt pending{waits}."


def file(session: Session, actor: Actor, event_id: str, place: str, witnesses: Sequence[str] = ()) -> str:
    """The receipt of one signed act as tlog-proof text. Raises NotFound, and Refused while it is pending.

    `witnesses`: those that the service asks (vkeys). Its own policy takes no receipt that none of them has signed.
    """
    case = of_event(session, actor, event_id)
    act = next((one for one in acts(session, case.frozen.id) if one.place == place), None)
    if act is None:
        raise NotFound("receipt")
    note = _covering(session, witnesses)
    found = _standing(session, [act], note, witnesses, case.mou.timezone)[act.event_id]
    if found.index is None or found.size is None:
        soon = f"It is there as soon as {awaited(witnesses)} has signed the log." if witnesses else _SOON
        raise Refused(found.words, f"{soon} Look again then: nothing has to be signed once more.")
    said = receipts.extra(history.leaf_of(session.get_one(Event, act.event_id)), act.envelope)
    return tlog.tlog_proof(found.index, history.inclusion_proof(session, found.index, found.size), note, said)
