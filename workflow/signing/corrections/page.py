"""What pages say of a correction: what was adopted, what differs now, on whose authority, and who has answered for it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.adapters.templates import day, plural
from workflow.core.correcting import IN_WORDS, Authority, Change, fitting
from workflow.core.errors import NotFound, Refused
from workflow.core.people import OFFICE_TITLES, Actor
from workflow.core.permissions import may
from workflow.drafting import queries as drafting
from workflow.drafting.models import Revision
from workflow.evidence import canonical
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.parties.queries import holders, title_of
from workflow.signing import matter
from workflow.signing.corrections import actions, queries
from workflow.signing.corrections.models import Answer, Correction
from workflow.signing.corrections.queries import Basis
from workflow.signing.matter import Matter
from workflow.signing.models import Adoption, SigningEvent
from workflow.signing.receipts import Cards, card


def section(session: Session, case: Matter, cards: Cards, at: datetime) -> dict[str, Any] | None:
    """The correction that a frozen text is, as its page shows it; None for a text that corrects nothing."""
    row = queries.of_event(session, case.frozen.id)
    if row is None:
        return None
    start = queries.basis_of(session, case, session.get_one(SigningEvent, row.adopted_id))
    before = session.get_one(Revision, start.event.revision_id)
    now = session.get_one(Revision, case.frozen.revision_id)
    changes = drafting.compare_revisions(session, before, now).to_json()
    count = sum(one["kind"] != "same" for one in changes["clauses"])
    return {
        "adopted": f"/signing-events/{start.event.id}",
        "differs": [_differs(case, start, row, vote, count) for vote in start.votes],
        "kind": row.kind, "kind_words": IN_WORDS[Change(row.kind)], "reason": row.reason, "proposed_by": row.person_name,
        "proposed": row.at, "changes": changes, "authority": queries.named(case, _used(start, row)),
        "fingerprint": fingerprint(unb64u(start.event.head, 32)),
        "answers": _answers(session, case, row, cards, at),
    }  # fmt: skip


def _used(start: Basis, row: Correction) -> list[Authority]:
    return [one for body in start.carries(row.kind) for one in fitting(start.given, body, row.kind)]


def _differs(case: Matter, start: Basis, row: Correction, vote: Adoption, count: int) -> str:
    """The ceremony's first line, for one body: what it adopted is not this text, and who was allowed the difference."""
    said = f"{_not_the_same(case, vote)}: {plural(count, 'clause')}"
    allowed = [one for one in _used(start, row) if _body_of(case, one) == vote.party_id]
    if not allowed:
        return f"{said}. {case.party(vote.party_id).legal_name} has to vote on it anew."
    who = " and ".join(
        dict.fromkeys(
            f"the {OFFICE_TITLES[one.office]} of {case.party(one.party_id).legal_name}" for one in allowed
        )
    )
    return f"{said}, allowed by the authority it gave to {who}."


def _not_the_same(case: Matter, vote: Adoption) -> str:
    body = case.party(vote.party_id).legal_name
    return f"This differs from the text that {body} adopted on {day(vote.meeting)}, {vote.vote}"


def stale(session: Session, case: Matter) -> list[str]:
    """Of a text that corrects nothing: which bodies adopted another one, and have not voted on this one."""
    start = queries.basis(session, case)
    if start is None or start.event.id == case.frozen.id or queries.of_event(session, case.frozen.id):
        return []
    return [f"{_not_the_same(case, vote)}, and it has not voted on this one." for vote in start.votes]


def _body_of(case: Matter, authority: Authority) -> str:
    ours = {party.public_id: party.id for party in case.ground.parties}
    bodies = canonical.loads(case.frozen.manifest)["adopting_bodies"]
    return next(ours[one["party"]] for one in bodies if one["id"] == authority.body)


def _answers(
    session: Session, case: Matter, row: Correction, cards: Cards, at: datetime
) -> list[dict[str, Any]]:
    """Every place in which somebody answers: who did, or who could."""
    slots, now = queries.places(session, case, row)
    given = queries.answers(session, row.signing_event_id)
    there = {(one.party_id, one.office) for one in given}
    found: list[dict[str, Any]] = [_answer(case, one, cards) for one in given]
    for slot in slots:
        if any((slot.party_id, office) in there for office in slot.offices):
            continue
        if not any(slot.party_id == one.party_id and one.office in slot.offices for one in now.open):
            continue
        able = holders(session, [slot.party_id], at, offices=slot.offices)
        found.append(
            {
                "place": slot.id,
                "title": slot.title,
                "name": ", ".join(one.name for one in able),
                "at": None,
                "key_kind": "",
                "receipt": None,
            }
        )
    return found


def _answer(case: Matter, one: Answer, cards: Cards) -> dict[str, Any]:
    title = f"{case.party(one.party_id).legal_name} ({title_of(one.office, one.capacity)})"
    return {
        "place": "", "title": title, "name": one.person_name, "at": one.at, "key_kind": one.key_kind,
        "receipt": card(cards, one.event_id, "correction"),
    }  # fmt: skip


def signing(session: Session, case: Matter) -> dict[str, Any] | None:
    """What the page's script needs to find the differences itself: the adopted manifest, and what read otherwise then."""
    row = queries.of_event(session, case.frozen.id)
    if row is None:
        return None
    before = queries.adopted_text(session, row)
    clauses, _ = before.opened
    return {"manifest": before.manifest, "clauses": clauses, "kind": row.kind, "reason": row.reason}


def form(session: Session, actor: Actor, event_id: str) -> dict[str, Any]:
    """The page on which a correction is proposed: every clause as it reads in the frozen text."""
    case = matter.of_event(session, actor, event_id)
    if not may("edition:correct", actor, case.ground.desk()):
        raise NotFound("page")
    start, why_not, remedy = None, "", ""
    try:
        start = actions.may_start(session, case)
    except Refused as no:
        why_not, remedy = no.reason, no.remedy
    kinds = [kind for kind in Change if start and start.carries(kind)]
    return {
        "event": {"id": case.frozen.id, "link": f"/signing-events/{case.frozen.id}"},
        "edition": {"number": case.edition.number, "title": case.edition.title, "link": case.ground.link},
        "can": start is not None, "why_not": why_not, "remedy": remedy,
        "votes": [f"{case.party(one.party_id).legal_name} adopted the text on {day(one.meeting)}, {one.vote}." for one in start.votes] if start else [],
        "authority": queries.named(case, start.given) if start else [],
        "kinds": [[kind.value, IN_WORDS[kind][:1].upper() + IN_WORDS[kind][1:]] for kind in kinds],
        "clauses": [
            {"key": one.key, "path": one.path, "text": one.text} for one in drafting.clauses_of(session, case.frozen.revision_id)
        ] if start else [],
    }  # fmt: skip


def offered(session: Session, actor: Actor, case: Matter) -> bool:
    """Whether the page of a frozen text leads to a correction of it."""
    if case.frozen.state != "open" or not may("edition:correct", actor, case.ground.desk()):
        return False
    start = queries.basis(session, case)
    return start is not None and bool(start.given)
