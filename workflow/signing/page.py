"""What the signing page says, and what its script needs to check it: one value for the page and the API."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, false

from workflow.adapters.templates import day
from workflow.core.errors import Forbidden, Refused
from workflow.core.lifecycle import IN_WORDS, Status
from workflow.core.people import Actor
from workflow.core.permissions import may
from workflow.core.threshold import Slot
from workflow.drafting import queries as drafting
from workflow.drafting.hidden.warned import in_clear
from workflow.drafting.models import Revision
from workflow.evidence.canonical import unb64u
from workflow.evidence.fingerprint import fingerprint
from workflow.evidence.statement_table import INTENT
from workflow.history.queries import installation
from workflow.parties.queries import holders, title_of
from workflow.review.threads.queries import open_threads
from workflow.signing import facts, frozen, looks, matter, offers, queries, ready, receipts, stamping, terms
from workflow.signing.corrections import page as corrections
from workflow.signing.corrections import queries as corrected
from workflow.signing.matter import Matter
from workflow.signing.models import Adoption
from workflow.signing.order import queue
from workflow.signing.packet import motion
from workflow.signing.signatories import signatories
from workflow.signing.votes import queries as votes
from workflow.signing.votes.queries import NotAdopted

KEPT = {
    "device-bound": "kept in one device",
    "synced": "synced between devices",
    "software": "a software key",
}
"""Where a key is kept, by its own account."""
INTENTS = {act: INTENT[act] for act in ("approval", "decline", "adoption", "correction")}
ACTS = {"adoption": "record a vote", "correction": "answer for this correction", "approval": "sign"}


def event_page(
    session: Session, actor: Actor, event_id: str, at: datetime, witnesses: Sequence[str] = ()
) -> dict[str, Any]:
    """A signing event for one of the parties' people. About thirty statements, whatever the length of the text. `witnesses`: those
    that are asked to sign the log.
    """
    case = matter.of_event(session, actor, event_id)
    text = frozen.read(session, case.frozen)
    refused = votes.not_adopted(session, case)
    mine = _mine(session, actor, case, refused, at)
    revision = session.get_one(Revision, case.frozen.revision_id)
    threads = open_threads(session, case.edition.id, None if case.ground.follows(actor) else false())
    cards = receipts.cards(session, case.frozen.id, witnesses, case.mou.timezone)
    listed = signatories(session, case, cards, at)
    if mine and any(one["slot"] == mine["place"] and one["state"] != "waiting" for one in listed):
        mine["remedy"] = ""
    shown = drafting.text_of(session, case.edition, revision)
    correction = corrections.section(session, case, cards, at)
    return {
        "event": _event(case),
        "edition": {
            "id": case.edition.id, "number": case.edition.number, "title": case.edition.title, "status": case.edition.status,
            "status_words": IN_WORDS[Status(case.edition.status)], "link": case.ground.link,
        },
        "mou": {"id": case.mou.id, "title": case.mou.title, "slug": case.mou.slug, "timezone": case.mou.timezone},
        "sentence": _sentence(case, mine, listed, correction is not None, refused),
        "mine": mine, "vote": None,
        "pending": receipts.pending(cards), "mark": receipts.mark(case.frozen.state, cards),
        "signatories": listed, "in_order": queue.is_set(case),
        "bodies": _bodies(session, case, cards, refused),
        "correction": correction, "stale": corrections.stale(session, case),
        "may_correct": corrections.offered(session, actor, case),
        "motion": motion(case), "packet": f"/signing-events/{case.frozen.id}/packet.pdf",
        "becomes_public": [one.words for one in in_clear(session, case.mou, case.edition, revision.id)] if case.frozen.state == "open" else [],
        "redactable": {"n": sum(one.redactable for one in text.parts), "m": len(text.parts)},
        "changes": {
            "since_look": looks.since_look(session, actor, case, revision),
            "since_last_year": looks.since_last_year(session, case, revision),
        },
        "objections": list(threads.blocking),
        "unanswered": threads.count,
        "issues": [ready.issue_value(issue) for issue in facts.sign_issues(session, case, at)],
        "terms": terms.section(text.manifest, *text.opened),
        "text": shown,
        "signing": _signing(session, case, text, mine) if mine and (mine["can"] or mine["may_decline"]) else None,
        "may_run": may("edition:reopen", actor, case.ground.desk()) and case.frozen.state == "open",
    }  # fmt: skip


def _event(case: Matter) -> dict[str, Any]:
    event = case.frozen
    return {
        "id": event.id, "state": event.state, "state_words": queries.STATE_WORDS[event.state], "head": event.head,
        "fingerprint": fingerprint(unb64u(event.head, 32)), "opened": event.opened, "expires": event.expires,
        "closed": event.closed, "reason": event.reason,
    }  # fmt: skip


def _mine(
    session: Session, actor: Actor, case: Matter, refused: Sequence[NotAdopted], at: datetime
) -> dict[str, Any] | None:
    """The place that waits for the reader's own key, whether it can be filled now, and if not, why not."""
    decisions = ("correction", "adoption") if case.edition.status == Status.ADOPTION else ("approval",)
    done = votes.recorded(session, case, refused) if case.edition.status == Status.ADOPTION else set()
    for decision, slot in ((one, slot) for one in decisions for slot in offers.places(session, case, one)):
        if decision == "adoption" and slot.party_id in done:
            continue
        for holder in holders(session, [slot.party_id], at, offices=slot.offices):
            if holder.person_id != actor.person_id:
                continue
            title = title_of(holder.office, holder.capacity)
            mine = {
                "place": slot.id, "decision": decision, "party": case.party(slot.party_id).legal_name, "office": title,
                "can": True, "may_decline": False, "why_not": "", "remedy": "", "keys": [],
                "signer": _signer(case, holder.name, title, slot, decision), "intents": INTENTS,
                "says": {
                    "party": case.party(slot.party_id).public_id, "person": actor.person_id, "name": holder.name,
                    "office": holder.office.value, "title": holder.title, "capacity": holder.capacity.value,
                },
            }  # fmt: skip
            try:
                mine["keys"] = _keys(session, actor, case, decision, slot.id, at)
            except (Refused, Forbidden) as no:
                mine |= {"can": False, "why_not": no.reason, "remedy": no.remedy}
                if decision == "approval":
                    mine |= _decline(session, actor, case, slot.id, at)
            return mine
    return None


def _signer(case: Matter, name: str, title: str, slot: Slot, decision: str) -> str:
    """Under the words of intent: who would say them, in which office and for whom. signing.js writes the same."""
    party = case.party(slot.party_id).legal_name
    body = f": {slot.title}" if decision == "adoption" and slot.title != party else ""
    return f"{name}, {title}, for {party}{body}"


def _keys(
    session: Session, actor: Actor, case: Matter, decision: str, place: str, at: datetime
) -> list[tuple[str, str]]:
    """The reader's keys that can decide here now, each in words. Raises Refused, Forbidden."""
    able = offers.seat(session, actor, case, decision, place, at).able
    return [(key.id, f"Made on {day(key.created, case.mou.timezone)}, {KEPT[key.key_kind]}") for key in able]


def _decline(session: Session, actor: Actor, case: Matter, place: str, at: datetime) -> dict[str, Any]:
    """Whoever cannot sign yet because others come first may decline."""
    try:
        return {"may_decline": True, "keys": _keys(session, actor, case, "decline", place, at)}
    except (Refused, Forbidden):
        return {}


def _sentence(
    case: Matter,
    mine: dict[str, Any] | None,
    signatories: list[dict[str, Any]],
    correction: bool,
    refused: Sequence[NotAdopted],
) -> str:
    """The first sentence of the page."""
    done = next(
        (one for one in signatories if mine and one["slot"] == mine["place"] and one["state"] != "waiting"),
        None,
    )
    if done and done["state"] == "declined":
        return f"{done['receipt']['words']} {done['name']} declined to sign for {done['party']}."
    if done:
        by_hand = ", by hand on paper" if done["by_hand"] else ""
        return f"{done['receipt']['words']} {done['name']} signed for {done['party']} as {done['office']}{by_hand}."
    if case.frozen.state != "open":
        return f"This text is {queries.STATE_WORDS[case.frozen.state]}."
    if refused:
        return f"{refused[0].sentence} Nothing can be signed on it."
    if mine and mine["can"]:
        return f"You are about to {ACTS[mine['decision']]} for {mine['party']} as {mine['office']}."
    if mine and (after := next((one["after"] for one in signatories if one["slot"] == mine["place"]), "")):
        return f"You sign for {mine['party']} as {mine['office']}, {after}."
    if mine:
        return f"You sign for {mine['party']} as {mine['office']}, but not yet: {mine['why_not']}"
    if case.edition.status == Status.ADOPTION and correction:
        return "This text corrects the one that was adopted. It is open for signing once everybody named below has answered for it."
    if case.edition.status == Status.ADOPTION:
        return "This text is frozen and before the bodies that adopt it."
    waiting = [one["party"] for one in signatories if one["state"] == "waiting"]
    names = ", then ".join(waiting) if queue.is_set(case) else " and ".join(waiting)
    return f"This text is frozen and open for signing. Waiting for {names}."


def _bodies(
    session: Session, case: Matter, cards: receipts.Cards, not_adopted: Sequence[NotAdopted]
) -> list[dict[str, Any]]:
    voted = {row.party_id: row for row in queries.adoptions_of(session, case.frozen.id)}
    over = corrected.carried(session, case)
    refused = {one.party_id: one for one in not_adopted}
    untimed = stamping.failures(session, case.frozen.id)
    return [
        {
            "id": body.id, "name": body.title, "adopted": body.party_id in voted,
            "words": _vote(voted[body.party_id]) if body.party_id in voted
            else refused[body.party_id].words if body.party_id in refused else _OVER[over.get(body.party_id)],
            "not_adopted": refused[body.party_id].by if body.party_id in refused else "",
            "carried": over.get(body.party_id, False),
            "same_text": _same_text(body.title, voted[body.party_id]) if body.party_id in voted else "",
            "untimed": untimed.get(voted[body.party_id].event_id or 0, "") if body.party_id in voted else "",
            "receipt": receipts.card(cards, voted[body.party_id].event_id, "adoption")
            if body.party_id in voted
            else None,
        }
        for body in queries.bodies_of(case)
    ]  # fmt: skip


_OVER = {
    None: "Not recorded yet",
    False: "Adopted an earlier text; carried over once everybody has answered for the correction",
    True: "Adopted an earlier text, and is carried over under the authority it gave",
}


def _vote(row: Adoption) -> str:
    return f"Adopted on {day(row.meeting)}, {row.resolution} ({row.item}), vote {row.vote}"


def _same_text(body: str, row: Adoption) -> str:
    """Adoptions hang on the head, so a vote that is recorded here was a vote on this very text."""
    return f"This is the same text that {body} adopted on {day(row.meeting)}, {row.vote}."


def _signing(session: Session, case: Matter, text: frozen.Frozen, mine: dict[str, Any]) -> dict[str, Any]:
    """The page's data block: what signing.js hashes and compares. Only those who sign now get the salts here."""
    clauses, attachments = text.opened
    return {
        "manifest": text.manifest, "head": case.frozen.head, "clauses": clauses, "attachments": attachments, "place": mine["place"],
        "mine": mine["says"], "correction": corrections.signing(session, case), "rp_id": installation(session).rp_id, "offers": f"/api/v1/signing-events/{case.frozen.id}/offers",
    }  # fmt: skip
