"""The working page of the public copy: what may be hidden, what waits, what can be proposed, the parties' own packages."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.hiding import IN_WORDS, STATEMENT_OF, Kind, no_second, part_in_words
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.drafting import headings
from workflow.drafting.hidden.models import Proposal
from workflow.drafting.hidden.today import today
from workflow.drafting.hidden.warned import of_draft
from workflow.drafting.queries import attachments_of, clauses_of
from workflow.publication.hiding import actions, private, queries
from workflow.signing.matter import Matter


def page(session: Session, actor: Actor, edition_id: str, *, now: datetime) -> dict[str, Any]:
    """Everything the page shows to somebody of the parties. Raises NotFound for others, and before the execution."""
    case, copy = actions.stand(session, actor, edition_id, lock=False)
    rows = queries.proposals(session, edition_id)
    names = names_of(session, case)
    found = queries.hidden(rows, copy.parts).grounds
    runs = may("edition:public:propose", actor, case.ground.desk())
    waiting = next((row for row in rows if row.state == "waiting"), None)
    return {
        "edition": {"id": edition_id, "number": case.edition.number, "title": case.edition.title, "link": case.ground.link},
        "mou": {"slug": case.mou.slug, "timezone": case.mou.timezone},
        "published": copy.published,
        "waits": copy.waits,
        "text_parts": [
            {"part": part, "name": names[part], "may": redactable, "hidden": part in found,
             "basis": found[part].basis if part in found else "", "review": found[part].review if part in found else ""}
            for part, redactable in copy.parts.items() if redactable or part in found
        ],
        "before": [one.words for one in of_draft(session, case.mou, case.edition)] if copy.waits else [],
        "elsewhere": today(session, case.mou).elsewhere(case.edition.number) if found else [],
        "waiting": _waiting(actor, case, waiting, names) if waiting else None,
        "past": [_told(case, row, names) for row in reversed(rows) if row.state != "waiting"],
        "kinds": [_kind(kind, copy.choices(kind), names) for kind in copy.kinds] if runs and not waiting else [],
        "private": _private(session, actor, case) if copy.may_hide or found else None,
    }  # fmt: skip


def names_of(session: Session, case: Matter) -> dict[str, str]:
    """The parts as the parties' own people read them: number and heading, or the name of the file."""
    clauses = clauses_of(session, case.frozen.revision_id)
    files = attachments_of(session, case.frozen.revision_id)
    named = {row.path: f"{part_in_words(row.path)}: {headings.label_of(row.text)}" for row in clauses}
    return named | {
        f"attachment {n}": f"{part_in_words(f'attachment {n}')}: {file['name']}"
        for n, file in enumerate(files, start=1)
    }


def _kind(kind: Kind, choices: list[str], names: dict[str, str]) -> dict[str, Any]:
    return {"kind": kind.value, "words": IN_WORDS[kind], "choices": [[part, names[part]] for part in choices]}


def _told(case: Matter, row: Proposal, names: dict[str, str]) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind, "words": IN_WORDS[Kind(row.kind)], "parts": [names[one] for one in row.parts],
        "basis": row.basis, "contact": row.contact, "review": row.review, "state": row.state,
        "order": f"{row.authority}, {row.reference}" if row.authority else "", "ordered": row.ordered,
        "by": f"{row.person_name}, {case.ground.name(row.party_id)}", "created": row.created,
        "decided_by": ", ".join(filter(None, (row.decided_name, row.decided_party))), "decided": row.decided,
        "answer": row.words,
    }  # fmt: skip


def _waiting(actor: Actor, case: Matter, row: Proposal, names: dict[str, str]) -> dict[str, Any]:
    no = no_second(
        Kind(row.kind), row.person_id, {row.party_id}, actor.person_id, case.ground.sides_of(actor)
    )
    able = may("edition:public:approve", actor, case.ground.desk())
    return {
        **_told(case, row, names),
        "may_approve": able and not no,
        "why_not": no if able else "",
        "mine": row.person_id == actor.person_id,
        "may_refuse": able or row.person_id == actor.person_id,
        "signed": Kind(row.kind) in STATEMENT_OF,
    }


def _private(session: Session, actor: Actor, case: Matter) -> dict[str, Any]:
    """Each party's own package, which shows everything: who has acknowledged which version, and what the reader may do about it."""
    edition_id, side = case.edition.id, case.ground.side_of(actor)
    newest, taken = queries.private_version(session, edition_id), queries.receipts(session, edition_id)
    version = newest.id or 0 if newest else 0
    may_take = may("edition:private:take", actor, case.ground.desk())
    had = queries.downloaded(session, edition_id, side, version) if may_take else None
    sides = dict.fromkeys(
        case.ground.side(party.id) for party in case.parties if party.id in case.ground.running
    )
    return {
        "may_take": may_take,
        "version": newest.at if newest else None,
        "received": any((row.party_id, row.version) == (side, version) for row in taken),
        "downloaded": {"by": had.person_name, "at": had.at, "digest": had.digest} if had else None,
        "link": private.LINK.format(edition_id),
        "parties": [
            {"party": case.ground.name(one), "by": "", "at": None, "current": False} | next(
                ({"by": row.person_name, "at": row.at, "current": row.version == version} for row in reversed(taken) if row.party_id == one), {}
            )
            for one in sides
        ],
    }  # fmt: skip
