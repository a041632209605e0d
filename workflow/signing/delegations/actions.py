"""Agreeing, while the text is drafted, whom a body may let change it afterwards; and taking that back."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from workflow.core.correcting import DELEGATES, Change
from workflow.core.errors import NotFound, Refused
from workflow.core.events import EventKind
from workflow.core.lifecycle import COMMENTABLE, EDITABLE, IN_WORDS
from workflow.core.people import OFFICES_OF, Actor, PartyKind
from workflow.core.permissions import require
from workflow.history import actions as history
from workflow.parties.words import Typed
from workflow.signing import matter, slots
from workflow.signing.delegations import queries
from workflow.signing.delegations.models import Delegation
from workflow.signing.matter import Matter


@dataclass(frozen=True)
class Sheet:
    """What somebody proposes, as typed. `to`: a party's id and an office, `party:office`."""

    body: str
    to: str
    kind: str
    limit: str


def delegate(session: Session, actor: Actor, edition_id: str, sheet: Sheet, *, at: datetime) -> Delegation:
    """The manifest will say that a body may give this authority. Raises Invalid with everything to mend."""
    case = _open(session, actor, edition_id)
    typed = Typed()
    party_id, _, office = sheet.to.partition(":")
    if sheet.body not in {body.id for body in slots.bodies(case.parties)}:
        typed.wrong("body", "Choose the body that adopts the text.", "missing")
    if (party_id, office) not in places(case):
        typed.wrong("to", "Choose who may make the changes.", "missing")
    if sheet.kind not in set(Change):
        typed.wrong("kind", "Choose what may be changed.", "missing")
    words = typed.words("limit", "The limit", sheet.limit, most=2000)
    there = {(row.body_id, row.party_id, row.office) for row in queries.of_edition(session, edition_id)}
    if (sheet.body, party_id, office) in there:
        typed.wrong("to", "This body may give this office authority already. Take that back first.")
    typed.settle()
    row = Delegation(
        edition_id=edition_id, body_id=sheet.body, party_id=party_id, office=office, kind=sheet.kind, words=words,
        person_id=actor.person_id, person_name=actor.name, at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _record(session, EventKind.DELEGATION_AGREED, actor, case, row, at)
    return row


def take_back(session: Session, actor: Actor, edition_id: str, delegation_id: str, *, at: datetime) -> None:
    """The manifest will not say it."""
    case = _open(session, actor, edition_id)
    row = next((one for one in queries.of_edition(session, edition_id) if one.id == delegation_id), None)
    if row is None:
        raise NotFound("delegation")
    _record(session, EventKind.DELEGATION_ENDED, actor, case, row, at)
    session.delete(row)
    session.flush()


def places(case: Matter) -> list[tuple[str, str]]:
    """Every office that may be given authority, as (party id, office): of who signs, and of the bodies themselves."""
    return [
        (party.id, office.value)
        for party in (*slots.signing_parties(case.parties), *slots.bodies(case.parties))
        for office in OFFICES_OF[PartyKind(party.kind)]
        if office in DELEGATES
    ]


def _open(session: Session, actor: Actor, edition_id: str) -> Matter:
    case = matter.of_edition(session, actor, edition_id, lock=True)
    require("edition:delegate", actor, case.ground.desk())
    if case.ground.status not in EDITABLE | COMMENTABLE:
        raise Refused(
            f"This edition is {IN_WORDS[case.ground.status]}: what bodies may allow is fixed with its text.",
            "Reopen it with a reason, or wait for its next edition.",
        )
    return case


def _record(
    session: Session, kind: EventKind, actor: Actor, case: Matter, row: Delegation, at: datetime
) -> None:
    history.record(
        session, kind, actor=actor, at=at, mou_id=case.mou.id, edition_id=case.edition.id, subject_id=row.id,
        detail={"body": row.body_id, "party": row.party_id, "office": row.office, "kind": row.kind},
    )  # fmt: skip
