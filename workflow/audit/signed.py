"""What was signed, held against what the log says of it: frozen texts, heads, decisions with their envelopes."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, col, select

from workflow.audit.events import read_leaf
from workflow.audit.findings import Finding
from workflow.audit.rows import blob, plain
from workflow.core.errors import Conflict
from workflow.core.events import EDITION_CHAIN, EventKind
from workflow.core.hiding import STATEMENT_OF, Kind
from workflow.drafting.hidden.models import Proposal
from workflow.drafting.models import Edition, Mou
from workflow.evidence.envelope import envelope_hash
from workflow.evidence.errors import Bad
from workflow.history.models import Event
from workflow.publication.hiding.queries import STATEMENTS
from workflow.signing import frozen
from workflow.signing.corrections.models import Answer
from workflow.signing.models import Adoption, Signature, SigningEvent

DECISIONS = {
    EventKind.EDITION_SIGNED: "approval",
    EventKind.EDITION_DECLINED: "decline",
    EventKind.EDITION_ADOPTED: "adoption",
    EventKind.EDITION_ATTESTED: "paper",
    EventKind.EDITION_CORRECTED: "correction",
    **STATEMENTS,
}


def findings(session: Session) -> Iterator[Finding]:
    """Everything that was frozen or decided and is no longer what was logged."""
    events = _events(session)
    yield from texts(session, events)
    yield from decisions(session, events)


def _events(session: Session) -> list[tuple[Event, dict[str, Any]]]:
    """Every public event of an edition with its leaf; unreadable leaves are the walk's to report."""
    rows = session.exec(select(Event).where(col(Event.kind).in_(EDITION_CHAIN)).order_by(col(Event.id)))
    found = []
    for event in rows:
        try:
            found.append((event, read_leaf(event.leaf)))
        except Bad:
            continue
    return found


def texts(session: Session, events: list[tuple[Event, dict[str, Any]]]) -> Iterator[Finding]:
    """Text, salts and manifest give the head that was frozen, and every leaf of the freeze names it."""
    editions = {
        id_: (title, number, mou_id)
        for id_, title, number, mou_id in plain(
            session,
            select(Edition.id, Mou.title, Edition.number, Mou.id).join(
                Mou, col(Mou.id) == col(Edition.mou_id)
            ),
        )
    }
    query = select(
        SigningEvent.id, SigningEvent.edition_id, SigningEvent.head, blob(session, SigningEvent.manifest)
    )
    rows = list(plain(session, query))
    heads = {id_: (head, edition_id) for id_, edition_id, head, _ in rows}
    for id_, edition_id, _, bytes_ in rows:
        title, number, _ = editions.get(edition_id, ("an agreement that is gone", "?", ""))
        try:
            if bytes_ is None:
                raise Bad("manifest.json", "its manifest is no bytes any more")
            frozen.recompute(frozen.read(session, session.get_one(SigningEvent, id_)))
        except (Conflict, Bad) as no:
            yield Finding("signed.text", f"edition {number} of “{title}”: {no}")
        except (TypeError, ValueError, AttributeError):
            # Whoever changed the database by hand left a text where bytes were, or a number where a word was.
            yield Finding("signed.text", f"edition {number} of “{title}”: what was frozen cannot be read")
    frozen_ids = {event.subject_id for event, leaf in events if leaf["event"] == "frozen"}
    yield from (
        Finding("signed.unlogged", f"the frozen text {one} was never logged as frozen")
        for one in sorted(heads.keys() - frozen_ids)
    )
    for event, leaf in events:
        of_edition = editions.get(event.edition_id or "", ("", 0, ""))[1:]
        if heads.get(event.subject_id) != (leaf["head"], event.edition_id) or of_edition != (
            leaf["edition"],
            leaf["mou"],
        ):
            yield Finding("signed.head", f"event {event.id} was logged under another head or edition")


def decisions(session: Session, events: list[tuple[Event, dict[str, Any]]]) -> Iterator[Finding]:
    """Every signature, decline and adoption is the very envelope that was logged, and none was logged without its row."""
    rows: dict[int | None, tuple[str, str, str | None]] = {
        row.event_id: ("paper" if row.key_kind == "paper" else row.decision, _hash(row.envelope), row.slot)
        for row in session.exec(select(Signature))
    }
    rows |= {row.event_id: ("adoption", _hash(row.envelope), None) for row in session.exec(select(Adoption))}
    rows |= {row.event_id: ("correction", _hash(row.envelope), None) for row in session.exec(select(Answer))}
    rows |= {
        row.event_id: (STATEMENT_OF[Kind(row.kind)], _hash(row.envelope), None)
        for row in session.exec(select(Proposal)) if row.envelope
    }  # fmt: skip
    for event, leaf in events:
        act = DECISIONS.get(EventKind(event.kind))
        decision, named, slot = rows.pop(event.id, ("", "", None))
        if act != (decision or None):
            yield Finding("signed.row", f"event {event.id} was logged as {leaf['event']}, and no row says so")
        elif act and (named != leaf["subject"] or slot not in (None, leaf["slot"])):
            yield Finding(
                "signed.envelope", f"what was {leaf['event']} in event {event.id} is not what was logged"
            )
    for event_id in rows:
        yield Finding("signed.row", f"a decision points to event {event_id}, which logged none")


def _hash(envelope: Any) -> str:
    try:
        return envelope_hash(envelope)
    except Bad:
        return ""
