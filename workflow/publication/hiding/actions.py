"""Proposing what the public does not see, and answering without a key: refuse, take back, say what stays public, take down.

Acts that end in a signed statement are approved in `approving`. Everything locks the agreement's stream first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from workflow.adapters.templates import day
from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.hiding import (
    APPROVING,
    IN_WORDS,
    STATEMENT_OF,
    TWO_SIDES,
    Copy,
    Kind,
    no_second,
    part_in_words,
    review_problem,
)
from workflow.core.people import SERVICE, Actor
from workflow.core.permissions import require
from workflow.core.routing import Turn
from workflow.drafting.hidden.models import HiddenPart, Proposal
from workflow.history import actions as history
from workflow.parties.queries import holders, local_day
from workflow.parties.words import Typed
from workflow.publication.hiding import queries
from workflow.publication.models import Tombstone
from workflow.review.turns.actions import set_turns
from workflow.review.turns.queries import runners
from workflow.signing import matter, record
from workflow.signing.matter import Matter

PAGE = "/editions/{}/public-copy"
_AGAIN = "Open the page once more: it shows how things stand."


@dataclass(frozen=True)
class Sheet:
    """What somebody proposes, as typed. `basis` is the legal basis, or the reason of a release or a removal."""

    kind: str
    parts: Sequence[str] = ()
    basis: str = ""
    contact: str = ""
    review: str = ""
    authority: str = ""
    reference: str = ""
    ordered: str = ""


def stand(session: Session, actor: Actor, edition_id: str, *, lock: bool = True) -> tuple[Matter, Copy]:
    """The edition with its frozen text, and how its public copy stands. Raises NotFound for those who take no part."""
    case = matter.of_edition(session, actor, edition_id, lock=lock)
    if actor.guest_of or case.event is None or case.event.state != "executed":
        raise NotFound("public copy")
    parts = queries.parts_of(session, case.event.revision_id)
    rows = queries.proposals(session, edition_id)
    return case, queries.copy_of(case.edition, case.event, rows, parts)


def propose(session: Session, actor: Actor, edition_id: str, sheet: Sheet, *, at: datetime) -> Proposal:
    """Put an act about the public copy before a second person. Raises Invalid with everything to mend, Refused."""
    case, copy = stand(session, actor, edition_id)
    require("edition:public:propose", actor, case.ground.desk())
    kind = Kind(sheet.kind) if sheet.kind in set(Kind) else None
    if kind not in copy.kinds:
        raise Refused("This cannot be done about the public copy now.", _AGAIN)
    if any(row.state == "waiting" for row in queries.proposals(session, edition_id)):
        raise Refused("Another proposal about the public copy waits already.", "Approve or refuse it first.")
    row = _read(sheet, kind, copy, local_day(case.mou.timezone, at))
    row.edition_id, row.created = edition_id, at
    row.person_id, row.person_name = actor.person_id, actor.name
    row.party_id = case.ground.side_of(actor)
    session.add(row)
    session.flush()
    _event(session, EventKind.HIDING_PROPOSED, actor, case, row, at)
    _ask_second(session, case, row, at)
    return row


def _read(sheet: Sheet, kind: Kind, copy: Copy, today: date) -> Proposal:
    typed = Typed()
    row = Proposal(edition_id="", kind=kind, person_id="", person_name="", party_id="", created=datetime.min)
    choices = copy.choices(kind)
    row.parts = [name for name in choices if name in set(sheet.parts)]
    if choices and not row.parts:
        typed.wrong("parts", "Choose at least one part of the text.", "missing")
    if kind is not Kind.SHOW:
        label = "The legal basis" if kind is Kind.HIDE else "The reason"
        row.basis = typed.words("basis", label, sheet.basis, most=2000)
    if kind in (Kind.HIDE, Kind.WITHHOLD):
        row.review = typed.day("review", "The review date", sheet.review)
        if row.review and (problem := review_problem(row.review, today)):
            typed.wrong("review", problem)
    if kind in (Kind.HIDE, Kind.WITHHOLD, Kind.REMOVE):
        row.contact = typed.line("contact", "Where records are asked for", sheet.contact)
    if kind is Kind.WITHHOLD:
        row.authority = typed.line("authority", "Who gave the order", sheet.authority)
        row.reference = typed.line("reference", "Its number or reference", sheet.reference)
        row.ordered = typed.day("ordered", "The day of the order", sheet.ordered)
        if row.ordered and row.ordered > today:
            typed.wrong("ordered", "The order lies ahead: it is followed after it was given.")
    typed.settle()
    return row


def _event(
    session: Session, kind: EventKind, actor: Actor, case: Matter, row: Proposal, at: datetime
) -> None:
    """A private event: it names the proposal and no words."""
    history.record(
        session, kind, actor=actor, at=at, mou_id=case.mou.id, edition_id=case.edition.id, subject_id=row.id,
        detail={"kind": str(row.kind)},
    )  # fmt: skip


def _ask_second(session: Session, case: Matter, row: Proposal, at: datetime) -> None:
    """It is the turn of those who may approve: for an act of both sides, of the other side."""
    reason = f"Approve or refuse: {IN_WORDS[Kind(row.kind)][:1].lower()}{IN_WORDS[Kind(row.kind)][1:]}"
    turns = [
        Turn(one.person_id, one.name, one.party_id, one.office, reason, at, None)
        for one in holders(session, sorted(case.ground.running), at, offices=APPROVING)
        if one.person_id != row.person_id
        and not (Kind(row.kind) in TWO_SIDES and case.ground.side(one.party_id) == row.party_id)
    ]
    set_turns(session, case.edition, turns, at=at, link=PAGE.format(case.edition.id))


def waiting(session: Session, edition_id: str, proposal_id: str) -> Proposal:
    """The proposal, while it waits. Raises NotFound, and Refused once it is decided."""
    row = session.get(Proposal, proposal_id)
    if row is None or row.edition_id != edition_id:
        raise NotFound("proposal")
    session.refresh(row)
    if row.state != "waiting":
        raise Refused(f"This was {row.state} by {row.decided_name} already.", _AGAIN)
    return row


def second(actor: Actor, case: Matter, row: Proposal) -> None:
    """Whether this person can be the second one. Raises Forbidden, Refused."""
    require("edition:public:approve", actor, case.ground.desk())
    sides = case.ground.sides_of(actor)
    no = no_second(Kind(row.kind), row.person_id, {row.party_id}, actor.person_id, sides)
    if no:
        raise Refused(no)


def decide(row: Proposal, state: str, actor: Actor, at: datetime) -> None:
    """Write down who decided, and how."""
    row.state, row.decided, row.decided_by = state, at, actor.person_id
    row.decided_name, row.decided_party = actor.name, actor.party_name


def refuse(
    session: Session, actor: Actor, edition_id: str, proposal_id: str, *, words: str, at: datetime
) -> Proposal:
    """Say no, with the reason; who proposed it can take it back in the same way."""
    case, copy = stand(session, actor, edition_id)
    row = waiting(session, edition_id, proposal_id)
    if row.person_id != actor.person_id:
        require("edition:public:approve", actor, case.ground.desk())
    typed = Typed()
    row.words = typed.words("words", "The reason", words, most=1000)
    typed.settle()
    decide(row, "refused", actor, at)
    _event(session, EventKind.HIDING_REFUSED, actor, case, row, at)
    settle(session, case, copy, at)
    return row


def confirm(session: Session, actor: Actor, edition_id: str, proposal_id: str, *, at: datetime) -> Proposal:
    """Approve what needs no statement: that the whole text is published, or that the public copy is taken down."""
    case, copy = stand(session, actor, edition_id)
    row = waiting(session, edition_id, proposal_id)
    if Kind(row.kind) in STATEMENT_OF:
        raise Refused("This is approved with your own key.", _AGAIN)
    second(actor, case, row)
    decide(row, "approved", actor, at)
    if row.kind == Kind.SHOW:
        _event(session, EventKind.HIDING_SHOWN, actor, case, row, at)
    else:
        row.event_id = record.public(session, EventKind.EDITION_REMOVED, actor, case, at).id
        session.merge(Tombstone(edition_id=edition_id, words=_epitaph(case, row), at=at))
    session.flush()
    settle(session, case, copy, at, decided=True)
    return row


def _epitaph(case: Matter, row: Proposal) -> str:
    when = day(local_day(case.mou.timezone, row.decided or row.created))
    who = f"{row.person_name} ({case.ground.name(row.party_id)}) and {row.decided_name} ({row.decided_party})"
    return f"The public copy was taken down on {when} by {who}. {row.basis} Ask for records: {row.contact}"


def settle(session: Session, case: Matter, copy: Copy, at: datetime, *, decided: bool = False) -> None:
    """Whose turn it is after a decision: of nobody, or of those who run it while publication still waits."""
    if copy.waits and not decided:
        ask(session, case, "Say what stays hidden before the text is published", at)
    else:
        set_turns(session, case.edition, [], at=at)


def ask(session: Session, case: Matter, reason: str, at: datetime) -> None:
    """It is the turn of those who run the agreement."""
    people = holders(session, [party.id for party in case.ground.parties], at)
    turns = runners(case.ground, people, reason, at)
    set_turns(session, case.edition, turns, at=at, link=PAGE.format(case.edition.id))


def ask_before_publication(session: Session, edition_id: str, *, at: datetime) -> None:
    """Everyone has signed, and parts may be hidden: somebody has to say which. Asked once."""
    case, copy = stand(session, SERVICE, edition_id)
    asked = any(row for row in queries.proposals(session, edition_id))
    if copy.waits and not asked and not queries.asked(session, edition_id):
        _service_event(session, EventKind.HIDING_ASKED, case, at)
        ask(session, case, "Say what stays hidden before the text is published", at)


def ask_again(session: Session, edition_id: str, *, at: datetime) -> None:
    """The review day of something hidden has come: it is looked at again. Doing it again changes nothing."""
    case, copy = stand(session, SERVICE, edition_id)
    today = local_day(case.mou.timezone, at)
    late = [row.part for row in queries.hidden_parts(session, edition_id) if row.review <= today]
    if not late or any(row.state == "waiting" for row in queries.proposals(session, edition_id)):
        return
    _service_event(session, EventKind.HIDING_DUE, case, at)
    names = ", ".join(part_in_words(name) for name in copy.parts if name in late)
    ask(session, case, f"Look again at what is hidden: {names}", at)


def _service_event(session: Session, kind: EventKind, case: Matter, at: datetime) -> None:
    history.record(session, kind, actor=SERVICE, at=at, mou_id=case.mou.id, edition_id=case.edition.id)


def write_hidden(session: Session, edition_id: str, row: Proposal, parts: dict[str, bool]) -> None:
    """The rows of what is hidden now, after an approved act."""
    for there in queries.hidden_parts(session, edition_id):
        session.delete(there)
    session.flush()
    found = queries.hidden(queries.proposals(session, edition_id), parts).grounds
    session.add_all(
        HiddenPart(
            edition_id=edition_id, part=name, proposal_id=row.id, review=date.fromisoformat(ground.review)
        )
        for name, ground in found.items()
    )
    session.flush()
