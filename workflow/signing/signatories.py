"""Who signs a frozen text, as the signing page lists them: who has, how and when; who has not, and after whom it is their turn."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.paper import Step
from workflow.parties.keys.queries import whose_word
from workflow.parties.queries import holders, title_of
from workflow.signing import queries, receipts, stamping
from workflow.signing.matter import Matter
from workflow.signing.models import Signature
from workflow.signing.order import queue
from workflow.signing.paper import queries as paper

HOW = {
    "device-bound": "by a key kept in one device ({word})",
    "synced": "by a key synced between devices ({word})",
    "software": "by a software key (demonstration only)",
}
BY_HAND = {
    Step.SHEET: "May be signed on paper",
    Step.FIRST: "A signed sheet was handed in: it waits for the first of two attestations and counts for nothing yet",
    Step.SECOND: "One of two people has attested the signed sheet: it counts for nothing yet",
    Step.DONE: "The sheet and who attests it",
    Step.BY_KEY: "Could have been signed on paper",
}
"""How a place that may be signed on paper stands."""


def signatories(session: Session, case: Matter, cards: receipts.Cards, at: datetime) -> list[dict[str, Any]]:
    """Every place, who filled it, or who could."""
    rows = {row.slot: row for row in queries.signatures_of(session, case.frozen.id)}
    untimed = stamping.failures(session, case.frozen.id)
    sheets = paper.standing(session, case)
    words = paper.by_whose_word(session, {one.id: one.legal_name for one in case.parties}, case.frozen.id)
    makers = queries.makers(session, case.frozen.id)
    order, found = queue.queue(session, case), []
    for slot in queries.slots_of(case):
        row = rows.get(slot.id)
        value = {
            "slot": slot.id,
            "title": slot.title,
            "party": case.party(slot.party_id).legal_name,
            "required": slot.required,
            "after": "",
            "untimed": untimed.get(row.event_id or 0, "") if row else "",
            "paper": _sheet(case, sheets[slot.id]) if slot.id in sheets else None,
            "by_hand": bool(row and row.key_kind == "paper"),
        }
        if row:
            card = receipts.card(cards, row.event_id, row.decision)
            value |= _signature(row, card, words.get(slot.id, []), makers.get(row.key_id, ""))
        else:
            able = holders(session, [slot.party_id], at, offices=slot.offices)
            value |= {
                "state": "waiting",
                "name": ", ".join(one.name for one in able),
                "office": " or ".join(dict.fromkeys(one.title for one in able)),
                "people": [_person(one.name, one.title) for one in able],
                "after": queue.after(session, case, order, slot.id, at),
            }
        found.append(value)
    return found


def _person(name: str, office: str) -> dict[str, str]:
    return {"name": name, "office": office}


def _sheet(case: Matter, one: paper.OnPaper) -> dict[str, str]:
    link = f"/signing-events/{case.frozen.id}/paper/{one.place.id}"
    return {"step": str(one.step), "words": BY_HAND[one.step], "link": link}


def _signature(row: Signature, receipt: dict[str, Any], attested: list[str], maker: str) -> dict[str, Any]:
    by_hand = f"by hand on paper, attested by {' and '.join(attested)}"
    how = HOW[row.key_kind].format(word=whose_word(maker)) if row.key_kind in HOW else by_hand
    person = _person(row.person_name, title_of(row.office, row.capacity))
    return {
        "state": "signed" if row.decision == "approval" else "declined", "people": [person], **person, "at": row.at, "key_kind": row.key_kind, "reason": row.reason,
        "how": how,
        "receipt": receipt,
    }  # fmt: skip
