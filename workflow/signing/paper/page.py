"""What the pages about paper say: where it is allowed, and how one sheet stands."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from workflow.core.paper import CHOOSING, LARGEST, WHAT_IS_LOST, Step
from workflow.core.people import Actor
from workflow.core.permissions import Case, may
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.parties.queries import title_of
from workflow.signing import matter
from workflow.signing import queries as signing
from workflow.signing.matter import Matter
from workflow.signing.order import queue
from workflow.signing.paper import bench, queries
from workflow.signing.paper.actions import PAGE, able
from workflow.signing.paper.models import Attestation, Scan
from workflow.signing.paper.queries import OnPaper

STEPS = {
    Step.NOT_ALLOWED: "This place is signed with a key: the text that everybody signs does not allow paper here.",
    Step.SHEET: "Print the signature sheet, have it signed by hand, and hand in a scan of it. Nothing is signed here yet.",
    Step.FIRST: "A scan was handed in. Two people have to attest it before anything counts: first a clerk or a registrar of {party}.",
    Step.SECOND: "One of two people has attested the sheet. It counts for nothing before a registrar of another party has as well.",
    Step.DONE: "Signed on paper, and attested by two people. It is not a signature by an own key, and every page says so.",
    Step.BY_KEY: "This place was decided with a key, so no paper is wanted any more.",
}


LATER = "This text is signed one after another, and {party} signs {after}. A sheet that is signed by hand before that does not count."


def allowing(session: Session, actor: Actor, edition_id: str) -> dict[str, Any]:
    """The page on which those who run it say who may sign on paper. Others read what was said."""
    case = matter.of_edition(session, actor, edition_id)
    chosen = queries.allowed_parties(session, edition_id)
    if case.event is not None:
        may_sign = queries.allowed(case)
        chosen = frozenset(one.party_id for one in _places(case) if one.id in may_sign)
    return {
        "edition": {
            "id": edition_id, "number": case.edition.number, "title": case.edition.title, "link": case.ground.link,
        },
        "places": [[one.party_id, one.title] for one in signing.planned(session, case)],
        "chosen": sorted(chosen),
        "what_is_lost": WHAT_IS_LOST,
        "may_choose": case.ground.status in CHOOSING and may("edition:paper:allow", actor, case.ground.desk()),
        "frozen": case.event is not None,
    }  # fmt: skip


def _places(case: Matter) -> list[Any]:
    return [queries.place(case, slot) for slot in queries.allowed(case)]


def sheet_page(session: Session, actor: Actor, event_id: str, slot: str, at: datetime) -> dict[str, Any]:
    """How one place stands on paper, and what the reader can do about it. About fifteen statements."""
    case = matter.of_event(session, actor, event_id)
    place = queries.place(case, slot)
    one = queries.standing(session, case).get(slot) or OnPaper(place, Step.NOT_ALLOWED, None, ())
    open_ = case.frozen.state == "open"
    party = case.party(place.party_id)
    files = may("edition:paper:file", actor, Case(parties=frozenset({place.party_id})))
    keeps = may("edition:paper:attest", actor, queries.keepers(case))
    no = bench.no(session, actor, case, one, at) if open_ and keeps and one.waits else ""
    after = queue.after(session, case, queue.queue(session, case), slot, at) if one.step is Step.SHEET else ""
    return {
        "event": {
            "id": event_id, "head": case.frozen.head, "fingerprint": fingerprint(unb64u(case.frozen.head, 32)),
            "expires": case.frozen.expires, "open": open_,
        },
        "edition": {"title": case.edition.title, "number": case.edition.number, "link": case.ground.link},
        "mou": {"timezone": case.mou.timezone},
        "slot": slot,
        "party": party.legal_name,
        "title": place.title,
        "here": PAGE.format(event_id, slot),
        "step": str(one.step),
        "sentence": LATER.format(party=party.legal_name, after=after) if after else STEPS[one.step].format(party=party.legal_name),
        "after": after,
        "what_is_lost": WHAT_IS_LOST,
        "scan": _scan(one.scan) if one.scan else None,
        "attested": [_attested(case, row) for row in one.attested],
        "able": [[who.person_id, f"{who.name}, {who.title}"] for who in able(session, place, at)],
        "may_file": open_ and files and one.step is Step.SHEET and not after,
        "may_attest": open_ and keeps and one.waits and not no,
        "why_not": no,
        "may_withdraw": open_ and keeps and one.scan is not None and one.scan.state == "waiting",
        "may_read": may("edition:paper:read", actor, queries.keepers(case)),
        "largest": f"{LARGEST // 1_000_000} MB",
        "withdrawn": [
            {"name": scan.signatory_name, "by": gone.person_name, "reason": gone.reason, "at": gone.at}
            for scan, gone in queries.withdrawn(session, event_id, slot)
        ],
    }  # fmt: skip


def _scan(row: Scan) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.signatory_name, "office": title_of(row.office, row.capacity), "signed": row.signed,
        "by": row.person_name, "at": row.at, "digest": row.digest, "state": row.state,
    }  # fmt: skip


def _attested(case: Matter, row: Attestation) -> dict[str, Any]:
    return {
        "name": row.person_name, "office": title_of(row.office, row.capacity), "party": case.ground.name(row.party_id),
        "at": row.at,
    }  # fmt: skip
