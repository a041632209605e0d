"""Reading objections: how far each has come, whose acts it takes, and what the public record says of those overridden."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from workflow.core import objections
from workflow.core.calendar import Calendar
from workflow.core.hiding import part_in_words
from workflow.core.objections import AFTER_ESCALATION, Both, Step
from workflow.core.people import Actor, PartyKind
from workflow.core.permissions import may
from workflow.core.routing import due_at, from_json
from workflow.drafting import headings
from workflow.drafting.hidden.today import Today, today
from workflow.drafting.models import Clause, Edition, Mou
from workflow.parties.models import Person
from workflow.parties.queries import actor_of
from workflow.review.ground import Ground
from workflow.review.models import Comment, Thread
from workflow.review.objections.models import Escalation, Override


@dataclass(frozen=True)
class Objection:
    """A blocking thread with everything that decides how it can end."""

    thread: Thread
    due: datetime
    escalation: Escalation | None
    overrides: tuple[Override, ...]
    both: Both

    def step(self, now: datetime) -> Step:
        return objections.step(self.due, self.escalation.created if self.escalation else None, now)

    @property
    def overridden(self) -> bool:
        return self.both.complete(one.party_id for one in self.overrides)


def objection(session: Session, ground: Ground, thread: Thread) -> Objection:
    """How a blocking thread stands. Two statements."""
    kinds = {party.id: PartyKind(party.kind) for party in ground.parties if party.id in ground.running}
    return Objection(
        thread,
        objections.due(thread.created, stage_due(ground)),
        session.get(Escalation, thread.id),
        overrides(session, [thread.id]),
        objections.both(thread.party_id or "", kinds),
    )


def overrides(session: Session, threads: Sequence[str]) -> tuple[Override, ...]:
    query = select(Override).where(col(Override.thread_id).in_(threads)).order_by(col(Override.created))
    return tuple(session.exec(query))


def stage_due(ground: Ground) -> datetime | None:
    """When the open stage is due, in working days of the agreement's own time zone."""
    edition = ground.edition
    if not edition.stage or edition.stage_opened is None:
        return None
    stage = from_json(edition.route).stage(edition.stage)
    return due_at(edition.stage_opened, stage, Calendar(ground.mou.timezone))


def may_clear(session: Session, ground: Ground, actor: Actor, thread: Thread, at: datetime) -> bool:
    """Whether this actor can give the objection up: its author, or somebody above the author on the same side."""
    if thread.author_id == actor.person_id:
        return True
    side = ground.members(thread.party_id or "")
    author = actor_of(session, session.get_one(Person, thread.author_id), at)
    held, theirs = ([hold.office for hold in who.holds if hold.party_id in side] for who in (actor, author))
    return objections.is_above(held, theirs)


def value(
    session: Session, ground: Ground, actor: Actor, thread: Thread, at: datetime
) -> dict[str, Any] | None:
    """The ways out of an objection, as its page shows them; None for a thread that does not block."""
    if not thread.blocking:
        return None
    found = objection(session, ground, thread)
    step, side = found.step(at), ground.side_of(actor)
    runs = may("edition:objection:override", actor, ground.desk()) and thread.state == "open"
    said = {one.party_id for one in found.overrides}
    wanted = sorted(ground.name(party) for party in found.both.other)
    return {
        "step": str(step),
        "due": found.due,
        "overridable_from": found.escalation.created + AFTER_ESCALATION if found.escalation else None,
        "escalation": said_by(found.escalation) if found.escalation else None,
        "overrides": [said_by(one) for one in found.overrides],
        "own_side": ground.name(found.both.own),
        "other_side": " or ".join(wanted),
        "overridden": found.overridden,
        "may_clear": thread.state == "open" and may_clear(session, ground, actor, thread, at),
        "may_escalate": runs and step is Step.DUE,
        "may_override": runs and step is Step.OVERRIDABLE and found.both.asks(side) and side not in said
        and thread.author_id != actor.person_id,
    }  # fmt: skip


def said_by(row: Escalation | Override) -> dict[str, Any]:
    """Who did it, when, and why, as it is shown."""
    office = row.person_office if isinstance(row, Override) else ""
    return {
        "name": row.person_name,
        "office": office,
        "party": row.party_name,
        "words": row.words,
        "created": row.created,
    }


def public_record(session: Session, mou: Mou, edition: Edition) -> list[dict[str, Any]]:
    """The objections to an edition that both sides overrode: what they rested on, and who set them aside and why.

    What was said in the thread stays between the parties, and what is hidden from the public today is not repeated.
    Three statements, where any was overridden those of `drafting.hidden.today` too.
    """
    rows = session.exec(
        select(Thread, Clause, Comment.author_office, Comment.author_party)
        .join(Override, col(Override.thread_id) == col(Thread.id))
        .join(
            Comment,
            (col(Comment.thread_id) == col(Thread.id)) & (col(Comment.created) == col(Thread.created)),
        )
        .join(
            Clause,
            (col(Clause.revision_id) == col(Thread.revision_id))
            & (col(Clause.key) == col(Thread.clause_key)),
            isouter=True,
        )
        .where(Thread.edition_id == edition.id)
        .order_by(col(Thread.number))
    ).all()
    if not rows:
        return []
    hidden = today(session, mou, edition)
    found = {thread.id: (thread, clause, office, party) for thread, clause, office, party in rows}
    acts = overrides(session, list(found))
    return [
        {
            "number": thread.number,
            "clause": _named(clause, hidden),
            "basis": hidden.said(thread.basis),
            "by": ", ".join(part for part in (office, party) if part),
            "overrides": [
                {**said_by(one), "words": hidden.said(one.words)}
                for one in acts
                if one.thread_id == thread.id
            ],
        }
        for thread, clause, office, party in found.values()
        if {thread.party_id} < {one.party_id for one in acts if one.thread_id == thread.id}
    ]


def _named(clause: Clause | None, hidden: Today) -> str:
    """The clause as the public may know it: of one that is or may be hidden, its place alone."""
    if clause is None:
        return "The whole text"
    closed = clause.redactable or hidden.why(clause.key, clause.text)
    return part_in_words(clause.path) if closed else headings.label_of(clause.text)
