"""Votes by which a body did not adopt a frozen text. The event that records one holds all that there is of it, so the log commits to
every word; no key signed it, because the format knows no signed "no" of a body (docs/adr/0042)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from workflow.adapters.templates import day
from workflow.core.events import EventKind
from workflow.history.models import Event
from workflow.signing import queries
from workflow.signing.matter import Matter

REMEDY = "Those who run the agreement reopen the text with a reason, or withdraw the edition."


@dataclass(frozen=True)
class NotAdopted:
    """A body's recorded "no": where its minutes say so, and who recorded that when."""

    body: str
    party_id: str
    name: str
    meeting: date
    item: str
    resolution: str
    vote: str
    minutes: str
    by: str
    at: datetime

    @property
    def words(self) -> str:
        return f"Did not adopt on {day(self.meeting)}, {self.resolution} ({self.item}), vote {self.vote}"

    @property
    def sentence(self) -> str:
        return f"{self.name} did not adopt this text on {day(self.meeting)}."


def not_adopted(session: Session, case: Matter) -> list[NotAdopted]:
    """The bodies that did not adopt the text that is frozen now, the first to say so first."""
    bodies = {body.id: body for body in queries.bodies_of(case)} if case.event else {}
    if not bodies:
        return []
    rows = session.exec(
        select(Event)
        .where(
            Event.edition_id == case.edition.id, Event.kind == EventKind.VOTE_FAILED, Event.subject_id == case.frozen.id
        )
        .order_by(col(Event.id))
    )  # fmt: skip
    return [_read(row, bodies[row.detail["slot"]].party_id, bodies[row.detail["slot"]].title) for row in rows]


def _read(row: Event, party_id: str, name: str) -> NotAdopted:
    said = row.detail
    return NotAdopted(
        said["slot"], party_id, name, date.fromisoformat(said["meeting"]), said["item"], said["resolution"], said["vote"],
        said["minutes"], f"{row.actor_name}, {row.actor_office}", row.at,
    )  # fmt: skip


def recorded(session: Session, case: Matter, refused: Sequence[NotAdopted] | None = None) -> set[str]:
    """The parties whose vote on this text is recorded, either way. `refused`: those that did not adopt it, where that was asked."""
    refused = not_adopted(session, case) if refused is None else refused
    adopted = {row.party_id for row in queries.adoptions_of(session, case.frozen.id)}
    return adopted | {one.party_id for one in refused}
