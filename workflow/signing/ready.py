"""What still stands between an edition and its next move, and the pages that ask before a step back."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.errors import Issue, NotFound
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.people import OFFICE_TITLES, Actor, Office
from workflow.core.permissions import may
from workflow.core.readiness import paper_notices, to_sign
from workflow.drafting.hidden.warned import in_clear
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.signing import facts, lasting, matter, queries, signers, slots
from workflow.signing.delegations import queries as delegations
from workflow.signing.matter import Matter
from workflow.signing.order import queue
from workflow.signing.order.queries import chosen
from workflow.signing.paper import queries as paper


def issue_value(issue: Issue) -> dict[str, str]:
    """An issue as it is shown: the serialiser of issues in this room."""
    return {"code": issue.code, "words": issue.words, "link": issue.link}


def readiness_page(
    session: Session, actor: Actor, edition_id: str, hours: int, at: datetime, days: int = 30
) -> dict[str, Any]:
    """What still stands between this edition and its next move, as a task list with links. `days`: how long a text can usually be signed."""
    case = matter.of_edition(session, actor, edition_id)
    status = case.ground.status
    notices: list[Issue] = []
    before = status in (Status.DRAFTING, Status.IN_REVIEW, Status.PUBLIC_COMMENT)
    if before and not case.ground.follows(actor):
        move, issues = (
            "",
            [],
        )  # what members of an adopting body see before their meeting is text and state alone
    elif before:
        move, issues = "freeze", facts.freeze_issues(session, case, hours, at)
        notices = in_clear(session, case.mou, case.edition)
    elif case.event is not None and case.event.state == "open":
        found = facts.sign_facts(session, case, at)
        move, issues = "sign", to_sign(found)
        notices = [
            *in_clear(session, case.mou, case.edition, case.event.revision_id),
            *paper_notices(found.keys),
        ]
    else:
        move, issues = "", []
    return {
        "edition": {
            "id": case.edition.id, "number": case.edition.number, "title": case.edition.title, "status": case.edition.status,
            "status_words": IN_WORDS[status], "link": case.ground.link, "timezone": case.mou.timezone,
        },
        "move": move,
        "ready": bool(move) and not issues,
        "issues": [issue_value(issue) for issue in issues],
        "notices": [issue_value(notice) for notice in notices],
        "can_freeze": move == "freeze" and not issues and status is Status.IN_REVIEW and may("edition:freeze", actor, case.ground.desk()),
        "time_to_sign": {"options": lasting.choices(days, case.mou.timezone, at), "usual": str(days)} if move == "freeze" else None,
        "may_run": may("edition:reopen", actor, case.ground.desk()),
        "event": f"/signing-events/{case.event.id}" if case.event else "",
        "adopts": bool(slots.bodies(case.parties)), "delegations": len(delegations.of_edition(session, edition_id)),
        "will_sign": [slot.title for slot in queries.planned(session, case)],
        "in_order": queue.is_set(case) if case.event else bool(chosen(session, edition_id)), "after": _after(session, case, at),
        "on_paper": _on_paper(session, case),
        "keys": signers.page_value(session, case, hours, at) if move and case.ground.follows(actor) else None,
    }  # fmt: skip


def _on_paper(session: Session, case: Matter) -> list[str]:
    """The places that may be signed on paper, by their titles: as the manifest says, or before that as was chosen."""
    if case.event is not None:
        may_sign = paper.allowed(case)
        return [slot.title for slot in queries.planned(session, case) if slot.id in may_sign]
    on_paper = paper.allowed_parties(session, case.edition.id)
    return [slot.title for slot in queries.planned(session, case) if slot.party_id in on_paper]


def _after(session: Session, case: Matter, at: datetime) -> dict[str, str]:
    """Of a text that is signed in a set order: the places that wait for others, by their titles, and for whom."""
    if case.event is None or case.event.state != "open":
        return {}
    order = queue.queue(session, case)
    return {
        slot.title: words
        for slot in order.status.missing
        if (words := queue.after(session, case, order, slot.id, at))
    }


def confirm_page(session: Session, actor: Actor, edition_id: str, act: str) -> dict[str, Any]:
    """The page that asks for a reason before a text is reopened or an edition withdrawn."""
    case = matter.of_edition(session, actor, edition_id)
    if not may(f"edition:{act}", actor, case.ground.desk()):
        raise NotFound("page")
    rows = queries.signatures_of(session, case.event.id) if case.event else []
    return {
        "edition": {
            "id": case.edition.id,
            "number": case.edition.number,
            "title": case.edition.title,
            "link": case.ground.link,
        },
        "signed": [
            f"{row.person_name}, {OFFICE_TITLES[Office(row.office)]}"
            for row in rows
            if row.decision == "approval"
        ],
        "fingerprint": fingerprint(unb64u(case.event.head, 32)) if case.event else "",
    }
