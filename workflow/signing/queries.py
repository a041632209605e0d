"""Reading what was frozen and signed. Every query that takes an actor is scoped by the parties of the agreement."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from workflow.core import signing_day, threshold
from workflow.core.events import EventKind
from workflow.core.people import Actor, Office
from workflow.core.threshold import Signed, SigningStatus, Slot
from workflow.evidence import canonical
from workflow.evidence.errors import Bad
from workflow.history.models import Event
from workflow.parties.models import SigningKey
from workflow.signing import slots
from workflow.signing.corrections import queries as corrections
from workflow.signing.matter import Matter
from workflow.signing.models import Adoption, Signature, SigningEvent
from workflow.signing.order.queries import chosen

STATE_WORDS = {
    "open": "open for signing",
    "voided": "no longer valid: it was reopened or withdrawn",
    "expired": "no longer open: its time ran out",
    "executed": "signed by everyone",
}


def manifest_of(case: Matter) -> dict[str, Any]:
    """The manifest as it was frozen."""
    value: dict[str, Any] = canonical.loads(case.frozen.manifest)
    return value


def slots_of(case: Matter) -> list[Slot]:
    """The places to sign, from the manifest."""
    return slots.from_manifest(manifest_of(case), case.ground.parties)


def bodies_of(case: Matter) -> list[Slot]:
    """The bodies that adopt, from the manifest, as places that a clerk fills."""
    ours = {party.public_id: party.id for party in case.ground.parties}
    return [
        Slot(body["id"], ours[body["party"]], frozenset({Office.CLERK}), body["required"], body["name"])
        for body in manifest_of(case)["adopting_bodies"]
    ]


def signatures_of(session: Session, event_id: str) -> list[Signature]:
    """Approvals and declines under one head, oldest first."""
    return list(
        session.exec(
            select(Signature).where(Signature.signing_event_id == event_id).order_by(col(Signature.at))
        )
    )


def makers(session: Session, event_id: str) -> dict[str, str]:
    """The form in which its maker attested the kind of a key that signed under one head, by key id; empty where nobody did."""
    rows = session.exec(
        select(SigningKey.key_id, SigningKey.attested_format)
        .join(Signature, col(Signature.key_id) == col(SigningKey.key_id))
        .where(Signature.signing_event_id == event_id)
    )
    return dict(rows.all())


def adoptions_of(session: Session, event_id: str) -> list[Adoption]:
    """The votes recorded under one head."""
    return list(
        session.exec(select(Adoption).where(Adoption.signing_event_id == event_id).order_by(col(Adoption.at)))
    )


def signatures_of_edition(edition_id: str) -> SelectOfScalar[Signature]:
    """The approvals that executed an edition, as a statement: signatures left behind by a reopening never count."""
    return (
        select(Signature)
        .join(SigningEvent, col(SigningEvent.id) == col(Signature.signing_event_id))
        .where(
            SigningEvent.edition_id == edition_id,
            SigningEvent.state == "executed",
            Signature.decision == "approval",
        )
        .order_by(col(Signature.at))
    )


def signing_status(session: Session, case: Matter) -> SigningStatus:
    """Completeness as a value: only what was signed under this very head, by the signed bytes themselves and not by a row's word."""
    rows = [row for row in signatures_of(session, case.frozen.id) if _signed_head(row) == case.frozen.head]
    given = [Signed(row.slot, row.person_id, Office(row.office), row.decision == "approval") for row in rows]
    return threshold.signing_status(slots_of(case), given)


def _signed_head(row: Signature) -> str:
    """The head in the statement that was signed; of a row that holds none, none."""
    try:
        return str(canonical.loads(canonical.unb64u(row.envelope["statement"]))["head"])
    except (Bad, LookupError, TypeError):
        return ""


def unadopted(session: Session, case: Matter) -> list[Slot]:
    """The required bodies whose vote on this very head is not recorded yet, and is not carried over from an earlier one."""
    voted = {row.party_id for row in adoptions_of(session, case.frozen.id)}
    voted |= {party for party, complete in corrections.carried(session, case).items() if complete}
    return [body for body in bodies_of(case) if body.required and body.party_id not in voted]


def was_served(session: Session, case: Matter, actor: Actor, slot: str) -> bool:
    """Whether the record already says that this person was served this frozen text for this place."""
    rows = session.exec(
        select(Event.detail).where(
            Event.edition_id == case.edition.id, Event.kind == EventKind.EDITION_SERVED,
            Event.subject_id == case.frozen.id, Event.actor_id == actor.person_id,
        )
    )  # fmt: skip
    return any(detail.get("slot") == slot for detail in rows)


def expired(session: Session, now: datetime) -> list[str]:
    """Signing events whose time has run out: the sweep's narrow question, by index."""
    return list(
        session.exec(
            select(SigningEvent.id).where(SigningEvent.state == "open", col(SigningEvent.expires) < now)
        )
    )


def closing(session: Session, now: datetime) -> list[tuple[str, int]]:
    """Signing events that close soon, each with the reminder that is due (`core.signing_day`, rule 5). One statement, by index."""
    rows = session.exec(
        select(SigningEvent.id, SigningEvent.opened, SigningEvent.expires).where(
            SigningEvent.state == "open", col(SigningEvent.expires) >= now,
            col(SigningEvent.expires) <= now + timedelta(days=max(signing_day.REMIND_BEFORE)),
        )
    )  # fmt: skip
    found = ((one, signing_day.reminder_due(opened, closes, now)) for one, opened, closes in rows)
    return [(one, before) for one, before in found if before]


def planned(session: Session, case: Matter) -> list[Slot]:
    """Who will have to sign, in the order set if there is one: from the manifest once it is there, before that from the parties."""
    return slots_of(case) if case.event else slots.slots(case.parties, chosen(session, case.edition.id))


def state_of(session: Session, event_id: str) -> str:
    """Whether an event is open, voided, expired or executed."""
    return session.get_one(SigningEvent, event_id).state
